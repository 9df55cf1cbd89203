"""How a picture falls into parts: by bars, by seams, by frames, each part as far down as it goes."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.flat_lines import Run, View, content_runs
from lapwing.signals.kernels.seams import Strengths, frame_pair, is_pattern, seams, strengths

_MOST_BORDERS = 4  # one inside the other
_MOST_LOOKS = 20
_LEAST_SIDE_SHARE = 0.15
_LEAST_AREA_SHARE = 0.04
_MOSTLY = 0.75  # of a part is one of its parts


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A copy of a luma, *step* times smaller, both ways round so that lines lie together in memory."""

    by_rows: View
    by_columns: View
    step: int
    _runs: dict[tuple[Box, bool], tuple[Run, ...]] = field(default_factory=dict)

    @property
    def whole(self) -> Box:
        """Return the box of all of it."""
        rows, columns = self.by_rows.shape
        return Box(0, 0, rows, columns)

    def lines(self, box: Box, *, by_rows: bool) -> View:
        """Return the rows, or the columns, of *box*."""
        if by_rows:
            return self.by_rows[box.top : box.bottom, box.left : box.right]
        return self.by_columns[box.left : box.right, box.top : box.bottom]

    def runs(self, box: Box, *, by_rows: bool) -> tuple[Run, ...]:
        """Return the runs of content among the rows, or the columns, of *box*."""
        key = box, by_rows
        if key not in self._runs:
            self._runs[key] = content_runs(self.lines(box, by_rows=by_rows))
        return self._runs[key]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that may be a picture.

    box: without any bar at its edges. loose: with those that may be its own.
    cut: it was cut out of another part where content ends.
    """

    box: Box
    loose: Box
    cut: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return the one or two boxes worth looking at."""
        return (self.box,) if self.loose == self.box else (self.box, self.loose)


def sight(luma: NDArray[Any], least_pixels: int) -> Sight:
    """Return *luma* reduced so that its shorter side keeps about *least_pixels*, by leaving out lines."""
    step = max(1, round(min(luma.shape) / least_pixels))
    view = luma[::step, ::step]
    # Eight bits stay eight bits, which go through a processor four times as fast.
    view = np.ascontiguousarray(view, dtype=np.uint8 if luma.dtype == np.uint8 else np.float32)
    return Sight(view, np.ascontiguousarray(view.T), step)


def trimmed(seen: Sight) -> Part:
    """Return the picture without the bars at its edges, nested ones too; empty if there is nothing else."""
    part = Part(seen.whole, seen.whole)
    for _ in range(_MOST_BORDERS):
        inside = _inside(seen, _inside(seen, part, by_rows=True), by_rows=False)
        if inside.box == part.box:
            break
        part = Part(inside.box, inside.loose if part.loose == seen.whole else part.loose)
    return part


def divided(seen: Sight, outer: Part) -> Iterator[Part]:
    """Yield the parts of *outer* that may be pictures, the outer ones before those inside them."""
    waiting = deque([outer])
    for _ in range(_MOST_LOOKS):
        if not waiting:
            return
        part = waiting.popleft()
        parts = _by_bars(seen, part)
        if parts == (part,):
            yield part
            parts = _by_edges(seen, part)
        elif part.cut and max((each.box.area for each in parts), default=0) >= _MOSTLY * part.box.area:
            yield part  # the bars at its edges may be its own
        waiting.extend(each for each in parts if each != part and large(each.box, seen.whole))


def large(box: Box, whole: Box) -> bool:
    """Say whether *box* is large enough in *whole* to be looked at."""
    long_enough = min(box.rows / whole.rows, box.columns / whole.columns) >= _LEAST_SIDE_SHARE
    return long_enough and box.area >= _LEAST_AREA_SHARE * whole.area


def _inside(seen: Sight, part: Part, *, by_rows: bool) -> Part:
    """Return *part* from the first line of content to the last; empty where there is none."""
    if not part.box.area:
        return part
    runs = seen.runs(part.box, by_rows=by_rows)
    if not runs:
        return Part(part.box.between(0, 0, by_rows=by_rows), part.loose)
    first, last = runs[0], runs[-1]
    return _cut(part, Run(first.first, last.last, first.loose_first, last.loose_last), by_rows=by_rows)


def _by_bars(seen: Sight, part: Part) -> tuple[Part, ...]:
    """Return the parts between the bars across *part*; itself where there are none."""
    for by_rows in (True, False):
        runs = seen.runs(part.box, by_rows=by_rows)
        lines = part.box.rows if by_rows else part.box.columns
        if len(runs) != 1 or (runs[0].first, runs[0].last) != (0, lines):
            return tuple(_cut(part, run, by_rows=by_rows) for run in runs)
    return (part,)


def _cut(part: Part, run: Run, *, by_rows: bool) -> Part:
    """Return *part* within *run*; what was loose across the lines of the run stays so."""
    box = part.box.between(run.first, run.last, by_rows=by_rows)
    wide = part.box.between(run.loose_first, run.loose_last, by_rows=by_rows)
    if by_rows:
        loose = Box(wide.top, part.loose.left, wide.bottom, part.loose.right)
    else:
        loose = Box(part.loose.top, wide.left, part.loose.bottom, wide.right)
    return Part(box, loose, cut=True)


def _by_edges(seen: Sight, part: Part) -> tuple[Part, ...]:
    """Return the parts of *part* along its seams, or those inside a frame; itself where it has neither."""
    box = part.box
    edges = [(_edges(seen, box, by_rows=by_rows), by_rows) for by_rows in (True, False)]
    for sharpness, by_rows in edges:
        if found := seams(sharpness):
            spans = pairwise((0, *found, len(sharpness)))
            return tuple(_piece(box.between(*span, by_rows=by_rows)) for span in spans)
    (rows, _), (columns, _) = edges
    return _framed(box, rows, columns) or (part,)


def _edges(seen: Sight, box: Box, *, by_rows: bool) -> Strengths:
    """Return how sharp each row, or column, of *box* is; none is in a pattern of lines."""
    sharpness = strengths(seen.lines(box, by_rows=by_rows))
    return np.zeros_like(sharpness) if is_pattern(sharpness) else sharpness


def _framed(box: Box, rows: Strengths, columns: Strengths) -> tuple[Part, ...]:
    """Return what is inside a patterned or blurred frame as wide on one side as on the other.

    Such a frame may be on all four sides or on two; where both are found, each is given beside the two.
    """
    high, wide = frame_pair(rows), frame_pair(columns)
    inside = [box.between(*high, by_rows=True)] if high else []
    inside += [each.between(*wide, by_rows=False) for each in (box, *inside)] if wide else []
    return tuple(_piece(each) for each in inside)


def _piece(box: Box) -> Part:
    return Part(box, box, cut=True)
