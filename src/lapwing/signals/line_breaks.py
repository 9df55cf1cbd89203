"""Words that a line break parts, in one piece."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise

from lapwing.signals.folding import Traced

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_ONE = rf"(?:\r\n|[{BREAKS}])"
_BREAK = re.compile(rf"{_ONE}(?:[ \t]*{_ONE})?[ \t]*")  # one empty line at most
_BLANKS = " \t"
_HYPHENS = "-=\u00ad\u2010\u2011"  # "=" as mail has it
_SPACE = re.compile(r"\s")
_FIRST_MARK = "\u0300"  # marks are letters here, and so is more that joins nothing

Span = tuple[int, int]


class Mended:
    """A text without some of its line breaks."""

    def __init__(self, before: Traced, breaks: Sequence[Span]) -> None:
        edges = [0, *chain.from_iterable(breaks), len(before.text)]
        self.text = "".join(
            [before.text[slice(*piece)] for piece in zip(edges[::2], edges[1::2], strict=True)]
        )
        self._before = before
        self._breaks = breaks

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text as received of a place, of at least one character, in this one."""
        return self._before.span(self._back(start), self._back(end - 1) + 1)

    def _back(self, place: int) -> int:
        """Return where a character was before the breaks went."""
        index = bisect_right(self._behind, place)
        return place + (self._gone[index - 1] if index else 0)

    @cached_property
    def _gone(self) -> list[int]:
        """Return how many characters went up to and with each break."""
        return list(accumulate(end - start for start, end in self._breaks))

    @cached_property
    def _behind(self) -> list[int]:
        """Return where what came behind each break is now."""
        return [end - gone for (_, end), gone in zip(self._breaks, self._gone, strict=True)]


def mended(text: Traced) -> Iterator[Mended]:
    """Give a text with its broken words in one piece, in as many ways as it takes to find each.

    First every break is mended. Where a line is a single word, that makes one word of the lines around it
    too; there the text follows with every second break mended, and with the others.
    """
    breaks = list(_breaks(text.text))
    if not breaks:
        return
    yield Mended(text, breaks)
    if any(_is_one_word(text.text, *pair) for pair in pairwise(breaks)):
        yield Mended(text, breaks[::2])
        yield Mended(text, breaks[1::2])


def _breaks(text: str) -> Iterator[Span]:
    """Give the places where a line ends in a letter, or that and a hyphen, and the next begins with one."""
    for found in _BREAK.finditer(text):
        start, end = found.span()
        while start and text[start - 1] in _BLANKS:
            start -= 1
        if start and text[start - 1] in _HYPHENS:
            start -= 1
        if start and end < len(text) and _is_letter(text[start - 1]) and _is_letter(text[end]):
            yield start, end


def _is_letter(each: str) -> bool:
    """Say whether a word may end or begin with a character."""
    return each.isalnum() or each >= _FIRST_MARK


def _is_one_word(text: str, one: Span, next_one: Span) -> bool:
    """Say whether there is a single word between two breaks."""
    return _SPACE.search(text, one[1], next_one[0]) is None
