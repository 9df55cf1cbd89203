"""A text rewritten step by step, in which every place can be traced back to the text as received."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

Put = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where each replaced part begins and ends, after and before, in order; four bytes a number.

    The types are quoted because Python 3.11 cannot subscript them at run time.
    """

    new_starts: "array[int]" = field(default_factory=lambda: array("i"))
    new_ends: "array[int]" = field(default_factory=lambda: array("i"))
    old_starts: "array[int]" = field(default_factory=lambda: array("i"))
    old_ends: "array[int]" = field(default_factory=lambda: array("i"))


@dataclass(slots=True)
class _Step:
    """One replacement of parts of a text by others, and how to get back.

    Where each part was is worked out only when somebody asks, which for most texts is never.
    """

    before: str
    pattern: re.Pattern[str]
    put: Put
    _marks: _Marks | None = None

    def back(self, place: int) -> tuple[int, int]:
        """Return where the character at *place* after was before; a replaced part stands as a whole."""
        marks = self._all_marks()
        index = bisect_right(marks.new_starts, place) - 1
        if index < 0:
            return place, place + 1
        past = place - marks.new_ends[index]
        if past < 0:
            return marks.old_starts[index], marks.old_ends[index]
        return marks.old_ends[index] + past, marks.old_ends[index] + past + 1

    def _all_marks(self) -> _Marks:
        """Return where every replaced part was and is."""
        if self._marks is None:
            self._marks, shift = _Marks(), 0
            for part in self.pattern.finditer(self.before):
                start, end = part.span()
                length = len(self.put(part))
                self._marks.new_starts.append(start + shift)
                self._marks.new_ends.append(start + shift + length)
                self._marks.old_starts.append(start)
                self._marks.old_ends.append(end)
                shift += length - (end - start)
        return self._marks


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text and the steps that led to it."""

    text: str
    _steps: tuple[_Step, ...] = ()

    def sub(self, pattern: re.Pattern[str], put: Put) -> "Rewritten":
        """Return the text with every part that *pattern* finds replaced; itself where nothing changes."""
        after = pattern.sub(put, self.text)
        return (
            self if after == self.text else Rewritten(after, (*self._steps, _Step(self.text, pattern, put)))
        )

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received of a place in *text*, of at least one character.

        The end is exclusive in both. A place inside a replaced part stands for the whole part.
        """
        for step in reversed(self._steps):
            start, end = step.back(start)[0], step.back(end - 1)[1]
        return start, end
