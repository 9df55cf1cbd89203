"""What the demo world knows of each of its files, so that what was found can be told from what was missed."""

from dataclasses import dataclass
from enum import StrEnum


class Expected(StrEnum):
    """What screening a file should come to."""

    FOUND = "found"  # something in it is listed
    CLEARED = "cleared"  # it resembles something listed, and the allow-list speaks of this very file
    NOTHING = "nothing"  # nothing in it is listed
    UNREADABLE = "unreadable"  # it cannot be measured as a whole, and that has to be said


class Sort(StrEnum):
    """What sort of file it is."""

    COPY = "identical copy"
    ALTERED = "altered copy"
    MOVING = "animation"
    WITHDRAWN = "copy of a withdrawn entry"
    CLEARED = "cleared by the allow-list"
    UNLISTED = "unlisted picture"
    LOOKALIKE = "look-alike"
    QR = "picture with a QR code"
    TERM = "message with a listed term"
    ADDRESS = "message with a listed address"
    MESSAGE = "everyday message"
    BROKEN = "broken or hostile file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One file of the world.

    file: its name in uploads/.
    what: one sentence for a person.
    list_name, item: which entry it should lead to; empty where none.
    alteration: what was done to it, by the name people give it; family: of what sort that is.
    shown, original: small JPEGs of it and of the listed picture, in previews/; empty where there is none.
    """

    file: str
    sort: Sort
    what: str
    expected: Expected
    list_name: str = ""
    item: str = ""
    alteration: str = ""
    family: str = ""
    shown: str = ""
    original: str = ""
