"""A few words of a text, read with care: does a term stand in them, and in disguise?"""

from functools import cached_property

from lapwing.signals.rewriting import Rewritten
from lapwing.signals.term_keys import Rule
from lapwing.signals.term_patterns import Term
from lapwing.signals.tricks import RUNS, first_of_run, is_stretched, readings, stands_for, term_readings

Span = tuple[int, int]


class Part:
    """Some words of a stream with signs; what is worked out of them is kept for the next candidate.

    written: the words, or the letters of a spelled-out word; mask_off: the same unmasked.
    own: the alphabets in which the whole text is written.
    """

    def __init__(self, written: str, mask_off: str, own: frozenset[str]) -> None:
        self._written = written
        self._own = own
        self._full = Rewritten(mask_off).sub(RUNS, first_of_run)

    def full_span(self, start: int, end: int) -> Span:
        """Return the place in the words of a place in their skeleton."""
        return self._full.span(start, end)

    def is_disguised(self, term: Term, start: int, end: int) -> bool:
        """Say whether a stretch reads as a term, otherwise than it is written."""
        written = self._written[start:end]
        return any(
            (read != written or is_stretched(read))
            and _is_it(
                read,
                term,
                is_open_before=term.rule is Rule.ANYWHERE,
                is_open_behind=term.rule in {Rule.ANYWHERE, Rule.START},
            )
            for read in (reading[start:end] for reading in self._readings)
        )

    def is_spelled(self, term: Term, start: int, end: int) -> bool:
        """Say whether a stretch of single letters reads as a term; letters beside it are words too.

        Digits alone are digits, whatever letters are in the run around them.
        """
        written = self._written[start:end]
        ways = (written,) if written.isdecimal() else (reading[start:end] for reading in self._readings)
        return any(_is_it(each, term, is_open_before=True, is_open_behind=True) for each in ways)

    @cached_property
    def _readings(self) -> tuple[str, ...]:
        """Return the words as they read."""
        return readings(self._written, own=self._own)


def _is_it(read: str, term: Term, *, is_open_before: bool, is_open_behind: bool) -> bool:
    """Say whether what was read is a term, but for stretched letters."""
    return any(
        stands_for(read, meant, is_open_before=is_open_before, is_open_behind=is_open_behind)
        for meant in term_readings(term.meant)
    )
