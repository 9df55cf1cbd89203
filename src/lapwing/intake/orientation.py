"""EXIF orientation: what it says, and the picture turned as it is displayed."""

import struct

from lapwing.model.content import Luma

ORIENTATION_TAG = 0x0112
SHORT = 3
ENTRY_BYTES = 12
UPRIGHT = 1
LAST = 8


def orientation_of(untrusted_exif: bytes) -> int | None:
    """Return the orientation, 1 to 8, that an EXIF block asks for; 1 where it asks for none.

    Returns None where the block is broken, which viewers take for upright.

    Source: EXIF 2.32 (CIPA DC-008) §4.6.2 and tag 274; TIFF 6.0 §2.
    """
    block = untrusted_exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return None
    try:
        return _from_first_directory(block, order)
    except struct.error:
        return None


def _from_first_directory(block: bytes, order: str) -> int | None:
    (start,) = struct.unpack_from(f"{order}I", block, 4)
    (entries,) = struct.unpack_from(f"{order}H", block, start)
    for entry in range(entries):
        at = start + 2 + ENTRY_BYTES * entry
        tag, sort, count, value = struct.unpack_from(f"{order}HHIH", block, at)
        if tag == ORIENTATION_TAG:
            fits = sort == SHORT and count == 1 and UPRIGHT <= value <= LAST
            return int(value) if fits else None
    return UPRIGHT


def as_displayed(luma: Luma, orientation: int) -> Luma:
    """Return *luma* as a viewer shows it: a view, never a copy.

    Args:
        luma: the picture as stored, (rows, columns).
        orientation: 1 to 8; 6, for one, is "turn 90 degrees clockwise to display".
    """
    turned = luma.T if orientation in {5, 6, 7, 8} else luma
    if orientation in {3, 4, 7, 8}:
        turned = turned[::-1]
    if orientation in {2, 3, 6, 7}:
        turned = turned[:, ::-1]
    return turned
