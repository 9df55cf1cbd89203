"""What a picture file holds beside the picture that is shown: notes, comments, thumbnails, private chunks."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lapwing.intake.gifs import outline
from lapwing.intake.jpegs import BETWEEN, COMMENT, Segments
from lapwing.intake.parts import Part
from lapwing.intake.riff import riff_chunks

MOST_CHUNKS = 1_000_000
PNG_HEAD_BYTES = 8
PNG_SHOWN = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"fcTL", b"acTL", b"iCCP"})
PNG_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
# Tags of a camera, palettes and histograms, and signed statements about where the picture is from (C2PA).
PNG_NOTES = frozenset({*PNG_TEXTS, b"eXIf", b"sPLT", b"hIST", b"caBX"})
# What a compressed text is unpacked to at most to be looked into.
MOST_TEXT_BYTES = 1 << 20
WEBP_PICTURES = frozenset({b"VP8 ", b"VP8L"})
WEBP_ONCE = frozenset({*WEBP_PICTURES, b"ALPH", b"VP8X", b"ANIM", b"ICCP"})
WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
ANMF_HEAD_BYTES = 16
GIF_APPLICATION = 0xFF
GIF_XMP = b"XMP Data"
BOX_ASIDES = frozenset({b"free", b"skip", b"uuid"})
# What of the body is not the thing itself but numbers its pieces: marker and beginning, and how long that is
# in the first piece and in the others (ICC.1 B.4, XMP part 3 §1.1.3.1, JPEG XT box segments T.86 §D.3).
_PIECES = (
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", 75, 75),
    (0xE2, b"ICC_PROFILE\0", 14, 14),
    (0xEB, b"JP", 8, 16),
)
# Blocks of tags begin like a TIFF without being a picture: how they begin in a JPEG and in other formats.
_TAGS_IN_JPEG = re.compile(rb"(?:Exif\0\0|MPF\0)(?:II\*\0|MM\0\*)")
_TAGS = re.compile(rb"(?:Exif\0\0)?(?:II\*\0|MM\0\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something beside the picture.

    body: the bytes, put together where the format cuts them up.
    private: it is of no sort that the format, cameras or usual programs define; nobody can say what it is.
    """

    body: bytes
    private: bool


def asides(part: Part, untrusted_data: bytes) -> tuple[Aside, ...]:
    """Return what a picture holds beside what is shown; it begins at the first of the bytes.

    Nothing for TIFF, whose parts may lie anywhere.
    """
    end = len(untrusted_data) if part.end is None else part.end
    if part.segments is not None:
        return tuple(_jpeg(untrusted_data, end, part.segments))
    return tuple(_READERS.get(part.name, _nothing)(untrusted_data, end))


def _nothing(_: bytes, __: int) -> Iterator[Aside]:
    return iter(())


def _jpeg(data: bytes, end: int, walked: Segments) -> Iterator[Aside]:
    cut: dict[tuple[int, bytes], list[bytes]] = {}
    for marker, start, stop in walked.asides:
        body = data[start : min(stop, end)]
        piece = next(((m, h, n, o) for m, h, n, o in _PIECES if m == marker and body.startswith(h)), None)
        if piece is None:
            yield Aside(body=_past(_TAGS_IN_JPEG, body), private=marker in {BETWEEN, COMMENT})
            continue
        before = cut.setdefault(piece[:2], [])
        before.append(body[piece[3] if before else piece[2] :])
    yield from (Aside(body=b"".join(pieces), private=False) for pieces in cut.values())


def _png(data: bytes, end: int) -> Iterator[Aside]:
    at = PNG_HEAD_BYTES
    animated = False
    for _ in range(MOST_CHUNKS):
        if at + 12 > end:
            return
        length, sort = struct.unpack_from(">I4s", data, at)
        start, at = at + 8, at + 12 + length
        animated = animated or sort == b"acTL"
        if sort in PNG_SHOWN or (sort == b"fdAT" and animated):
            continue
        body = data[start : start + length]
        yield _chunk(body, noted=sort in PNG_NOTES)
        if sort in PNG_TEXTS and (unpacked := _unpacked(sort, body)):
            yield Aside(body=unpacked, private=False)


def _chunk(body: bytes, *, noted: bool) -> Aside:
    return Aside(body=_past(_TAGS, body) if noted else body, private=not noted)


def _past(head: re.Pattern[bytes], body: bytes) -> bytes:
    found = head.match(body)
    return body[found.end() :] if found else body


def _unpacked(sort: bytes, body: bytes) -> bytes:
    """Return the text of a compressed text chunk, as far as it is looked into; empty where it is not one."""
    _, _, rest = body.partition(b"\0")
    if sort == b"iTXt":
        packed = rest[2:].partition(b"\0")[2].partition(b"\0")[2] if rest[:1] == b"\1" else b""
    else:
        packed = rest[1:] if sort == b"zTXt" else b""
    try:
        return zlib.decompressobj().decompress(packed, MOST_TEXT_BYTES)
    except zlib.error:
        return b""


def _webp(data: bytes, end: int) -> Iterator[Aside]:
    return _webp_chunks(data, 12, end)


def _webp_chunks(data: bytes, at: int, stop: int) -> Iterator[Aside]:
    seen: set[bytes] = set()
    for name, start, past in riff_chunks(data, at, stop):
        if name == b"ANMF":
            yield from _webp_chunks(data, start + ANMF_HEAD_BYTES, past)
        elif name in WEBP_PICTURES and name in seen:
            # Viewers show the first; made a file of its own, the second can be read.
            length = struct.pack("<I", past - start)
            whole = b"WEBP" + name + length + data[start:past] + bytes((past - start) % 2)
            yield Aside(body=b"RIFF" + struct.pack("<I", len(whole)) + whole, private=True)
        elif name not in WEBP_ONCE:
            yield _chunk(data[start:past], noted=name in WEBP_NOTES)
        seen.add(name)


def _gif(data: bytes, _: int) -> Iterator[Aside]:
    for start, stop in outline(data).asides:
        body = b"".join(_sub_blocks(data, start + 2, stop))
        private = not (data[start + 1] == GIF_APPLICATION and body.startswith(GIF_XMP))
        yield Aside(body=body, private=private)


def _sub_blocks(data: bytes, at: int, stop: int) -> Iterator[bytes]:
    while at < stop and data[at]:
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]


def _boxes(data: bytes, end: int) -> Iterator[Aside]:
    at = 0
    while at + 8 <= end:
        length, name = struct.unpack_from(">I4s", data, at)
        stop = at + max(length, 8) if length > 1 else end
        if name in BOX_ASIDES:
            yield Aside(body=data[at + 8 : min(stop, end)], private=True)
        at = stop


def _bmp(data: bytes, _: int) -> Iterator[Aside]:
    starts = int.from_bytes(data[10:14], "little")
    yield Aside(body=data[14:starts], private=True)


_READERS: Mapping[str, Callable[[bytes, int], Iterator[Aside]]] = {
    "PNG": _png,
    "WEBP": _webp,
    "GIF": _gif,
    "AVIF": _boxes,
    "HEIF": _boxes,
    "BMP": _bmp,
}
