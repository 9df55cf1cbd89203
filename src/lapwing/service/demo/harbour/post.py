"""Something that somebody on Harbour shares, and where it stands."""

from dataclasses import dataclass, field
from enum import StrEnum
from threading import RLock

from lapwing_client import ActionKind, Kind


class Standing(StrEnum):
    """Who sees it on Harbour."""

    HIDDEN = "hidden"  # nobody but the sender: as it begins, and as it stays until Lapwing says otherwise
    SHOWN = "shown"
    LIMITED = "limited"
    REMOVED = "removed"


class Told(StrEnum):
    """What Lapwing was told of a post."""

    NOTHING = "nothing"
    PUBLISHED = "published"
    REMOVED = "removed"


_AFTER = {
    ActionKind.PUBLISH: Standing.SHOWN,
    ActionKind.WARN: Standing.SHOWN,
    ActionKind.LIMIT: Standing.LIMITED,
    ActionKind.HIDE: Standing.HIDDEN,
    ActionKind.REMOVE: Standing.REMOVED,
}


def standing_after(action: ActionKind) -> Standing:
    """Return where something stands once an action has been obeyed."""
    return _AFTER[action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is shared: the bytes of a file, or the words of a text.

    kind: what it is. is_known: it is an unaltered copy of something that an authority has verified, so that
    nobody may ever see it. list_name: the list to an entry of which it leads, or empty.
    """

    kind: Kind
    untrusted_data: bytes
    is_known: bool = False
    list_name: str = ""

    @property
    def is_listed(self) -> bool:
        """Say whether it leads to an entry of some list."""
        return bool(self.list_name)


@dataclass(slots=True, kw_only=True)
class Post:
    """One thing at one place. Whoever changes it holds its turn.

    item: Lapwing's id, once it is known. obeyed: the version of the last action that was obeyed.
    was_shown: anybody but the sender has been able to see it. told: what Lapwing was last told of it.
    """

    reference: str
    surface: str
    account: str
    content: Content
    standing: Standing = Standing.HIDDEN
    item: str = ""
    obeyed: int = 0
    views: int = 0
    was_shown: bool = False
    told: Told = Told.NOTHING
    turn: "RLock" = field(default_factory=RLock, repr=False)
