"""Forms of parts (RFC 7578), read from memory and to the last byte; what is out of order is refused."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeVar

import msgspec
from django.utils.http import parse_header_parameters

from lapwing.service.api.bodies import BadShape
from lapwing.service.api.problems import Malformed

T = TypeVar("T")

# RFC 2046 §5.1.1.
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_MOST_PARTS, _MOST_HEAD_BYTES = 32, 4096
# What `find` says; and where the line break before the very first line would be, if it had one.
_NOWHERE, _LINE_BEFORE = -1, -2
# RFC 7578 §4.7 does away with the others, which some readers decode and some do not.
_PLAIN_ENCODINGS = frozenset({"", "binary", "8bit", "7bit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a form."""

    name: str
    is_file: bool
    untrusted_data: bytes


def read_form(
    untrusted_body: bytes, *, content_type: str, files: frozenset[str], shape: type[T]
) -> tuple[T, dict[str, bytes]]:
    """Return what the texts of a form state, and the bytes of its files by name.

    Raises:
        Malformed: it is no such form.
        BadShape: a field or file is missing, unknown, there twice or not as it has to be.
    """
    parts = tuple(read_parts(untrusted_body, content_type=content_type))
    names = [part.name for part in parts]
    if len(set(names)) < len(names):
        raise BadShape("a field is there twice")
    uploads = {part.name: part.untrusted_data for part in parts if part.is_file or part.name in files}
    if uploads.keys() != files:
        raise BadShape(f"there has to be one file in each of: {', '.join(sorted(files))}; and no other")
    texts = {part.name: _text(part) for part in parts if part.name not in uploads}
    try:
        return msgspec.convert(texts, type=shape, strict=False), uploads
    except msgspec.ValidationError as refused:
        raise BadShape(str(refused)) from refused


def read_parts(untrusted_body: bytes, *, content_type: str) -> Iterator[Part]:
    """Yield the parts of a form.

    Raises:
        Malformed: it is no form of parts, ends before its end, or has too many of them.
    """
    mark = b"\r\n--" + _boundary(content_type)
    marks = tuple(islice(_marks(untrusted_body, mark), _MOST_PARTS + 1))
    if not marks or len(marks) > _MOST_PARTS:
        raise Malformed("it is no form of parts, or has too many of them")
    if untrusted_body[marks[-1] + len(mark) :].strip(b" \t\r\n") != b"--":
        raise Malformed("the form ends before its end")
    for start, stop in pairwise(marks):
        yield _part(untrusted_body, start + len(mark), stop)


def _marks(untrusted_body: bytes, mark: bytes) -> Iterator[int]:
    """Yield where each mark begins."""
    at = _LINE_BEFORE if untrusted_body.startswith(mark.removeprefix(b"\r\n")) else untrusted_body.find(mark)
    while at != _NOWHERE:
        yield at
        at = untrusted_body.find(mark, at + len(mark))


def _boundary(content_type: str) -> bytes:
    boundary = parse_header_parameters(content_type)[1].get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise Malformed("the form names no boundary")
    return boundary.encode()


def _part(untrusted_body: bytes, start: int, stop: int) -> Part:
    """Return the part between two places. Its content is copied once: it may be hundreds of megabytes."""
    begins = untrusted_body.find(b"\r\n", start, min(stop, start + _MOST_HEAD_BYTES))
    if begins == _NOWHERE or untrusted_body[start:begins].strip(b" \t"):
        raise Malformed("a part has no head")
    ends, content = _end_of_head(untrusted_body, begins, stop)
    if ends == _NOWHERE or ends - begins > _MOST_HEAD_BYTES:
        raise Malformed("a part has no head")
    head = untrusted_body[begins:ends]
    headers = _headers(head.removeprefix(b"\r\n").split(b"\r\n"))
    disposition, parameters = parse_header_parameters(headers.get("content-disposition", ""))
    name = parameters.get("name", "")
    if disposition != "form-data" or not name:
        raise Malformed("a part has no name")
    if headers.get("content-transfer-encoding", "").lower() not in _PLAIN_ENCODINGS:
        raise Malformed("a part is encoded; send its bytes as they are")
    is_file = "filename" in parameters or "filename*" in parameters
    return Part(name=name, is_file=is_file, untrusted_data=untrusted_body[content:stop])


def _end_of_head(untrusted_body: bytes, begins: int, stop: int) -> tuple[int, int]:
    """Return where a part's head ends and where its content begins; *begins*: the line break before it.

    A part without any header begins with the empty line itself; one without any content may do without it
    (RFC 2046 §5.1.1, body-part).
    """
    ends = untrusted_body.find(b"\r\n\r\n", begins, stop)
    if ends == _NOWHERE and untrusted_body.endswith(b"\r\n", begins + 2, stop):
        return stop - 2, stop
    return ends, ends + 4


def _headers(lines: Sequence[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        try:
            written = name.decode("ascii").lower()
            known = value.strip().decode()
        except UnicodeDecodeError as refused:
            raise Malformed("the head of a part is no text") from refused
        if not colon or written in headers:
            raise Malformed("the head of a part cannot be read")
        headers[written] = known
    return headers


def _text(part: Part) -> str:
    try:
        return part.untrusted_data.decode()
    except UnicodeDecodeError as refused:
        raise BadShape("a field is no UTF-8 text") from refused
