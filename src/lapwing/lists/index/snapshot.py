"""A set of keyed fingerprints at one moment: a large base, what was added since, what was removed since."""

from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.base import Base, keys_of, no_base
from lapwing.lists.index.build import build_from_words
from lapwing.lists.index.codes import CODE_WORDS, Codes, Rows, Words, as_words
from lapwing.lists.index.found import Found
from lapwing.lists.index.segment import Segment
from lapwing.model.errors import BadInput

# A segment of this size is copied and sorted in a tenth of a millisecond, and scanned in less.
SMALL_ROWS = 4_096


def _none() -> Rows:
    """Return no rows."""
    return np.zeros(0, np.int64)


class KeyTaken(BadInput):
    """A key that is to be added is in the index already; nothing was added."""

    code = "lapwing.key-taken"


class KeyUnknown(BadInput):
    """A key that is to be removed is not in the index; nothing was removed."""

    code = "lapwing.key-unknown"


@dataclass(frozen=True, slots=True, eq=False)
class FoundKeys:
    """Every (query, key) within the radius, ordered by query, then distance, then key; equally long arrays.

    query: position among the queries; key: as given when it was added; distance_bits; all int64.
    """

    query: Rows
    key: Rows
    distance_bits: Rows

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.query)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index at one moment; it never changes, so any number of threads may search it.

    base: most of the rows, with their tables.
    base_removed: rows of the base that are no longer there, rising.
    added: what came since, as segments in the order of adding; added_keys: the keys of all of them.
    added_removed: positions in added_keys that are no longer there, rising.
    """

    base: Base = field(default_factory=no_base)
    base_removed: Rows = field(default_factory=_none)
    added: tuple[Segment, ...] = ()
    added_keys: Rows = field(default_factory=_none)
    added_removed: Rows = field(default_factory=_none)

    def __len__(self) -> int:
        """Return how many keys there are."""
        held = len(self.base.keys) + len(self.added_keys)
        return held - len(self.base_removed) - len(self.added_removed)

    @property
    def pending(self) -> int:
        """Return how many rows compacting would move or drop."""
        return len(self.added_keys) + len(self.base_removed)

    def search(self, queries: Codes, *, radius_bits: int) -> FoundKeys:
        """Return every (query, key) at most *radius_bits* apart, exactly as a linear scan would.

        Raises:
            BadInput: the queries are not (q, 32) uint8, or the radius is not in 0 to 64.
        """
        in_base = _kept(self.base.segment.search(queries, radius_bits=radius_bits), self.base_removed)
        found = [(in_base, self.base.keys)]
        start = 0
        for segment in self.added:
            near = segment.search(queries, radius_bits=radius_bits)
            moved = replace(near, row=near.row + start)
            found.append((_kept(moved, self.added_removed), self.added_keys))
            start += segment.count
        return _by_key(found)

    def adding(self, codes: Codes, keys: Rows) -> Self:
        """Return the index with more rows.

        Args:
            codes: (n, 32) uint8.
            keys: (n,) whole numbers that fit int64, not in the index now.

        Raises:
            KeyTaken: a key is there already, or is given twice.
            BadInput: the shapes do not fit.
        """
        words, new = as_words(codes), keys_of(keys)
        if len(words) != len(new):
            raise BadInput(f"{len(words)} fingerprints and {len(new)} keys")
        taken = len(self._base_rows(new)) + len(self._added_places(new)) + len(new) - len(np.unique(new))
        if taken:
            raise KeyTaken(f"{taken} of {len(new)} keys")
        if not len(new):
            return self
        return replace(
            self, added=_grown(self.added, words), added_keys=np.concatenate((self.added_keys, new))
        )

    def removing(self, keys: Rows) -> Self:
        """Return the index without some rows.

        Raises:
            KeyUnknown: a key is not there, or is given twice.
        """
        gone = keys_of(keys)
        rows, places = np.unique(self._base_rows(gone)), self._added_places(gone)
        if len(rows) + len(places) != len(gone):
            raise KeyUnknown(f"{len(gone) - len(rows) - len(places)} of {len(gone)} keys")
        return replace(
            self,
            base_removed=np.union1d(self.base_removed, rows),
            added_removed=np.union1d(self.added_removed, places),
        )

    def compacted(self, *, radius_bits: int = 31) -> Base:
        """Return a base of everything that is there now. Takes long; searches go on meanwhile."""
        codes = _codes_of((self.base.segment, *self.added))
        keys = np.concatenate((self.base.keys, self.added_keys))
        stays = np.ones(len(keys), np.bool_)
        stays[self.base_removed] = False
        stays[self.added_removed + len(self.base.keys)] = False
        return Base.of(codes[stays], keys[stays], radius_bits=radius_bits)

    def rebased(self, base: Base, *, since: Self) -> Self:
        """Return this index on a new base, which holds what was there at *since*.

        Raises:
            BadInput: another base was put in place since.
        """
        if self.base is not since.base:
            raise BadInput("the index has another base than the one that was compacted")
        moved = len(since.added_keys)
        gone_rows = np.setdiff1d(self.base_removed, since.base_removed, assume_unique=True)
        gone_places = np.setdiff1d(self.added_removed, since.added_removed, assume_unique=True)
        gone = np.concatenate((self.base.keys[gone_rows], self.added_keys[gone_places[gone_places < moved]]))
        later = _codes_of(self.added)[moved:]
        return replace(
            self,
            base=base,
            base_removed=np.sort(base.rows(gone)),
            added=_grown((), later) if len(later) else (),
            added_keys=self.added_keys[moved:],
            added_removed=gone_places[gone_places >= moved] - moved,
        )

    def _base_rows(self, keys: Rows) -> Rows:
        """Return the rows of the base that hold any of *keys* and are there."""
        rows = self.base.rows(keys)
        return rows[~_among(rows, self.base_removed)]

    def _added_places(self, keys: Rows) -> Rows:
        """Return the positions in added_keys that hold any of *keys* and are there."""
        places = np.isin(self.added_keys, keys).nonzero()[0]
        return places[~_among(places, self.added_removed)]


def _grown(added: tuple[Segment, ...], words: Words) -> tuple[Segment, ...]:
    """Return the segments with *words* at the end.

    A last segment that is small, or not much larger than what comes, is joined to it: an addition costs
    little, and there are never more than a few segments to search.
    """
    joined = [words]
    size = len(words)
    while added and added[-1].count <= max(SMALL_ROWS, 2 * size):
        joined.insert(0, added[-1].codes())
        size += added[-1].count
        added = added[:-1]
    return (*added, build_from_words(np.concatenate(joined)))


def _codes_of(segments: tuple[Segment, ...]) -> Words:
    """Return the codes of all rows of some segments, one after another."""
    none = np.zeros((0, CODE_WORDS), np.uint64)
    return np.concatenate([none, *(segment.codes() for segment in segments)])


def _among(values: Rows, rising: Rows) -> NDArray[np.bool_]:
    """Say of each value whether it is in *rising*."""
    if not len(rising):
        return np.zeros(len(values), np.bool_)
    places = np.minimum(np.searchsorted(rising, values), len(rising) - 1)
    among: NDArray[np.bool_] = rising[places] == values
    return among


def _kept(found: Found, removed: Rows) -> Found:
    """Return what was found without the rows that are no longer there."""
    kept = ~_among(found.row, removed)
    return Found(found.query[kept], found.row[kept], found.distance_bits[kept])


def _by_key(found: list[tuple[Found, Rows]]) -> FoundKeys:
    """Return what was found in each segment together, with the keys of its rows, in order."""
    query = np.concatenate([near.query for near, _ in found])
    key = np.concatenate([keys[near.row] for near, keys in found])
    bits = np.concatenate([near.distance_bits for near, _ in found])
    order = np.lexsort((key, bits, query))
    return FoundKeys(query[order], key[order], bits[order])
