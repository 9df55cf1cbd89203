"""Long texts in pieces that overlap, so that memory stays small and a cut is not taken for a word's end."""

from collections.abc import Iterator
from dataclasses import dataclass

SIZE = 16_384  # characters looked at together
OVERLAP = 2_048  # characters: what stretches further over a cut is not seen whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A piece of a text.

    start: where it begins in the text, in characters.
    is_whole: it is the whole text.
    is_cut_before, is_cut_behind: a word may have been cut there.
    """

    text: str
    start: int
    is_whole: bool
    is_cut_before: bool
    is_cut_behind: bool

    def holds(self, start: int, end: int) -> bool:
        """Say whether a place is as it would be in the whole text; if not, the piece next to this has it."""
        return not (self.is_cut_before and start == 0) and not (self.is_cut_behind and end == len(self.text))


def windows(text: str) -> Iterator[Window]:
    """Give *text* in pieces, cut at spaces where there are some within the overlap."""
    start, is_cut_before = 0, False
    while len(text) - start > SIZE:
        end, is_cut_behind = _cut(text, start + SIZE)
        yield Window(
            text=text[start:end],
            start=start,
            is_whole=False,
            is_cut_before=is_cut_before,
            is_cut_behind=is_cut_behind,
        )
        start, is_cut_before = _cut(text, end - OVERLAP)
    yield Window(
        text=text[start:],
        start=start,
        is_whole=start == 0,
        is_cut_before=is_cut_before,
        is_cut_behind=False,
    )


def _cut(text: str, near: int) -> tuple[int, bool]:
    """Return a place to cut, at or a little before *near*, and whether a word may be cut there."""
    space = max(text.rfind(" ", near - OVERLAP, near), text.rfind("\n", near - OVERLAP, near))
    return (near, True) if space < 0 else (space, False)
