"""Bodies that are read whole: JSON, forms without files, and those that are one file themselves."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from lapwing_client.answers import FILES, Kind
from lapwing_client.gate.framing import MediaType
from lapwing_client.gate.piece import Body, Pieces, field_name
from lapwing_client.gate.refusal import UNREADABLE, Refusal
from lapwing_client.gate.rules import GateLimits, GateRule
from lapwing_client.gate.spool import Spool

FORM = "application/x-www-form-urlencoded"
_UTF8 = frozenset({"utf-8", "utf8"})


class JsonReader:
    """Takes every string out of a JSON document. The platform gets the bytes that were read."""

    def __init__(self, media: MediaType, *, spool: Spool, rule: GateRule, limits: GateLimits) -> None:
        """Read a document of type *media* into *spool*."""
        _require_utf8(media)
        self._media, self._spool = media, spool
        self._pieces, self._limits = Pieces(rule, limits), limits

    def feed(self, untrusted_data: bytes) -> None:
        """Take the next bytes.

        Raises:
            Refusal: they are too many.
        """
        _take(self._spool, untrusted_data, most_bytes=self._limits.document_bytes)

    def close(self) -> Body:
        """Return what it held.

        Raises:
            Refusal: it is no JSON, or names a field twice, of which readers take the first or the last.
        """
        try:
            text = self._spool.read_at(0, self._spool.size).decode()
            for name, value in _strings(json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)):
                self._pieces.text(name, value)
        except (ValueError, RecursionError) as refused:
            raise Refusal(UNREADABLE, "the body is no JSON in UTF-8, or not in one reading") from refused
        return Body(content_type=self._media.essence, spool=self._spool, pieces=self._pieces.every())


class FormReader:
    """Takes the fields of a form without files; the platform gets them written anew."""

    def __init__(self, media: MediaType, *, spool: Spool, rule: GateRule, limits: GateLimits) -> None:
        """Read a form of type *media* and write it anew into *spool*."""
        _require_utf8(media)
        self._spool, self._limits, self._left = spool, limits, bytearray()
        self._pieces = Pieces(rule, limits)

    def feed(self, untrusted_data: bytes) -> None:
        """Take the next bytes.

        Raises:
            Refusal: they are too many.
        """
        self._left += untrusted_data
        if len(self._left) > self._limits.document_bytes:
            raise Refusal(UNREADABLE, f"the body is larger than {self._limits.document_bytes} bytes")

    def close(self) -> Body:
        """Return what it held.

        Raises:
            Refusal: it cannot be read.
        """
        try:
            fields = parse_qsl(
                self._left.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict"
            )
        except ValueError as refused:
            raise Refusal(UNREADABLE, "the form cannot be read") from refused
        for name, value in fields:
            if name == "_charset_" and value.lower() not in _UTF8:
                raise Refusal(UNREADABLE, "the form is in another character set than UTF-8")
            self._pieces.text(field_name(name), value)
        self._spool.write(urlencode(fields).encode())
        return Body(content_type=FORM, spool=self._spool, pieces=self._pieces.every())


class RawReader:
    """Takes a body that is one file itself."""

    def __init__(
        self, media: MediaType, *, spool: Spool, rule: GateRule, kind: Kind, limits: GateLimits
    ) -> None:
        """Read a body of type *media*, taken for *kind*, into *spool*."""
        self._media, self._kind, self._spool = media, kind, spool
        self._pieces, self._limits = Pieces(rule, limits), limits

    def feed(self, untrusted_data: bytes) -> None:
        """Take the next bytes.

        Raises:
            Refusal: they are too many.
        """
        self._spool.write(untrusted_data)

    def close(self) -> Body:
        """Return it.

        Raises:
            Refusal: it is meant for a text, and is none.
        """
        if self._kind in FILES:
            self._pieces.file("", self._spool.whole(), self._kind)
        else:
            self._pieces.words("", self._text(), self._kind)
        return Body(content_type=self._media.essence, spool=self._spool, pieces=self._pieces.every())

    def _text(self) -> str:
        _require_utf8(self._media)
        if self._spool.size > self._limits.text_bytes:
            raise Refusal(UNREADABLE, f"a text is longer than {self._limits.text_bytes} bytes")
        try:
            return self._spool.read_at(0, self._spool.size).decode()
        except UnicodeDecodeError as refused:
            raise Refusal(UNREADABLE, "the text is no UTF-8") from refused


def _take(spool: Spool, untrusted_data: bytes, *, most_bytes: int) -> None:
    spool.write(untrusted_data)
    if spool.size > most_bytes:
        raise Refusal(UNREADABLE, f"the body is larger than {most_bytes} bytes")


def _require_utf8(media: MediaType) -> None:
    if media.parameters.get("charset", "utf-8").lower() not in _UTF8:
        raise Refusal(UNREADABLE, "the body is in another character set than UTF-8")


def _strings(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every string in a document with the name of the field that it is in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, name)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(each, field_name(key))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is there twice")
    return found


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")
