"""Where other pictures may be found inside a picture: without its borders, inside a screen, in a collage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.divisions import Part, Sight, divided, large, sight, trimmed
from lapwing.signals.kernels.flat_lines import View

MOST_REGIONS = 9

_SEEN_PIXELS = 180  # of the shorter side; enough to find edges, which are then placed on the luma itself
_LEAST_SIDE_PIXELS = 40  # of the luma; fewer than PDQ's 64 cells say little
_MOST_ASPECT = 6.0
_LEAST_CUT_SHARE = 0.01  # a region that cuts off less than this is the picture itself
_MOSTLY = 0.7  # of the largest part is the same picture with less border
_TONE_WIDTH = 8
_MOST_EMPTY = 0.7  # of a picture may be of two neighbouring tones; pages, charts and chats are of one


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a picture that may be pictures of their own; several where a border may be theirs.

    trimmed: what is left without uniform borders and bars; empty where there are none.
    inner: the largest picture inside a screenshot or frame; empty where there is none.
    panels: every other picture of a collage or of a page that has several, the largest first.
    """

    trimmed: tuple[Box, ...] = ()
    inner: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()


def find_regions(luma: NDArray[Any]) -> Regions:
    """Return the parts of *luma* (rows, columns; 0 to 255) that may be pictures of their own.

    Only parts with straight edges, a sensible size and more than two tones are given; at most MOST_REGIONS
    beside the trimmed ones.
    """
    whole = Box(0, 0, *luma.shape)
    if min(luma.shape) < _LEAST_SIDE_PIXELS or whole.aspect > _MOST_ASPECT:
        return Regions()
    seen = sight(luma, _SEEN_PIXELS)
    outer = trimmed(seen)
    if not outer.box.area:
        return Regions()
    inner, panels = _found(seen, outer)
    placed = {box: _placed(luma, seen, box) for box in (*inner, *panels)[:MOST_REGIONS]}
    return Regions(
        trimmed=tuple(_placed(luma, seen, box) for box in _likely(seen, [outer])),
        inner=tuple(placed[box] for box in inner if box in placed),
        panels=tuple(placed[box] for box in panels if box in placed),
    )


def _found(seen: Sight, outer: Part) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Return the boxes of the largest picture inside *outer*, and those of every other."""
    parts = [part for part in divided(seen, outer) if part.box not in {outer.box, seen.whole}]
    parts.sort(key=lambda part: (-part.box.area, part.box))
    largest = [part for part in parts if _is_most_of(parts[0].box, part.box)]
    return _likely(seen, largest), _likely(seen, (part for part in parts if part not in largest))


def _is_most_of(whole: Box, box: Box) -> bool:
    return box.within(whole) and box.area >= _MOSTLY * whole.area


def _likely(seen: Sight, parts: Iterable[Part]) -> tuple[Box, ...]:
    """Return the boxes of *parts* that are large, not too long, not the whole, and not mostly empty."""
    return tuple(dict.fromkeys(box for part in parts for box in part.boxes if _is_likely(seen, box)))


def _is_likely(seen: Sight, box: Box) -> bool:
    if box.aspect > _MOST_ASPECT or not large(box, seen.whole) or not _cuts(box, seen.whole):
        return False
    return _emptiness(seen.lines(box, by_rows=True)) <= _MOST_EMPTY


def _cuts(box: Box, whole: Box) -> bool:
    return min(box.rows / whole.rows, box.columns / whole.columns) <= 1 - _LEAST_CUT_SHARE


def _emptiness(lines: View) -> float:
    """Return the share of the commonest two neighbouring tones, 0 to 1."""
    counts = np.bincount((lines / _TONE_WIDTH).astype(np.int64).ravel(), minlength=2)
    return float((counts[1:] + counts[:-1]).max() / lines.size)


def _placed(luma: NDArray[Any], seen: Sight, box: Box) -> Box:
    """Return *box* on the luma itself, each side at the sharpest edge near it."""
    rows, columns = luma.shape
    step, whole = seen.step, seen.whole
    top, left = box.top * step, box.left * step
    bottom, right = min(box.bottom * step, rows), min(box.right * step, columns)
    across, down = luma[:, left:right:2], luma[top:bottom:2].T
    return Box(
        _sharpest(across, top, step) if box.top else 0,
        _sharpest(down, left, step) if box.left else 0,
        _sharpest(across, bottom, step) if box.bottom < whole.bottom else rows,
        _sharpest(down, right, step) if box.right < whole.right else columns,
    )


def _sharpest(lines: NDArray[Any], near: int, step: int) -> int:
    """Return the line within a step or two of *near* that differs most from the one before."""
    first, last = max(1, near - step - 1), min(len(lines) - 1, near + step + 1)
    window = lines[first - 1 : last + 1].astype(np.int16)
    return first + int(np.abs(window[1:] - window[:-1]).sum(axis=1, dtype=np.int64).argmax())
