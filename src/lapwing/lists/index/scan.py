"""A linear scan: every query against every code, in blocks."""

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Words, distances_bits
from lapwing.lists.index.found import Pairs, distinct, pack

# Small enough for the second-level cache, large enough that a call's fixed cost is nothing.
BLOCK_ROWS = 32_768


def scan(codes: Words, queries: Words, numbers: NDArray[np.int64], *, radius_bits: int) -> Pairs:
    """Return each (query, distance, code) within *radius_bits*; *numbers* is what each query is called."""
    found = [np.zeros(0, np.uint64)]
    for start in range(0, len(codes), BLOCK_ROWS):
        block = codes[start : start + BLOCK_ROWS]
        for query, number in zip(queries, numbers, strict=True):
            near = _near(block, query, radius_bits)
            if len(near):
                bits = distances_bits(block.take(near, axis=0), query[np.newaxis])
                kept = bits <= radius_bits
                pairs = pack(np.full(np.count_nonzero(kept), number), bits[kept], near[kept] + start)
                found.append(pairs)
    return distinct(np.concatenate(found))


def _near(block: Words, query: Words, radius_bits: int) -> NDArray[np.int64]:
    """Return the rows that half of the bits do not rule out; the other half is looked at only for these."""
    bits = np.bitwise_count(block[:, 0] ^ query[0])
    bits += np.bitwise_count(block[:, 1] ^ query[1])
    near: NDArray[np.int64] = (bits <= radius_bits).nonzero()[0]
    return near
