"""One file may hold several pictures one after another, and things that are no picture behind them."""

import re
from dataclasses import dataclass

from lapwing.intake.ends import end_of_picture
from lapwing.intake.formats import HEAD_BYTES, picture_format
from lapwing.intake.jpegs import Segments, segments

# Padding that cameras, disks and transfers leave behind a picture; it shows nothing.
PADDING = re.compile(rb"[\x00\r\n\x1a ]*")
# The four bytes of length that open a picture in boxes may all look like padding.
LENGTH_BYTES = 4
# What is shorter shows no picture of anything: camera makers' notes (Samsung's SEFT and the like) fit in it.
SHORT_TAIL_BYTES = 4096
# The beginnings and marks of files that carry others inside, however short: never passed over.
CARRIERS = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b\x08|%PDF|ftyp|<(?:script|html|svg|\?xml|!doctype)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A picture in the bytes.

    name: its format, as formats.picture_format gives it.
    start: where it begins.
    end: just past it, counted from *start*; None where it has no proper end.
    segments: what a JPEG consists of, so that it is walked over once only.
    """

    name: str
    start: int
    end: int | None
    segments: Segments | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What the bytes hold.

    parts: the pictures, in order; a viewer shows the first.
    tail_bytes: length of what follows the last of them and is neither padding nor a picture.
    tail_matters: whether the tail could hold content of its own, so that it counts as not measured.
    """

    parts: tuple[Part, ...]
    tail_bytes: int
    tail_matters: bool


def split(untrusted_data: bytes, *, most: int) -> Split:
    """Return the pictures that follow one another from the start, at most *most*, and what the rest is."""
    parts: list[Part] = []
    start = 0
    while len(parts) < most:
        name = picture_format(untrusted_data[start : start + HEAD_BYTES])
        if name is None:
            break
        data = untrusted_data[start:] if start else untrusted_data
        walked = segments(data) if name == "JPEG" else None
        end = walked.end if walked else end_of_picture(name, data)
        parts.append(Part(name=name, start=start, end=end, segments=walked))
        start = len(untrusted_data) if end is None else _past_padding(untrusted_data, start + end)
    tail = untrusted_data[start:]
    return Split(parts=tuple(parts), tail_bytes=len(tail), tail_matters=_matters(tail))


def _past_padding(data: bytes, end: int) -> int:
    padding = PADDING.match(data, end)
    past = padding.end() if padding else end
    for start in range(max(end, past - LENGTH_BYTES), past):
        if picture_format(data[start : start + HEAD_BYTES]) is not None:
            return start
    return past


def _matters(tail: bytes) -> bool:
    if len(tail) > SHORT_TAIL_BYTES:
        return True
    return picture_format(tail) is not None or CARRIERS.search(tail) is not None
