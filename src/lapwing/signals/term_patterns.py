"""Patterns to search a stream for, and the terms that each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from lapwing.signals.folding import END, START, stream
from lapwing.signals.term_keys import Rule


@dataclass(frozen=True, slots=True)
class Term:
    """A term under a pattern.

    key: its canonical key; rule: how it has to stand.
    meant: the text that the pattern is, or that it is the skeleton of.
    """

    key: str
    rule: Rule
    meant: str


class Candidate(NamedTuple):
    """A term that may stand at a place of a stream, the spaces and ends around it not counted."""

    term: Term
    start: int
    end: int


# How many characters of a pattern are before the term and behind it.
_MARGINS = {Rule.WORD: (1, 1), Rule.START: (1, 0), Rule.ANYWHERE: (0, 0), Rule.EXACT: (2, 2)}


def body(words: str) -> str:
    """Return folded words as they stand in a stream, where unspaced scripts are spread."""
    return words if words.isascii() else stream(words)[2:-2]


def framed(rule: Rule, words: str) -> str:
    """Return the pattern of a term: what has to stand around it, by its rule, is part of it."""
    before, behind = _MARGINS[rule]
    return f"{START} "[2 - before :] + words + f" {END}"[:behind]


class Patterns:
    """A set of patterns, searched for all at once.

    signs: strings that are no terms; a search says whether one of them is there.
    """

    def __init__(self, terms: dict[str, list[Term]], *, signs: Sequence[str] = ()) -> None:
        self._terms = list(terms.values())
        self._automaton = AhoCorasick([*terms, *signs])

    def find(self, searched: str) -> tuple[list[Candidate], bool]:
        """Return every term whose pattern is in a stream, and whether one of the signs is."""
        found: list[Candidate] = []
        has_sign = False
        for index, start, end in self._automaton.find_matches_as_indexes(searched, overlapping=True):
            if index >= len(self._terms):
                has_sign = True
                continue
            for term in self._terms[index]:
                before, behind = _MARGINS[term.rule]
                found.append(Candidate(term, start + before, end - behind))
        return found, has_sign

    def has_any(self, searched: str) -> bool:
        """Say whether a term's pattern or a sign is in a stream."""
        # Without those that overlap, of which one at least is told, it takes less time.
        return bool(self._automaton.find_matches_as_indexes(searched))

    def find_bare(self, searched: str) -> list[Candidate]:
        """Return every term of a set whose patterns have nothing around them."""
        return [
            Candidate(term, start, end)
            for index, start, end in self._automaton.find_matches_as_indexes(searched, overlapping=True)
            for term in self._terms[index]
        ]
