"""Where a picture ends in the bytes, so that what follows it is not passed over in silence."""

import re
import struct
from collections.abc import Callable, Mapping

from lapwing.intake.gifs import outline

# As an expression: three times as fast as bytes.find among the many FF of a scan.
JPEG_END = re.compile(rb"\xff\xd9")
JPEG_START_OF_SCAN = 0xDA
# Markers without a length: TEM, RST0 to RST7, SOI.
JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
PNG_HEAD_BYTES = 8
RIFF_HEAD_BYTES = 8
BMP_HEAD_BYTES = 6
# The top-level boxes of a picture; others, such as the video of a "motion photo", are not part of it.
BOX_NAMES = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"idat", b"pdin"})
# One of these says where the picture lies in the others.
BOX_INDEXES = frozenset({b"meta", b"moov"})
BOX_IS_LONG = 1
# More chunks than any camera or editor writes; beyond it the end counts as not found.
MOST_CHUNKS = 1_000_000


def end_of_picture(name: str, untrusted_data: bytes) -> int | None:
    """Return the offset just past the picture that begins at 0, or None where it has no proper end.

    For formats without an end of their own (TIFF) it is the end of the bytes.
    """
    return _FINDERS.get(name, len)(untrusted_data)


def _jpeg(data: bytes) -> int | None:
    """Walk to the first scan, then find EOI: a scan stuffs every FF of its own (T.81 B.1.1.5)."""
    at = 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == JPEG_START_OF_SCAN:
            end = JPEG_END.search(data, at)
            return end.end() if end else None
        if marker in JPEG_BARE or marker in {0x00, 0xFF}:
            at += 1
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _png(data: bytes) -> int | None:
    at = PNG_HEAD_BYTES
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            return None
        length, sort = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if sort == b"IEND":
            return at if at <= len(data) else None
    return None


def _riff(data: bytes) -> int | None:
    length = int.from_bytes(data[4:8], "little")
    end = RIFF_HEAD_BYTES + length + length % 2
    # Writers that leave out the last padding byte are common and harmless.
    return min(end, len(data)) if end <= len(data) + 1 else None


def _boxes(data: bytes) -> int | None:
    """Walk the top-level boxes (ISO/IEC 14496-12 §4.2) up to the first thing that belongs to another file."""
    at = 0
    seen: set[bytes] = set()
    while at < len(data):
        name = data[at + 4 : at + 8]
        if name not in BOX_NAMES or (name == b"ftyp" and seen):
            break
        seen.add(name)
        at += _box_bytes(data, at)
    return at if at <= len(data) and seen & BOX_INDEXES else None


def _box_bytes(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 4])
    if length == BOX_IS_LONG:
        length = int.from_bytes(data[at + 8 : at + 16])
    # A box of length 0 goes on to the end; a box is at least its own length and name.
    return max(length, 8) if length else len(data) - at


def _bmp(data: bytes) -> int | None:
    declared = int.from_bytes(data[2:BMP_HEAD_BYTES], "little")
    # Many writers leave the field 0 or wrong; only a plausible one says anything.
    return declared if BMP_HEAD_BYTES < declared <= len(data) else len(data)


def _gif(data: bytes) -> int | None:
    return outline(data).end


_FINDERS: Mapping[str, Callable[[bytes], int | None]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _riff,
    "AVIF": _boxes,
    "HEIF": _boxes,
    "BMP": _bmp,
}
