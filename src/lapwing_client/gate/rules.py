"""Which requests the gate looks at, what it takes each field for, and how much it takes at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lapwing_client.answers import SHOWN, Kind, Step

_MIB = 1 << 20


class Elsewhere(StrEnum):
    """What becomes of requests on a path without a rule."""

    NO_FILES = "no-files"  # they pass unscreened where the body is JSON, XML, text or a form without files
    PASS = "pass"  # they pass unscreened  # noqa: S105 - no password


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """What holds for the requests on a path and on all below it.

    path: such as `/photos`, or `/groups/*/posts` where `*` stands for any one segment. Case, doubled slashes
        and slashes at the end make no difference.
    surface: the name under which Lapwing knows this place.
    kinds: what a text field is taken for, by its name; one that is not named is a text.
    unscreened: names of text fields in which no words of people arrive, such as a form's token. A file under
        such a name is screened all the same.
    raw: what a body is taken for that is neither multipart nor a form nor JSON; None refuses it.
    shown: the steps at which a request passes; HOLD and BLOCK cannot be among them.
    """

    path: str
    surface: str
    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    unscreened: frozenset[str] = frozenset()
    raw: Kind | None = None
    shown: frozenset[Step] = SHOWN

    def __post_init__(self) -> None:
        """Refuse a rule that would let through what may not be seen.

        Raises:
            ValueError: it names no path, or a step at which nothing may be shown.
        """
        if not self.path.startswith("/"):
            raise ValueError(f"a rule's path begins with a slash: {self.path!r}")
        if wrong := self.shown - SHOWN:
            raise ValueError(f"nothing is shown at {', '.join(sorted(wrong))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLimits:
    """The most that one request may be. What is more is refused.

    body_bytes: of the body; memory_bytes: of it that is kept in memory, the rest in a temporary file.
    document_bytes: of a body in JSON or of a form, which is read whole. text_bytes: of one text.
    pieces: how many files and texts it may hold. body_seconds: how long it may take to arrive.
    answer_seconds: how long Lapwing may take over all of them together.
    """

    body_bytes: int = 32 * _MIB
    memory_bytes: int = _MIB
    document_bytes: int = _MIB
    text_bytes: int = 256 * 1024
    pieces: int = 32
    body_seconds: float = 60.0
    answer_seconds: float = 10.0

    def __post_init__(self) -> None:
        """Refuse limits that let nothing through.

        Raises:
            ValueError: one is not above zero.
        """
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"the limit {name} has to be above zero")
