"""What headers say of a body; where two readers could understand them differently, it is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from lapwing_client.gate.refusal import UNREADABLE, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105  # RFC 9110 section 5.6.2, no password
PARAMETER = re.compile(rf';[ \t]*({TOKEN})[ \t]*=[ \t]*("(?:[^"\\\r\n]|\\[^\r\n])*"|{TOKEN})[ \t]*')
_TYPE = re.compile(rf"[ \t]*({TOKEN}/{TOKEN})[ \t]*")
_QUOTED = re.compile(r'\\(["\\])')
_WORDS = re.compile(
    r"\s*(text/[a-z0-9.+-]+|application/(x-www-form-urlencoded|([a-z0-9.-]+\+)?(json|xml)))\s*(;(?!.*multipart).*)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"[0-9]{1,18}")
MOST_TYPE_CHARACTERS = 512

_ONCE = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """A content type. essence: `type/subtype` in lower case; parameters: by lower-case name."""

    essence: str
    parameters: "Mapping[str, str]" = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """media: the content type, or None where none is given. length: the bytes announced, or None."""

    media: MediaType | None
    length: int | None
    is_chunked: bool


def framing(headers: Iterable[tuple[str, str]]) -> Framing:
    """Return what the headers (names in lower case) say of the body.

    Raises:
        Refusal: they say it twice, not in a way that is known, or the body is compressed.
    """
    given: dict[str, str] = {}
    for name, value in headers:
        if name in _ONCE:
            if name in given:
                raise Refusal(UNREADABLE, f"{name} is given twice")
            given[name] = value.strip()
    if given.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(UNREADABLE, "the body is compressed; send it as it is")
    transfer = given.get("transfer-encoding", "").lower()
    if transfer not in {"", "chunked"} or (transfer and "content-length" in given):
        raise Refusal(UNREADABLE, "how the body is transferred is not clear")
    return Framing(
        media=media_type(given["content-type"]) if given.get("content-type") else None,
        length=_length(given.get("content-length", "")),
        is_chunked=transfer == "chunked",
    )


def may_be_a_file(headers: Iterable[tuple[str, str]]) -> bool:
    """Say whether the body could hold a file: it has no type, or one that is not for words alone."""
    given = list(headers)
    types = [value for name, value in given if name == "content-type"]
    return not all(map(_WORDS.fullmatch, types)) if types else any(map(_announces_a_body, given))


def media_type(value: str) -> MediaType:
    """Return a content type.

    Raises:
        Refusal: it is not one, or says something twice.
    """
    found = _TYPE.match(value) if len(value) <= MOST_TYPE_CHARACTERS else None
    if found is None:
        raise Refusal(UNREADABLE, "the content type cannot be read")
    return MediaType(
        essence=found[1].lower(), parameters=parameters(value[found.end() :], of="the content type")
    )


def parameters(text: str, *, of: str) -> dict[str, str]:
    """Return the parameters that follow a header's value, by lower-case name.

    Raises:
        Refusal: there is anything else, or one of them twice.
    """
    given: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = PARAMETER.match(text, at)
        if found is None or found[1].lower() in given:
            raise Refusal(UNREADABLE, f"{of} cannot be read")
        given[found[1].lower()] = _plain(found[2])
        at = found.end()
    return given


def _plain(value: str) -> str:
    """Return a value without its quotes; a backslash only stands before a quote or another one."""
    if not value.startswith('"'):
        return value
    return _QUOTED.sub(r"\1", value[1:-1])


def _announces_a_body(header: tuple[str, str]) -> bool:
    name, value = header
    return name == "transfer-encoding" or (name == "content-length" and value.strip() != "0")


def _length(value: str) -> int | None:
    if not value:
        return None
    if not _LENGTH.fullmatch(value):
        raise Refusal(UNREADABLE, "the length cannot be read")
    return int(value)
