"""Procedural pictures and the files that hold them, made when they are asked for."""

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def hills(rows: int = 60, columns: int = 80, seed: int = 1) -> Image.Image:
    """Return an RGB landscape of soft hills in which no two corners are alike."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[0:rows, 0:columns] / max(rows, columns)
    waves = [np.sin(across * a + down * b + c) for a, b, c in rng.uniform(1, 14, (6, 3))]
    planes = [sum(w * rng.uniform(10, 40) for w in waves) + 90 + 60 * down for _ in range(3)]
    return Image.fromarray(np.clip(np.stack(planes, axis=-1), 0, 255).astype(np.uint8))


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    """Return the bytes of *image* in a format."""
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def film(
    name: str, count: int, *, rows: int = 24, columns: int = 32, duration: int | Sequence[int] = 40
) -> bytes:
    """Return an animation whose frames are plain, each 8 levels lighter than the one before; at most 32.

    *duration* is how long a frame is shown, or each of them, in milliseconds.
    """
    shades = [Image.new("RGB", (columns, rows), (8 * index,) * 3) for index in range(count)]
    options = {"lossless": True} if name == "WEBP" else {}
    return saved(shades[0], name, save_all=True, append_images=shades[1:], duration=duration, **options)


def chunk(sort: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(body)) + sort + body + struct.pack(">I", zlib.crc32(sort + body))


def png(columns: int, rows: int, *, rest: Sequence[bytes] = (), depth: int = 8, colour: int = 0) -> bytes:
    """Return a PNG that declares a size, with whatever chunks come between its header and its end."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(rest) + chunk(b"IEND", b"")


def long_gif(count: int, *, columns: int = 1, rows: int = 1) -> bytes:
    """Return a GIF of *count* one-pixel frames on a canvas, in about 16 bytes a frame."""
    head = b"GIF89a" + struct.pack("<HHBBB", columns, rows, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * count + b";"


def exif(orientation: int, *, order: str = "<", sort: int = 3, count: int = 1) -> bytes:
    """Return an EXIF block with one entry."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, sort, count, orientation, 0)
    return b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 1) + entry + struct.pack(f"{order}I", 0)
