"""256-bit fingerprints as rows of four 64-bit words, and the distance between them."""

import numpy as np
from numpy.typing import NDArray

from lapwing.model.errors import BadInput

CODE_BITS = 256
CODE_BYTES = 32
CODE_WORDS = 4

Codes = NDArray[np.uint8]
"""Fingerprints as received: shape (n, 32), uint8."""

Words = NDArray[np.uint64]
"""Fingerprints as compared: shape (n, 4), uint64, the same bytes in the same order."""

Rows = NDArray[np.int64]
"""Positions counted from 0: shape (n,), int64."""


def as_words(codes: Codes) -> Words:
    """Return the same fingerprints as words; a copy only where memory is not laid out row by row.

    Raises:
        BadInput: *codes* is not (n, 32) uint8.
    """
    if codes.dtype != np.uint8 or codes.ndim != 2 or codes.shape[1] != CODE_BYTES:  # noqa: PLR2004 - a table
        raise BadInput(f"fingerprints of shape {codes.shape} and type {codes.dtype}, not (n, 32) of uint8")
    return np.ascontiguousarray(codes).view(np.uint64)


def distances_bits(left: Words, right: Words) -> NDArray[np.uint16]:
    """Return how many bits of each row differ, 0 to 256; shapes (n, 4) each, or one of them (1, 4)."""
    counts = np.bitwise_count(left ^ right)
    # Four counts of at most 64, summed without a slow reduction over four columns: two at a time, and in
    # sixteen bits at the end, since 256 does not fit in eight.
    pairs = counts.view(np.uint16)
    sums = pairs[:, 0] + pairs[:, 1]
    total: NDArray[np.uint16] = (sums & 0xFF) + (sums >> 8)
    return total
