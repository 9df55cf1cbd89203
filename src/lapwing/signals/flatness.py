"""Whether a PDQ says anything: of pictures of one colour it is what rounding left, the same over and over."""

from collections.abc import Sequence
from itertools import compress

import numpy as np

MOST_FLAT_ROWS = 9
"""Of the 16 rows of 16 bits, so many different ones at most.

Measured with pdqhash 0.2.8: 400 pictures of one random colour and all 256 greys have 1 to 9 different rows, a
picture of two halves 5, a chessboard 9; drawings and photographs 14 to 16, random bits 14 to 16 in 20,000.
"""

_ROWS = 16


def flat_ones(values: Sequence[str]) -> list[str]:
    """Return those of *values*, each 64 hexadecimal digits, that pictures without structure have."""
    rows = np.frombuffer(bytes.fromhex("".join(values)), np.uint16).reshape(-1, _ROWS)
    in_order = np.sort(rows, axis=1)
    different = 1 + np.count_nonzero(in_order[:, 1:] != in_order[:, :-1], axis=1)
    return list(compress(values, different <= MOST_FLAT_ROWS))
