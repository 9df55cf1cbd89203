"""Lines of one colour across a picture: borders, bars, gutters and the empty space of a screen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

View = NDArray[np.float32]
"""Luminance 0 to 255, shape (lines, places): rows by columns, or columns by rows when looking sideways."""

Run = tuple[int, int]
"""First line and the one after the last."""

_FLAT_TONES = 14  # a line whose darkest and lightest differ by no more is of one colour; JPEG leaves some 10
_STEP_TONES = 2  # from one line of a bar to the next
_BAR_TONES = 6  # over a whole bar; a clear sky drifts by more
_LEAST_BAR_LINES = 2


def content_runs(view: View) -> tuple[Run, ...]:
    """Return the runs of lines that are not part of a bar, in order.

    A bar is two or more neighbouring lines of one and the same colour. Lines that are each of one colour but
    drift, as in a clear evening sky, are content.
    """
    content = np.ones(len(view) + 2, dtype=bool)
    content[0] = content[-1] = False
    for first, last in _bars(view):
        content[first + 1 : last + 1] = False
    edges = np.flatnonzero(content[1:] != content[:-1])
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))


def _bars(view: View) -> list[Run]:
    darkest, lightest = view.min(axis=1), view.max(axis=1)
    flat = lightest - darkest <= _FLAT_TONES
    if not flat.any():
        return []
    tones = (darkest + lightest) / 2
    return [run for run in _alike(flat, tones) if _is_bar(tones, run)]


def _alike(flat: NDArray[np.bool_], tones: NDArray[Any]) -> list[Run]:
    """Return the runs of flat lines between which the tone does not jump."""
    joined = flat[1:] & flat[:-1] & (np.abs(tones[1:] - tones[:-1]) <= _STEP_TONES)
    padded = np.concatenate(([False], joined, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(first), int(last) + 1) for first, last in edges.reshape(-1, 2)]


def _is_bar(tones: NDArray[Any], run: Run) -> bool:
    first, last = run
    return last - first >= _LEAST_BAR_LINES and float(np.ptp(tones[first:last])) <= _BAR_TONES
