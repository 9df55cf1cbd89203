"""The native decoders, held on a short lead. Only ever called in a confined worker process (or a test)."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pi_heif  # type: ignore[import-untyped]  # it publishes no types; only register_heif_opener is used
from PIL import AvifImagePlugin, Image, ImageFile, features
from PIL.JpegImagePlugin import JpegImageFile

from lapwing.intake.refusal import Refused
from lapwing.model.content import Limits, Why

# Threads are another process's worth of CPU that no limit of ours would see in time.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Every plug-in is imported now: a confined worker can open no file, a module's no more than any other.
Image.init()

# What Pillow's decoders have been seen to raise on hostile bytes; nothing else is expected of them.
DECODER_FAULTS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)

PIECE_BYTES = 8 * 1024 * 1024
"""What a JPEG decoder is handed at a time, which is kept beside the picture until it is decoded."""

_OPTIONAL = {"WEBP": "webp", "AVIF": "avif"}


def readable_formats() -> tuple[str, ...]:
    """Return the formats that this machine's libraries read."""
    named = ("AVIF", "BMP", "GIF", "HEIF", "JPEG", "PNG", "TIFF", "WEBP")
    return tuple(name for name in named if name not in _OPTIONAL or features.check(_OPTIONAL[name]))


@contextmanager
def on_a_short_lead(limits: Limits) -> Iterator[None]:
    """Hold Pillow to *limits* and turn what it raises into Refused.

    Pillow refuses above twice MAX_IMAGE_PIXELS; that check matters where a decoder grows or allocates the
    canvas itself (WebP, GIF) before anybody could ask it for its size.

    Raises:
        Refused: a decoder gave up; the reason says whether a limit was met.
    """
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = max(1, limits.pixels // 2)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (MemoryError, Image.DecompressionBombError) as fault:
        raise Refused(Why.TOO_LARGE, type(fault).__name__) from None
    except DECODER_FAULTS as fault:
        raise Refused(Why.DAMAGED, type(fault).__name__) from None
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextmanager
def filling_in() -> Iterator[None]:
    """Let decoders give what they have of a picture that breaks off, the rest left blank."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def opened(untrusted_data: bytes, name: str) -> Image.Image:
    """Return the picture, its pixels not yet decoded; only the decoder of format *name* sees the bytes.

    Raises:
        one of DECODER_FAULTS.
    """
    stream = io.BytesIO(untrusted_data)
    if name == "JPEG":
        # The class itself: Image.open would take a file that claims to be MPO apart by its own account.
        image = JpegImageFile(stream)
        # Handed over in one piece, nearly every picture is decoded without a pause and its rest copied anew.
        image.decodermaxblock = max(image.decodermaxblock, min(len(untrusted_data), PIECE_BYTES))
        return image
    return Image.open(stream, formats=(name,))


def check_size(size: tuple[int, int], limits: Limits) -> None:
    """Refuse a declared size before anything is decoded.

    Raises:
        Refused: more pixels than allowed in all or on a side.
    """
    columns, rows = size
    if columns < 1 or rows < 1:
        raise Refused(Why.DAMAGED, f"{columns}x{rows} pixels")
    if columns * rows > limits.pixels or max(columns, rows) > limits.side_pixels:
        raise Refused(Why.TOO_LARGE, f"{columns}x{rows} pixels")
