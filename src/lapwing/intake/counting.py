"""How many frames a picture has, counted cheaply and without trusting what it claims."""

import struct

from PIL import Image

# Pages beyond this are counted as this many; far above what can be read anyway.
MOST_PAGES = 1_000_000
CLASSIC, BIG = 42, 43


def frame_count(image: Image.Image, name: str, untrusted_data: bytes) -> int:
    """Return the number of frames or pages of an opened picture, at least 1."""
    if name == "TIFF":
        return max(1, tiff_pages(untrusted_data))
    return max(1, int(getattr(image, "n_frames", 1)))


def tiff_pages(untrusted_data: bytes) -> int:
    """Return the length of the chain of image file directories; a chain that runs in a circle ends there.

    Source: TIFF 6.0 §2; BigTIFF as libtiff reads it.
    """
    order = "<" if untrusted_data[:2] == b"II" else ">"
    try:
        (version,) = struct.unpack_from(f"{order}H", untrusted_data, 2)
        count, pointer = ("H", "I") if version == CLASSIC else ("Q", "Q")
        start_at = 4 if version == CLASSIC else 8
        return len(_directories(untrusted_data, order, count, pointer, start_at))
    except struct.error:
        return 1


def _directories(data: bytes, order: str, count: str, pointer: str, start_at: int) -> set[int]:
    entry_bytes = 12 if pointer == "I" else 20
    seen: set[int] = set()
    (at,) = struct.unpack_from(order + pointer, data, start_at)
    while at and at not in seen and len(seen) < MOST_PAGES and at < len(data):
        seen.add(at)
        try:
            (entries,) = struct.unpack_from(order + count, data, at)
            past = at + struct.calcsize(order + count) + entries * entry_bytes
            (at,) = struct.unpack_from(order + pointer, data, past)
        except struct.error:
            break
    return seen
