"""The texts that one text may be read as before a letter of it is folded; each knows the way back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lapwing.signals.direction import OVERRIDES, as_read
from lapwing.signals.folding import Traced
from lapwing.signals.line_breaks import BREAKS, mended
from lapwing.signals.markup import MARKS, MARKS_BESIDE, MARKS_BEYOND_ASCII, shown
from lapwing.signals.rewriting import Rewritten
from lapwing.signals.tricks import BANG, LEET, LEET_BESIDE

LEAST_MENDED = 6  # letters; two ordinary words at a line's end are too easily a shorter third

# Most texts have none of what is looked for, and bytes that are taken away are the quickest way to see that.
_ASCII = bytes(range(128))
_NOT_MARKED = bytes(set(_ASCII) - set(MARKS.encode()))
_SHOWS_ITSELF = bytes(set(_NOT_MARKED) - set(BREAKS.encode()))
_MEANS_ITSELF = bytes(set(_SHOWS_ITSELF) - set(LEET.encode()))
_WORTH_A_LOOK = re.compile(
    rf"[{re.escape(MARKS + LEET + BREAKS)}](?:{LEET_BESIDE}|{MARKS_BESIDE}|(?<=[{BREAKS}]))"
)
_MAY_SHOW_ANOTHER = re.compile(rf"[{re.escape(MARKS + BREAKS + OVERRIDES)}{MARKS_BEYOND_ASCII}]")


@dataclass(frozen=True, slots=True)
class View:
    """One way to read a text; a term with fewer letters than `least_letters` does not count in it."""

    traced: Traced
    least_letters: int = 0


def is_worth_a_look(text: str) -> bool:
    """Say whether a text may show another than it is, or hold signs of disguise; else it does not."""
    if not text.isascii():
        return True
    rare = text.encode().translate(None, _MEANS_ITSELF).strip(b"!")
    return (_WORTH_A_LOOK if rare else BANG).search(text) is not None


def may_show_another(text: str) -> bool:
    """Say whether a text may have more views than itself; else it has none."""
    if text.isascii():
        return bool(text.encode().translate(None, _SHOWS_ITSELF))
    return _MAY_SHOW_ANOTHER.search(text) is not None


def views(text: str) -> Iterator[View]:
    """Give a text as it is, with markup shown, in the order in which it is read, its broken words mended."""
    seen = Rewritten(text)
    yield View(seen)
    if not text.isascii() or text.encode().translate(None, _NOT_MARKED):
        seen = shown(seen)
        if seen.text != text:
            yield View(seen)
    yield from map(View, as_read(seen))
    for each in mended(seen):
        yield View(each, LEAST_MENDED)
