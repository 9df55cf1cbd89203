"""256-bit hashes as bytes: to and from the published hex, and how far two of them are apart."""

import re

import numpy as np
from numpy.typing import NDArray

from lapwing.model.errors import BadInput

HASH_BYTES = 32
_HEX = re.compile(r"[0-9a-fA-F]{64}")

Hash = NDArray[np.uint8]
"""Shape (32,), in the order of the published hex: the top bit of the first byte is coefficient 255."""


def to_hex(hash_: Hash) -> str:
    """Return the 64 lower-case hex digits of a hash of 32 bytes."""
    return hash_.tobytes().hex()


def from_hex(text: str) -> Hash:
    """Return the 32 bytes of a hash written as exactly 64 hex digits, of either case.

    Raises:
        BadInput: it is anything else, white space included.
    """
    if not _HEX.fullmatch(text):
        raise BadInput("a 256-bit hash is 64 hex digits")
    return np.frombuffer(bytes.fromhex(text), dtype=np.uint8)


def distance_bits(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Count the bits in which hashes differ, 0 to 256.

    Args:
        left: shape (..., 32).
        right: shape (..., 32), broadcast against *left*.

    Returns:
        The counts, shaped as the broadcast without its last axis.
    """
    counts: NDArray[np.int64] = np.bitwise_count(left ^ right).sum(axis=-1, dtype=np.int64)
    return counts
