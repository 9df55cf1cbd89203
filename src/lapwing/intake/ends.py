"""Where a picture ends in the bytes, so that what follows it is not passed over in silence."""

import struct
from collections.abc import Callable, Mapping

from lapwing.intake.gifs import outline
from lapwing.intake.jpegs import segments

PNG_HEAD_BYTES = 8
RIFF_HEAD_BYTES = 8
BMP_HEAD_BYTES = 6
# The header that nearly all have; longer ones may have a profile behind the rows.
BMP_PLAIN_HEADER, BMP_PLAIN_BYTES = 40, 54
# BI_RGB and BI_BITFIELDS.
BMP_UNPACKED = frozenset({0, 3})
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
    return segments(data).end


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
    end = declared if BMP_HEAD_BYTES < declared <= len(data) else len(data)
    return min(end, _past_bmp_rows(data) or end)


def _past_bmp_rows(data: bytes) -> int | None:
    """Return the offset just past the rows of an uncompressed BMP that holds nothing else, else None."""
    if len(data) < BMP_PLAIN_BYTES:
        return None
    starts, header, columns, rows, _, bits, packed = struct.unpack_from("<IIiiHHI", data, 10)
    if header != BMP_PLAIN_HEADER or packed not in BMP_UNPACKED or not starts:
        return None
    # Each row is filled up to four bytes.
    return int(starts + -(-abs(columns) * bits // 32) * 4 * abs(rows))


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
