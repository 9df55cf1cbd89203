"""A segment: an immutable set of rows that can be searched, and is nothing but arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Codes, Words, as_words
from lapwing.lists.index.found import QUERIES_AT_ONCE, Found, distinct, pack, unpack
from lapwing.lists.index.plan import check_radius
from lapwing.lists.index.search import find
from lapwing.lists.index.tables import Tables
from lapwing.lists.index.way import Way
from lapwing.model.errors import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Rows of fingerprints, equal ones held once.

    count: how many rows there are.
    tables: the distinct codes, with their tables.
    row_starts, rows: the rows of code c are rows[row_starts[c]:row_starts[c + 1]]; both uint32. Both are
        empty where no two rows are equal, and row r is code r.
    """

    count: int
    tables: Tables
    row_starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]

    def search(self, queries: Codes, *, radius_bits: int, way: Way | None = None) -> Found:
        """Return every (query, row) at most *radius_bits* apart, exactly as a linear scan would.

        Args:
            queries: (q, 32) uint8; q may be 0.
            radius_bits: 0 to 64.
            way: how to probe; None for the one that suits the size. The answer is the same.

        Raises:
            BadInput: the queries are not fingerprints, or the radius is out of range.
            NoCompiler: the compiled way was asked for, and numba is not installed.
        """
        words = as_words(queries)
        check_radius(radius_bits)
        if len(words) > QUERIES_AT_ONCE:
            raise BadInput(f"{len(words)} queries at once; at most {QUERIES_AT_ONCE}")
        if self.count == 0 or len(words) == 0:
            return Found.none()
        return self._rows_of(unpack(find(self.tables, words, radius_bits=radius_bits, way=way)))

    def _rows_of(self, codes: Found) -> Found:
        """Return the rows that hold the codes found."""
        if not len(self.rows):
            return codes
        starts = self.row_starts[codes.row].astype(np.int64)
        counts = self.row_starts[codes.row + 1].astype(np.int64) - starts
        ends = np.cumsum(counts)
        positions = np.repeat(starts - ends + counts, counts) + np.arange(counts.sum())
        query, bits = np.repeat(codes.query, counts), np.repeat(codes.distance_bits, counts)
        return unpack(distinct(pack(query, bits, self.rows[positions].astype(np.int64))))

    def codes(self) -> Words:
        """Return the code of every row in row order; shape (count, 4)."""
        if not len(self.rows):
            return self.tables.codes
        codes = np.empty((self.count, self.tables.codes.shape[1]), np.uint64)
        codes[self.rows] = np.repeat(self.tables.codes, self._group_sizes(), axis=0)
        return codes

    def _group_sizes(self) -> NDArray[np.int64]:
        """Return how many rows hold each distinct code."""
        starts = self.row_starts.astype(np.int64)
        return starts[1:] - starts[:-1]

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return every array by name: what has to be kept to have the segment again."""
        named = {
            "codes": self.tables.codes,
            "offsets": self.tables.offsets,
            "ids": self.tables.ids,
            "row_starts": self.row_starts,
            "rows": self.rows,
        }
        return MappingProxyType(named)

    @property
    def size_bytes(self) -> int:
        """Return what the arrays hold in memory when all of it has been read."""
        return sum(array.nbytes for array in self.arrays().values())
