"""The headers of one part of a multipart body, read strictly and written anew."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from lapwing_client.gate.framing import TOKEN, media_type, parameters
from lapwing_client.gate.piece import field_name
from lapwing_client.gate.refusal import UNREADABLE, Refusal

_LINE = re.compile(rf"({TOKEN}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_FORM_DATA = re.compile(r"form-data[ \t]*(?=;)", re.IGNORECASE)
_EXTENDED = re.compile(r"utf-8'[A-Za-z0-9-]*'(.*)", re.IGNORECASE | re.DOTALL)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029"\\;%]')
MOST_FILE_NAME_CHARACTERS = 255
# Anything else would make the bytes that the platform reads others than those that were screened.
_PLAIN_TRANSFER = frozenset({"7bit", "8bit", "binary"})
_KEPT = frozenset({"content-disposition", "content-type", "content-transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeaders:
    """What a part is. file_name: without folders; None where none is given. media: `type/subtype`, or ""."""

    name: str
    file_name: str | None
    media: str

    @property
    def is_text(self) -> bool:
        """Say whether it is a text field, rather than a file."""
        return self.file_name is None and self.media in {"", "text/plain"}

    def written(self) -> bytes:
        """Return them in the one way in which the platform will see them."""
        disposition = f'Content-Disposition: form-data; name="{self.name}"'
        if self.is_text:
            return f"{disposition}\r\n\r\n".encode()
        media = self.media or "application/octet-stream"
        shown = "" if self.file_name is None else f'; filename="{self.file_name}"'
        return f"{disposition}{shown}\r\nContent-Type: {media}\r\n\r\n".encode()


def part_headers(untrusted_head: bytes) -> PartHeaders:
    """Return what a part's headers say.

    Raises:
        Refusal: they are none of a file or text in a form, say something twice, or ask for it to be decoded.
    """
    given = _lines(untrusted_head)
    names = _disposition(given.get("content-disposition", ""))
    if given.get("content-transfer-encoding", "binary").strip().lower() not in _PLAIN_TRANSFER:
        raise Refusal(UNREADABLE, "a part is encoded; send it as it is")
    return PartHeaders(
        name=field_name(names.get("name", "")),
        file_name=_file_name(names),
        media=_media(given.get("content-type", "")),
    )


def _lines(untrusted_head: bytes) -> dict[str, str]:
    """Return the headers that count by lower-case name."""
    try:
        lines = untrusted_head.decode().split("\r\n")
    except UnicodeDecodeError as refused:
        raise Refusal(UNREADABLE, "the headers of a part are no UTF-8") from refused
    given: dict[str, str] = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or found[1].lower() in given:
            raise Refusal(UNREADABLE, "the headers of a part cannot be read")
        given[found[1].lower()] = found[2]
    return {name: value for name, value in given.items() if name in _KEPT}


def _disposition(value: str) -> dict[str, str]:
    found = _FORM_DATA.match(value)
    if found is None:
        raise Refusal(UNREADABLE, "a part is no field of a form")
    return parameters(value[found.end() :], of="the name of a part")


def _file_name(names: dict[str, str]) -> str | None:
    """Return the file's name without folders and without what readers of it understand differently."""
    if "filename*" in names:
        extended = _EXTENDED.fullmatch(names["filename*"])
        if extended is None:
            raise Refusal(UNREADABLE, "the name of a file cannot be read")
        given = unquote(extended[1], errors="replace")
    elif "filename" in names:
        given = names["filename"]
    else:
        return None
    last = re.split(r"[/\\]", given)[-1]
    return _UNSAFE.sub("_", last)[-MOST_FILE_NAME_CHARACTERS:]


def _media(value: str) -> str:
    """Return a part's type; of its parameters only the character set matters, and there is one."""
    if not value.strip():
        return ""
    media = media_type(value)
    if media.essence.startswith(("multipart/", "message/")):
        raise Refusal(UNREADABLE, "a part holds parts of its own")
    if media.parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise Refusal(UNREADABLE, "a part is in another character set than UTF-8")
    return media.essence
