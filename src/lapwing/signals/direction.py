"""A text whose direction of writing is overridden, in the order in which it is read.

Behind U+202E letters stand from right to left, so a word written backwards is read forwards; behind U+202D
letters of right-to-left scripts stand from left to right. Both last to the end of the line or to U+202C.

Source: Unicode Standard Annex #9, the explicit part (X1 to X9) and L2; of the implicit part only that letters
outside an override are left to right.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple

from lapwing.signals.folding import Traced

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = OVERRIDES = "\u202d\u202e"
_ODD = frozenset("\u202b\u202e\u2067")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ENDS = r"\n\r\x1c-\x1e\x85\u2029"
_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PIECE = re.compile(rf"[{_ENDS}]|[{_CONTROLS}]|[^{_ENDS}{_CONTROLS}]+")
_END = re.compile(f"[{_ENDS}]")
_ALL_CONTROLS = frozenset(_CONTROLS)
_MOST_DEEP = 16  # overrides and embeddings in each other; what is deeper is taken for not there


class _Run(NamedTuple):
    """A stretch of the text in one direction; level as in the source."""

    level: int
    start: int
    end: int
    is_turned: bool = False

    def turned(self) -> "_Run":
        """Return the stretch the other way round."""
        return _Run(self.level, self.start, self.end, not self.is_turned)


@dataclass(frozen=True, slots=True)
class Reordered:
    """A text in another order; places: where each character was in the text that it was made of."""

    text: str
    places: "array[int]"
    before: Traced

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received of all that stands between two places of this one."""
        old = self.places[start:end]
        return self.before.span(min(old), max(old) + 1)


def as_read(text: Traced) -> Iterator[Reordered]:
    """Give a text as it is read from left to right, and where letters are put so, from right to left."""
    if text.text.isascii() or not any(each in text.text for each in OVERRIDES):
        return
    lines = [_in_view(line) for line in _lines(text.text)]
    yield _reordered(text, [run for line in lines for run in line])
    if _LEFT_TO_RIGHT in text.text:
        yield _reordered(text, [run for line in lines for run in _turned(line)])


def _reordered(text: Traced, runs: list[_Run]) -> Reordered:
    """Return the stretches of a text in their order."""
    places = array("i")
    for run in runs:
        stretch = range(run.start, run.end)
        places.extend(reversed(stretch) if run.is_turned else stretch)
    return Reordered("".join(map(text.text.__getitem__, places)), places, text)


def _lines(text: str) -> Iterator[list[_Run]]:
    """Give the stretches of each line with their levels, a line's end at its end, without the controls."""
    line: list[_Run] = []
    levels = _Levels()
    for piece in _PIECE.finditer(text):
        if _END.match(piece[0]):
            yield [*line, _Run(0, *piece.span())]
            line, levels = [], _Levels()
        elif not levels.obey(piece[0]):
            line.append(_Run(levels.level, *piece.span()))
    yield line


class _Levels:
    """The embeddings and overrides that are open; level: of the letters that come next."""

    def __init__(self) -> None:
        self._open = [(0, True, False)]  # level, whether it is overridden, whether it is an isolate
        self._too_deep = 0

    @property
    def level(self) -> int:
        """Return the level of a Latin letter here, which is even unless it is overridden."""
        level, is_overridden, _ = self._open[-1]
        return level if is_overridden else level + level % 2

    def obey(self, piece: str) -> bool:
        """Open or close what a control says; False if it is none."""
        if piece in {_POP, _POP_ISOLATE}:
            self._close(is_isolate=piece == _POP_ISOLATE)
            return True
        if piece not in _ALL_CONTROLS:
            return False
        if len(self._open) > _MOST_DEEP:
            self._too_deep += 1
            return True
        level = self._open[-1][0]
        above = level + 1 + (level % 2 if piece in _ODD else 1 - level % 2)
        self._open.append((above, piece in OVERRIDES, piece in _ISOLATES))
        return True

    def _close(self, *, is_isolate: bool) -> None:
        """Close the last that is open; an isolate with all inside it, and nothing through an isolate."""
        if self._too_deep:
            self._too_deep -= 1
        elif not is_isolate:
            if len(self._open) > 1 and not self._open[-1][2]:
                self._open.pop()
        elif any(each[2] for each in self._open):
            while not self._open.pop()[2]:
                pass


def _in_view(line: list[_Run]) -> list[_Run]:
    """Return the stretches of a line from left to right: from the highest level down, all from it up turn."""
    for level, below in pairwise([*sorted({run.level for run in line} - {0}, reverse=True), 0]):
        if (level - below) % 2:  # where no stretch is of a level between, turning twice is not turning
            groups = [list(group) for _, group in groupby(line, partial(_reaches, level))]
            line = [run for each in groups for run in (_turned(each) if _reaches(level, each[0]) else each)]
    return line


def _reaches(level: int, run: _Run) -> bool:
    """Say whether a stretch is of a level or above."""
    return run.level >= level


def _turned(runs: list[_Run]) -> list[_Run]:
    """Return stretches the other way round, each and all."""
    return [run.turned() for run in reversed(runs)]
