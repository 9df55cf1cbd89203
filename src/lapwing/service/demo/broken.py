"""Files that are not what they say, or that exhaust whoever opens them; none may be taken for clean."""

import random
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from lapwing.service.demo.alterations import SaveAs
from lapwing.service.demo.messages import PAGES
from lapwing.service.demo.registers import ADDRESSES
from lapwing.service.demo.truth import Expected, Sort, Truth

BOMB_SIDE = 20_000
"""Pixels on each side of the PNG bomb: 400 million of them in fifty kilobytes."""

LONG_SIDE = 65_535


def broken_files(rng: random.Random, image: Image.Image) -> Iterator[tuple[str, Truth, bytes]]:
    """Give (file ending, what is true of it, the file) of each; *image* is what the damaged ones show."""
    whole = SaveAs().encode(image)
    yield ".jpg", _truth("A JPEG that breaks off in the middle."), whole[: len(whole) // 2]
    yield (
        ".jpg",
        _listed("An SVG drawing that calls itself a JPEG and links to a listed address."),
        _drawing(),
    )
    yield ".jpg", _truth("A program that calls itself a JPEG."), b"\x7fELF\x02\x01\x01" + rng.randbytes(2000)
    yield ".png", _truth("A PNG of 400 million pixels in a small file."), bomb(BOMB_SIDE, BOMB_SIDE)
    yield ".png", _truth("A PNG one pixel wide and 65,535 tall, damaged."), bomb(1, LONG_SIDE)[:-30]
    yield (
        ".png",
        _truth("Random bytes after a PNG's first eight."),
        b"\x89PNG\r\n\x1a\n" + rng.randbytes(4000),
    )
    yield ".webp", _truth("A WebP whose length is a lie."), _webp(image)
    yield ".jpg", _truth("An empty file."), b""


def _truth(what: str) -> Truth:
    """Return what is true of a broken file."""
    return Truth(file="", sort=Sort.BROKEN, what=what, expected=Expected.UNREADABLE)


def _listed(what: str) -> Truth:
    """Return what is true of a file that is not what it says, and in which something is listed."""
    return Truth(
        file="",
        sort=Sort.BROKEN,
        what=what,
        expected=Expected.FOUND,
        list_name=ADDRESSES.name,
        item="addr-01",
    )


def bomb(width: int, height: int) -> bytes:
    """Return a valid PNG of a great many black pixels, one bit each."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    rows = max(1, (1 << 20) // len(row))
    packed = [packer.compress(row * min(rows, height - done)) for done in range(0, height, rows)]
    data = b"".join(packed) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _drawing() -> bytes:
    """Return an SVG that would be harmless to draw."""
    return (
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
        b'<rect width="400" height="300" fill="#2e86ab"/><circle cx="200" cy="150" r="80" fill="#ffc914"/>'
        b'<a href="https://' + PAGES["addr-01"].encode() + b'"><text x="20" y="280">more</text></a></svg>\n'
    )


def _webp(image: Image.Image) -> bytes:
    """Return a WebP that says it is longer than it is."""
    data = SaveAs(kind="WEBP", quality=60).encode(image.resize((320, 240)))
    return data[:4] + struct.pack("<I", len(data) + 100_000) + data[8 : len(data) * 2 // 3]
