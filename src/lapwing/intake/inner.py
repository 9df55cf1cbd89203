"""Pictures inside bytes that are something else: a camera's notes, comments, private chunks, tails."""

import base64
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from lapwing.intake.formats import HEAD_BYTES, picture_format

# A mark that every file of a format has, and where it stands in it. To find is ten times as fast as to match.
_MARKS = (
    (b"\xff\xd8\xff", 0),
    (b"\x89PNG\r\n", 0),
    (b"GIF8", 0),
    (b"WEBP", 8),
    (b"ftyp", 4),
    (b"II*\0", 0),
    (b"MM\0*", 0),
    (b"II+\0", 0),
    (b"MM\0+", 0),
    (b"BM", 0),
)
# What follows FF D8 FF in a picture: tables, frame, application data, restart interval, comment.
JPEG_SECOND = re.compile(rb"\xff\xd8\xff[\xc0-\xc4\xdb\xdd\xe0-\xef\xfe]")
BMP_PLANES_AT, BMP_BITS = 26, frozenset({1, 4, 8, 16, 24, 32})
# The same beginnings in base64, as in the XMP of Adobe's programs and in data addresses.
_WRITTEN_OUT = (b"/9j/", b"iVBORw0KGgo", b"R0lGOD", b"UklGR")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/=\s]|&#x[aAdD];)+")
_NO_BASE64 = re.compile(rb"&#x[aAdD];|[^A-Za-z0-9+/]")
# The smallest picture there is, a GIF of one pixel, has 35 bytes.
LEAST_BYTES = 32
# Among random bytes the shortest mark stands in every 64 KB or so.
MOST_PLACES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A picture that seems to begin somewhere: its format, where, and the bytes from there on."""

    name: str
    start: int
    data: bytes


def pictures_in(untrusted_body: bytes, *, most: int) -> Iterator[Inner]:
    """Yield what looks like the beginning of a picture, at most *most*, and as many written in base64."""
    if len(untrusted_body) < LEAST_BYTES:
        return
    starts = sorted(set(_starts(untrusted_body, most)))[:most]
    for start in starts:
        name = picture_format(untrusted_body[start : start + HEAD_BYTES])
        if name is not None:
            yield Inner(name=name, start=start, data=untrusted_body[start:])
    for mark in _WRITTEN_OUT:
        for start in _places(untrusted_body, mark, most):
            data = _from_base64(untrusted_body, start)
            name = picture_format(data[:HEAD_BYTES])
            if name is not None:
                yield Inner(name=name, start=start, data=data)


def _starts(body: bytes, most: int) -> Iterator[int]:
    for mark, offset in _MARKS:
        count = 0
        for place in _places(body, mark, MOST_PLACES):
            start = place - offset
            if count < most and start >= 0 and _is_beginning(body, start, mark):
                count += 1
                yield start


def _places(body: bytes, mark: bytes, most: int) -> Iterator[int]:
    at = body.find(mark)
    while at >= 0 and most:
        yield at
        most -= 1
        at = body.find(mark, at + 1)


def _is_beginning(body: bytes, start: int, mark: bytes) -> bool:
    if mark == b"\xff\xd8\xff":
        return JPEG_SECOND.match(body, start) is not None
    head = body[start : start + HEAD_BYTES]
    if picture_format(head) is None:
        return False
    if mark != b"BM":
        return True
    planes, bits = struct.unpack_from("<HH", head.ljust(HEAD_BYTES, b"\0"), BMP_PLANES_AT)
    return planes == 1 and bits in BMP_BITS


def _from_base64(body: bytes, start: int) -> bytes:
    run = _BASE64.match(body, start)
    text = _NO_BASE64.sub(b"", run.group() if run else b"")
    # One character beyond a group of four says nothing; two or three are filled up.
    text = text[:-1] if len(text) % 4 == 1 else text
    return base64.b64decode(text + b"=" * (-len(text) % 4))
