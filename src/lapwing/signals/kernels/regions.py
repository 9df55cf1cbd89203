"""Where other pictures may be found inside a picture: without its borders, inside a screen, in a collage."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.flat_lines import View, content_runs
from lapwing.signals.kernels.seams import Strengths, frame_pair, seams, strengths

MOST_REGIONS = 9

_VIEW_PIXELS = 180  # of the shorter side; enough to find edges, which are then placed on the luma itself
_LEAST_SIDE_PIXELS = 40  # of the luma; fewer than PDQ's 64 cells say little
_LEAST_SIDE_SHARE = 0.15
_LEAST_AREA_SHARE = 0.04
_MOST_ASPECT = 6.0
_LEAST_CUT_SHARE = 0.01  # a region that cuts off less than this is the picture itself
_DEEPEST = 4
_TONE_WIDTH = 8
_MOST_EMPTY = 0.6  # of a picture may be of two neighbouring tones; pages, charts and chats are of one


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A part of a luma, in its pixels; right and bottom are the first ones outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """Return the height."""
        return self.bottom - self.top

    @property
    def columns(self) -> int:
        """Return the width."""
        return self.right - self.left

    @property
    def area(self) -> int:
        """Return how many pixels it has."""
        return self.rows * self.columns

    def of(self, luma: NDArray[Any]) -> NDArray[Any]:
        """Return the part of *luma*; shares its memory."""
        return luma[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a picture that may be pictures of their own.

    trimmed: what is left without uniform borders and bars; None where there are none.
    inner: the largest picture inside a screenshot or frame; None where there is none.
    panels: the pictures of a collage or of a page that has several, the largest first; empty or two and more.
    """

    trimmed: Box | None
    inner: Box | None
    panels: tuple[Box, ...]


NOTHING = Regions(None, None, ())


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A copy of the luma, *step* times smaller, both ways round so that lines lie together in memory."""

    by_rows: View
    by_columns: View
    step: int

    @property
    def whole(self) -> Box:
        rows, columns = self.by_rows.shape
        return Box(0, 0, rows, columns)

    def lines(self, box: Box, *, by_rows: bool) -> View:
        if by_rows:
            return self.by_rows[box.top : box.bottom, box.left : box.right]
        return self.by_columns[box.left : box.right, box.top : box.bottom]


def find_regions(luma: NDArray[Any]) -> Regions:
    """Return the parts of *luma* (rows, columns; 0 to 255) that may be pictures of their own.

    Only parts with straight edges, a sensible size and more than two tones are given; at most MOST_REGIONS
    beside the trimmed one.
    """
    if min(luma.shape) < _LEAST_SIDE_PIXELS or _aspect(*luma.shape) > _MOST_ASPECT:
        return NOTHING
    view = _view(luma)
    trimmed = _trimmed(view)
    if not trimmed.area:
        return NOTHING
    leaves = [leaf for leaf in _leaves(view, trimmed, _DEEPEST) if leaf != trimmed]
    pictures = sorted(_likely(view, leaves), key=lambda box: (-box.area, box))[:MOST_REGIONS]
    placed = [_placed(luma, view, box) for box in pictures]
    outer = [_placed(luma, view, box) for box in _likely(view, [trimmed])]
    return Regions(
        trimmed=outer[0] if outer else None,
        inner=placed[0] if placed else None,
        panels=tuple(placed) if len(placed) > 1 else (),
    )


def _view(luma: NDArray[Any]) -> _View:
    step = max(1, round(min(luma.shape) / _VIEW_PIXELS))
    view = luma[::step, ::step].astype(np.float32)
    return _View(view, np.ascontiguousarray(view.T), step)


def _trimmed(view: _View) -> Box:
    """Return the picture without the bars at its edges, nested ones too; empty if there is nothing else."""
    box = view.whole
    for _ in range(_DEEPEST):
        inside = _inside(view, _inside(view, box, by_rows=True), by_rows=False)
        if inside == box:
            break
        box = inside
    return box


def _inside(view: _View, box: Box, *, by_rows: bool) -> Box:
    """Return the part of *box* from the first line of content to the last; empty where there is none."""
    runs = content_runs(view.lines(box, by_rows=by_rows)) if box.area else ()
    first, last = (runs[0][0], runs[-1][1]) if runs else (0, 0)
    return _slice(box, first, last, by_rows=by_rows)


def _slice(box: Box, first: int, last: int, *, by_rows: bool) -> Box:
    if by_rows:
        return Box(box.top + first, box.left, box.top + last, box.right)
    return Box(box.top, box.left + first, box.bottom, box.left + last)


def _leaves(view: _View, box: Box, depth: int) -> Iterator[Box]:
    """Yield the parts into which *box* falls, each as far down as it goes."""
    parts = _parts(view, box) if depth else (box,)
    if parts == (box,):
        yield box
        return
    for part in parts:
        if _large(part, view.whole):
            yield from _leaves(view, part, depth - 1)


def _parts(view: _View, box: Box) -> tuple[Box, ...]:
    """Return what the first kind of division that applies makes of *box*; itself where none does."""
    for by_rows in (True, False):
        lines = view.lines(box, by_rows=by_rows)
        runs = content_runs(lines)
        if runs != ((0, len(lines)),):
            return tuple(_slice(box, *run, by_rows=by_rows) for run in runs)
    return _joined(box, strengths(view.lines(box, by_rows=True)), strengths(view.lines(box, by_rows=False)))


def _joined(box: Box, by_rows: Strengths, by_columns: Strengths) -> tuple[Box, ...]:
    """Return the parts of *box* along its seams, or the one inside its frame; itself where it has neither."""
    for sharpness, rows in ((by_rows, True), (by_columns, False)):
        cuts = (0, *seams(sharpness), len(sharpness))
        if len(cuts) > 2:  # noqa: PLR2004 - the two ends are always there
            return tuple(_slice(box, *run, by_rows=rows) for run in pairwise(cuts))
    inside = _slice(box, *(frame_pair(by_rows) or (0, box.rows)), by_rows=True)
    return (_slice(inside, *(frame_pair(by_columns) or (0, box.columns)), by_rows=False),)


def _likely(view: _View, boxes: list[Box]) -> Iterator[Box]:
    """Yield those of *boxes* that are large, not too long, not the whole, and not mostly empty."""
    for box in boxes:
        fits = _large(box, view.whole) and _cuts(box, view.whole)
        fits = fits and _aspect(box.rows, box.columns) <= _MOST_ASPECT
        if fits and _emptiness(view.lines(box, by_rows=True)) <= _MOST_EMPTY:
            yield box


def _large(box: Box, whole: Box) -> bool:
    long_enough = min(box.rows / whole.rows, box.columns / whole.columns) >= _LEAST_SIDE_SHARE
    return long_enough and box.area >= _LEAST_AREA_SHARE * whole.area


def _cuts(box: Box, whole: Box) -> bool:
    return min(box.rows / whole.rows, box.columns / whole.columns) <= 1 - _LEAST_CUT_SHARE


def _aspect(rows: int, columns: int) -> float:
    return max(rows, columns) / max(1, min(rows, columns))


def _emptiness(lines: View) -> float:
    """Return the share of the commonest two neighbouring tones, 0 to 1."""
    counts = np.bincount((lines / _TONE_WIDTH).astype(np.int64).ravel(), minlength=2)
    return float((counts[1:] + counts[:-1]).max() / lines.size)


def _placed(luma: NDArray[Any], view: _View, box: Box) -> Box:
    """Return *box* on the luma itself, each side at the sharpest edge near it."""
    rows, columns = luma.shape
    step, whole = view.step, view.whole
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
