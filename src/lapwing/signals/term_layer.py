"""A stream of a text with its disguises off, and letter by letter; what stands where in each reading."""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from lapwing.signals.folding import Traced
from lapwing.signals.term_keys import Rule
from lapwing.signals.term_part import Part, Span
from lapwing.signals.term_patterns import Candidate, Patterns
from lapwing.signals.tricks import (
    LEAST_RUN,
    SPELLED,
    is_stretched,
    may_be_disguised,
    may_be_spelled,
    own_alphabets,
    skeleton,
    unmasked,
)

Place = tuple[str, int, int]
_EDGE = 2  # characters of a stream before its first word and behind its last


class Layer:
    """A stream of a text, and the way back.

    weighed: how many candidates were looked at closely.
    """

    __slots__ = ("_found_back", "_own", "_stream", "_text", "_trace", "weighed")

    def __init__(self, stream: str, *, text: str, trace: Callable[[str], Traced]) -> None:
        self._stream = stream
        self._text = text
        self._trace = trace
        self._found_back: Back | None = None
        self._own: frozenset[str] | None = None
        self.weighed = 0

    @property
    def may_be_disguised(self) -> bool:
        """Say whether it may have to be read otherwise; letters a to z written many times do not count."""
        return may_be_disguised(self._stream)

    def plain(self, candidates: list[Candidate]) -> list[Place]:
        """Return the places of terms that were found in the stream as it is."""
        return [(each.term.key, *self._back((each.start, each.end))) for each in candidates]

    def disguised(self, patterns: Patterns) -> list[Place]:
        """Return the places of terms that stand there in disguise."""
        places: list[Place] = []
        for mask_off in unmasked(self._stream):
            bones = skeleton(mask_off)
            if candidates := patterns.find(bones)[0]:
                places += self._weigh(candidates, mask_off, bones)
        return places

    def spelled(self, patterns: Patterns) -> list[Place]:
        """Return the places of terms that are spelled out, letter by letter."""
        if not may_be_spelled(self._stream):
            return []
        return [place for run in SPELLED.finditer(self._stream) for place in self._in_letters(run, patterns)]

    def _weigh(self, candidates: list[Candidate], mask_off: str, bones: str) -> Iterator[Place]:
        """Give the places of those candidates that stand there in disguise."""
        words = _Words(self._stream, mask_off, bones, self._own_alphabets())
        for candidate in candidates:
            self.weighed += 1
            if (span := words.disguised(candidate)) is not None:
                yield (candidate.term.key, *self._back(span))

    def _in_letters(self, run: re.Match[str], patterns: Patterns) -> Iterator[Place]:
        """Give the places of terms in a run of single letters."""
        letters = [place for place, each in enumerate(run[0], run.start()) if each != " "]
        is_all = run.span() == (_EDGE, len(self._stream) - _EDGE)
        joined = run[0].replace(" ", "")
        for mask_off in unmasked(joined):
            part: Part | None = None
            for candidate in patterns.find_bare(skeleton(mask_off)):
                self.weighed += 1
                part = part or Part(joined, mask_off, self._own_alphabets())
                start, end = part.full_span(candidate.start, candidate.end)
                span = letters[start], letters[end - 1] + 1
                if candidate.term.rule is Rule.EXACT and not (is_all and end - start == len(joined)):
                    continue
                if self._stream.count(" ", *span) < LEAST_RUN - 1:
                    continue
                if part.is_spelled(candidate.term, start, end):
                    yield (candidate.term.key, *self._back(span))

    def _own_alphabets(self) -> frozenset[str]:
        """Return the alphabets in which the text is written."""
        if self._own is None:
            self._own = own_alphabets(self._stream)
        return self._own

    def _back(self, span: Span) -> Span:
        """Return a place in the stream as a place in the text."""
        if self._found_back is None:
            self._found_back = Back(self._trace(self._text), self._stream, len(self._text))
        return self._found_back.span(span)


class Back:
    """The way back from a stream to the text."""

    def __init__(self, traced: Traced, searched: str, length: int) -> None:
        self._traced = traced if traced.text == searched else None
        self._length = length

    def span(self, span: Span) -> Span:
        """Return a place in the text; all of it, should the way back not lead to what was searched."""
        return (0, self._length) if self._traced is None else self._traced.span(*span)


class _Words:
    """The words of a stream with signs, unmasked and in bones, in which candidates are weighed."""

    def __init__(self, signs: str, mask_off: str, bones: str, own: frozenset[str]) -> None:
        self._written = signs.split(" ")
        self._unmasked = mask_off.split(" ")
        self._starts = [0, *accumulate(len(word) + 1 for word in self._written)]
        self._bones = bones
        self._own = own
        self._parts: dict[tuple[int, int], Part | None] = {}

    def disguised(self, candidate: Candidate) -> Span | None:
        """Return the place of a candidate in the stream with signs if it stands there, in disguise."""
        first = self._bones.count(" ", 0, candidate.start)
        last = first + self._bones.count(" ", candidate.start, candidate.end)
        if (first, last) not in self._parts:
            self._parts[first, last] = self._part(first, last)
        part = self._parts[first, last]
        if part is None:
            return None
        shift = self._bones.rfind(" ", 0, candidate.start) + 1
        start, end = part.full_span(candidate.start - shift, candidate.end - shift)
        if not part.is_disguised(candidate.term, start, end):
            return None
        return self._starts[first] + start, self._starts[first] + end

    def _part(self, first: int, last: int) -> Part | None:
        """Return some of the words, or None where they have no sign of disguise."""
        written = " ".join(self._written[first : last + 1])
        if not may_be_disguised(written) and not is_stretched(written):
            return None
        return Part(written, " ".join(self._unmasked[first : last + 1]), self._own)
