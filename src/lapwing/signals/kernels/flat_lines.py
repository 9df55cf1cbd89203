"""Lines of one colour across a picture: borders, bars, gutters and the empty space of a screen."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

View = NDArray[np.float32] | NDArray[np.uint8]
"""Luminance 0 to 255, shape (lines, places): rows by columns, or columns by rows when looking sideways."""

Tones = NDArray[np.float32]

Span = tuple[int, int]
"""First line and the one after the last."""

Gap = list[Span]
"""Bars that touch one another, in order."""

_FLAT_TONES = 14  # a line whose darkest and lightest differ by no more is of one colour; JPEG leaves some 10
_STEP_TONES = 2  # from one line of a bar to the next
_BAR_TONES = 6  # over a whole bar; a clear sky drifts by more
_LEAST_BAR_LINES = 2
_MOST_LOOSENESS = 0.3  # times the run, on either side; a longer bar is empty space


@dataclass(frozen=True, slots=True)
class Run:
    """Lines first up to last that are no bar.

    loose_first, loose_last: the same with the bars next to it that may be its own: where bars of different
        colours meet between two runs, one that touches a run can be the dark foot of a picture.
    """

    first: int
    last: int
    loose_first: int
    loose_last: int


def content_runs(view: View) -> tuple[Run, ...]:
    """Return the runs of lines of *view* (lines, places) that are not part of a bar, in order.

    A bar is two or more neighbouring lines of one and the same colour. Lines that are each of one colour but
    drift, as in a clear evening sky, are content.
    """
    darkest, lightest = (
        tones.astype(np.float32, copy=False) for tones in (view.min(axis=1), view.max(axis=1))
    )
    tones = (darkest + lightest) / 2
    gaps = _gaps(_bars(lightest - darkest <= _FLAT_TONES, tones), len(view))
    return tuple(_run(before, after, tones) for before, after in pairwise(gaps))


def _run(before: Gap, after: Gap, tones: Tones) -> Run:
    """Return what lies between two gaps, and loosely what lies between the sharpest steps inside them."""
    first, last = before[-1][1], after[0][0]
    loose_first = _sharpest_step(before, tones) if len(before) > 1 else first
    loose_last = _sharpest_step(after, tones) if len(after) > 1 else last
    most = _MOST_LOOSENESS * (last - first)
    return Run(
        first,
        last,
        loose_first if first - loose_first <= most else first,
        loose_last if loose_last - last <= most else last,
    )


def _sharpest_step(gap: Gap, tones: Tones) -> int:
    """Return the line where two bars of *gap* meet that differ most."""
    ends = [bar[0] for bar in gap[1:]]
    return max(ends, key=lambda end: abs(float(tones[end] - tones[end - 1])))


def _gaps(bars: list[Span], lines: int) -> list[Gap]:
    """Return *bars* with those together that touch, and with the two ends of the view where no bar is."""
    if not bars or bars[0][0]:
        bars = [(0, 0), *bars]
    if bars[-1][1] != lines:
        bars = [*bars, (lines, lines)]
    gaps: list[Gap] = []
    for bar in bars:
        if gaps and gaps[-1][-1][1] == bar[0]:
            gaps[-1].append(bar)
        else:
            gaps.append([bar])
    return gaps


def _bars(flat: NDArray[np.bool_], tones: Tones) -> list[Span]:
    return [span for span in _alike(flat, tones) if _is_bar(tones, *span)] if flat.any() else []


def _alike(flat: NDArray[np.bool_], tones: Tones) -> list[Span]:
    """Return the stretches of flat lines within which the tone does not jump."""
    joined = flat[1:] & flat[:-1] & (np.abs(tones[1:] - tones[:-1]) <= _STEP_TONES)
    padded = np.concatenate(([False], joined, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(first), int(last) + 1) for first, last in edges.reshape(-1, 2)]


def _is_bar(tones: Tones, first: int, last: int) -> bool:
    return last - first >= _LEAST_BAR_LINES and float(np.ptp(tones[first:last])) <= _BAR_TONES
