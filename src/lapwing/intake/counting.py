"""How many frames a picture has, counted cheaply and without trusting what it claims."""

import struct

from PIL import Image

SUB_DIRECTORIES_TAG = 330
# Pages beyond this are counted as this many; far above what can be read anyway.
MOST_PAGES = 1_000_000
CLASSIC, BIG = 42, 43
# Far more than any page has.
MOST_TAGS = 4096


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


def has_sub_directories(untrusted_data: bytes) -> bool:
    """Say whether a TIFF has pictures under its pages, as raw files of cameras do; they are not read.

    Only the first page is asked, and one that is broken has none.

    Source: TIFF Technical Note 1 (Adobe PageMaker 6.0), "SubIFDs".
    """
    order = "<" if untrusted_data[:2] == b"II" else ">"
    try:
        (version,) = struct.unpack_from(f"{order}H", untrusted_data, 2)
        count, pointer, entry_bytes = ("H", "I", 12) if version == CLASSIC else ("Q", "Q", 20)
        (at,) = struct.unpack_from(order + pointer, untrusted_data, 4 if version == CLASSIC else 8)
        (entries,) = struct.unpack_from(order + count, untrusted_data, at)
        first = at + struct.calcsize(order + count)
        places = range(first, first + min(entries, MOST_TAGS) * entry_bytes, entry_bytes)
        return SUB_DIRECTORIES_TAG in {
            struct.unpack_from(f"{order}H", untrusted_data, each)[0] for each in places
        }
    except struct.error:
        return False


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
