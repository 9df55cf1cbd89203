"""What a search found: three arrays, always in the same order."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Rows

_ROW_BITS = np.uint64(32)
_DISTANCE_BITS = np.uint64(7)  # the radius is at most 64
_QUERY_BITS = np.uint64(39)
QUERIES_AT_ONCE = 2**25 - 1  # what is left of 64 bits

Pairs = NDArray[np.uint64]
"""(query, distance, row) of each pair in one number, which sorts in that order; see pack."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Every (query, row) within the radius, ordered by query, then distance, then row; equally long arrays.

    query: position among the queries; row: position among the rows of the segment; both int64.
    distance_bits: how far apart the two are, int64.
    """

    query: Rows
    row: Rows
    distance_bits: Rows

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.query)

    @classmethod
    def none(cls) -> Self:
        """Return no pairs."""
        empty = np.zeros(0, np.int64)
        return cls(empty, empty, empty)


def pack(query: Rows, distance_bits: NDArray[np.integer], row: Rows) -> Pairs:
    """Return one number for each pair, which sorts as Found is ordered."""
    far = (query.astype(np.uint64) << _DISTANCE_BITS) | distance_bits.astype(np.uint64)
    return (far << _ROW_BITS) | row.astype(np.uint64)


def unpack(pairs: Pairs, *, first_query: int = 0) -> Found:
    """Return the pairs in the order given, queries counted from *first_query*."""
    return Found(
        query=(pairs >> _QUERY_BITS).astype(np.int64) + first_query,
        row=(pairs & np.uint64(2**32 - 1)).astype(np.int64),
        distance_bits=((pairs >> _ROW_BITS) & np.uint64(2**7 - 1)).astype(np.int64),
    )


def distinct(pairs: Pairs) -> Pairs:
    """Return each pair once, in order."""
    if len(pairs) > 1:
        pairs = np.sort(pairs)
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    return pairs
