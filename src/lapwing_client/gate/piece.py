"""What a body was taken apart into: files and texts, each to be screened."""

import re
from dataclasses import dataclass

from lapwing_client.answers import Kind
from lapwing_client.gate.refusal import UNREADABLE, Refusal
from lapwing_client.gate.rules import GateLimits, GateRule
from lapwing_client.gate.spool import Spool, View

# A field's name is the platform's own word; if it could hold any text, that text would pass unscreened.
_NAME = re.compile(r"[A-Za-z0-9_.:@$\[\]-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file or text: it has either a view or an untrusted_text. kind: None where Lapwing is to tell it."""

    field: str
    kind: Kind | None
    untrusted_text: str = ""
    view: View | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that was taken apart. content_type: of the spool, which holds what the platform will get."""

    content_type: str
    spool: Spool
    pieces: tuple[Piece, ...]


class Pieces:
    """The pieces of one body, counted."""

    def __init__(self, rule: GateRule, limits: GateLimits) -> None:
        """Take texts for what *rule* says."""
        self._rule, self._limits = rule, limits
        self._found: list[Piece] = []

    def file(self, name: str, view: View, kind: Kind | None = None) -> None:
        """Add a file, unless it is empty."""
        if view.size:
            self._add(Piece(field=name, kind=kind, view=view))

    def text(self, name: str, untrusted_text: str) -> None:
        """Add a text field, unless it is empty or one in which no words arrive.

        Raises:
            Refusal: it is too long, or no Unicode text.
        """
        if untrusted_text and name not in self._rule.unscreened:
            self.words(name, untrusted_text, self._rule.kinds.get(name, Kind.TEXT))

    def words(self, name: str, untrusted_text: str, kind: Kind) -> None:
        """Add a text of that kind.

        Raises:
            Refusal: it is too long, or no Unicode text.
        """
        try:
            size = len(untrusted_text.encode())
        except UnicodeEncodeError as lone:
            raise Refusal(UNREADABLE, "a text holds half a character") from lone
        if size > self._limits.text_bytes:
            raise Refusal(UNREADABLE, f"a text is longer than {self._limits.text_bytes} bytes")
        self._add(Piece(field=name, kind=kind, untrusted_text=untrusted_text))

    def every(self) -> tuple[Piece, ...]:
        """Return all of them in the order in which they came."""
        return tuple(self._found)

    def _add(self, piece: Piece) -> None:
        if len(self._found) >= self._limits.pieces:
            raise Refusal(UNREADABLE, f"there are more than {self._limits.pieces} files and texts in it")
        self._found.append(piece)


def field_name(untrusted_name: str) -> str:
    """Return a field's name.

    Raises:
        Refusal: it is none that a platform would choose.
    """
    if not _NAME.fullmatch(untrusted_name):
        raise Refusal(UNREADABLE, "a field's name is up to 100 letters, digits and . _ - : @ $ [ ]")
    return untrusted_name
