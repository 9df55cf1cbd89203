"""A text read plainly, with its disguises off, and letter by letter; what stands where in each reading."""

from collections.abc import Iterator

from lapwing.signals.folding import (
    Traced,
    sign_stream,
    stream,
    traced_sign_stream,
    traced_stream,
    without_signs,
)
from lapwing.signals.rewriting import Rewritten
from lapwing.signals.term_keys import Rule
from lapwing.signals.term_patterns import Candidate, Patterns
from lapwing.signals.tricks import (
    LEAST_RUN,
    RUNS,
    SPELLED,
    first_of_run,
    is_stretched,
    may_be_disguised,
    may_be_spelled,
    may_hold_signs,
    own_alphabets,
    readings,
    skeleton,
    stands_for,
    term_readings,
    unmasked,
)

Place = tuple[str, int, int]
Span = tuple[int, int]
_EDGE = 2  # characters of a stream before its first word and behind its last


class Look:
    """One look at a text of moderate length.

    stream: the text as it is read plainly.
    is_disguised: it may have to be read otherwise; letters a to z written many times do not count.
    is_spelled: it may have words that are spelled out.
    weighed: how many candidates were looked at closely.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_signs = may_hold_signs(text)
        self._signs = sign_stream(text) if self._has_signs else stream(text)
        self.stream = without_signs(self._signs) if self._has_signs else self._signs
        self.is_disguised = self._has_signs and may_be_disguised(self._signs)
        self.is_spelled = may_be_spelled(self._signs)
        self.weighed = 0
        self._traced_signs: _Back | None = None
        self._own: frozenset[str] | None = None

    def plain(self, candidates: list[Candidate]) -> Iterator[Place]:
        """Give the places of terms that were found in the stream as it is."""
        if candidates:
            back = _Back(traced_stream(self._text), self.stream, len(self._text))
            for each in candidates:
                yield (each.term.key, *back.span((each.start, each.end)))

    def disguised(self, patterns: Patterns) -> Iterator[Place]:
        """Give the places of terms that stand there in disguise."""
        for mask_off in unmasked(self._signs):
            bones = skeleton(mask_off)
            candidates, _ = patterns.find(bones)
            if candidates:
                words = self._signs.split(" "), mask_off.split(" ")
            for candidate in candidates:
                self.weighed += 1
                if (span := self._disguised_span(candidate, bones, *words)) is not None:
                    yield (candidate.term.key, *self._back(span))

    def spelled(self, patterns: Patterns) -> Iterator[Place]:
        """Give the places of terms that are spelled out, letter by letter."""
        for run in SPELLED.finditer(self._signs) if self.is_spelled else ():
            letters = [place for place, each in enumerate(run[0], run.start()) if each != " "]
            is_all = run.span() == (_EDGE, len(self._signs) - _EDGE)
            joined = run[0].replace(" ", "")
            for mask_off in unmasked(joined):
                for candidate in patterns.find_bare(skeleton(mask_off)):
                    self.weighed += 1
                    start, end = _in_full(mask_off, candidate.start, candidate.end)
                    span = letters[start], letters[end - 1] + 1
                    if candidate.term.rule is Rule.EXACT and not (is_all and end - start == len(joined)):
                        continue
                    if self._signs.count(" ", *span) < LEAST_RUN - 1:
                        continue
                    if self._reads(candidate, joined, (start, end), is_open=True):
                        yield (candidate.term.key, *self._back(span))

    def _disguised_span(
        self, candidate: Candidate, bones: str, written: list[str], unmasked_words: list[str]
    ) -> Span | None:
        """Return the place of a candidate in the stream with signs if it stands there, in disguise."""
        first = bones.count(" ", 0, candidate.start)
        last = first + bones.count(" ", candidate.start, candidate.end)
        part = " ".join(written[first : last + 1])
        if not may_be_disguised(part) and not is_stretched(part):
            return None
        shift = bones.rfind(" ", 0, candidate.start) + 1
        mask_off = " ".join(unmasked_words[first : last + 1])
        span = _in_full(mask_off, candidate.start - shift, candidate.end - shift)
        if not self._reads(candidate, part, span, is_open=False):
            return None
        before = sum(len(word) + 1 for word in written[:first])
        return before + span[0], before + span[1]

    def _reads(self, candidate: Candidate, part: str, span: Span, *, is_open: bool) -> bool:
        """Say whether a stretch of a part reads as a term, otherwise than it is written.

        is_open: letters before and behind may belong to it, as in a spelled-out word.
        """
        if self._own is None:
            self._own = own_alphabets(self._signs)
        rule, written = candidate.term.rule, part[slice(*span)]
        for reading in readings(part, own=self._own):
            read = reading[slice(*span)]
            if not (is_open or read != written or is_stretched(read)):
                continue
            for meant in term_readings(candidate.term.meant):
                if stands_for(
                    read,
                    meant,
                    is_open_before=is_open or rule is Rule.ANYWHERE,
                    is_open_behind=is_open or rule in {Rule.ANYWHERE, Rule.START},
                ):
                    return True
        return False

    def _back(self, span: Span) -> Span:
        """Return a place in the stream with signs as a place in the text."""
        if self._traced_signs is None:
            traced = traced_sign_stream(self._text) if self._has_signs else traced_stream(self._text)
            self._traced_signs = _Back(traced, self._signs, len(self._text))
        return self._traced_signs.span(span)


class _Back:
    """The way back from a stream to the text."""

    def __init__(self, traced: Traced, searched: str, length: int) -> None:
        self._traced = traced if traced.text == searched else None
        self._length = length

    def span(self, span: Span) -> Span:
        """Return a place in the text; all of it, should the way back not lead to what was searched."""
        return (0, self._length) if self._traced is None else self._traced.span(*span)


def _in_full(reading: str, start: int, end: int) -> Span:
    """Return the place in a reading of a place in its skeleton."""
    return Rewritten(reading).sub(RUNS, first_of_run).span(start, end)
