"""Every code within a radius: probing where it pays, a scan where it does not, the same answer either way."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import CODE_WORDS, Words, distances_bits
from lapwing.lists.index.compiled import compiled_probe
from lapwing.lists.index.found import Pairs, distinct, pack
from lapwing.lists.index.plan import Probes, probes
from lapwing.lists.index.scan import scan
from lapwing.lists.index.tables import Tables, own_buckets
from lapwing.lists.index.way import Way, chosen_way

# What a chunk of queries looks up together stays in the second-level cache.
PROBES_AT_ONCE = 32_768
# A hundred bytes each while they are compared.
CANDIDATES_AT_ONCE = 1_000_000

Probe = Callable[[Tables, Words, Probes, int], tuple[Pairs, NDArray[np.int64]]]
"""(tables, queries, probes, radius in bits) to the pairs found, and the queries with too many candidates."""


def find(tables: Tables, queries: Words, *, radius_bits: int, way: Way | None = None) -> Pairs:
    """Return each (query, distance, code) within *radius_bits* once, in order.

    Args:
        tables: what is searched.
        queries: (q, 4).
        radius_bits: 0 to 64.
        way: how to probe; None for the one that suits the size. The answer is the same.
    """
    wanted = probes(tables.plan, radius_bits, len(tables.codes))
    if wanted is None:
        return scan(tables.codes, queries, np.arange(len(queries)), radius_bits=radius_bits)
    compiled = chosen_way(way, rows=len(tables.codes)) is Way.COMPILED
    found, crowded = (compiled_probe if compiled else numpy_probe)(tables, queries, wanted, radius_bits)
    if not len(crowded):
        return found
    scanned = scan(tables.codes, queries.take(crowded, axis=0), crowded, radius_bits=radius_bits)
    return distinct(np.concatenate((found, scanned)))


def numpy_probe(
    tables: Tables, queries: Words, wanted: Probes, radius_bits: int
) -> tuple[Pairs, NDArray[np.int64]]:
    """Probe with NumPy alone, some queries at a time; see Probe."""
    at_once = max(1, PROBES_AT_ONCE // len(wanted.parts))
    found, crowded = [], []
    for first in range(0, len(queries), at_once):
        pairs, many = _probe_chunk(tables, queries[first : first + at_once], wanted, radius_bits, first)
        found.append(pairs)
        crowded.append(many)
    return np.concatenate(found), np.concatenate(crowded)


def _probe_chunk(
    tables: Tables, queries: Words, wanted: Probes, radius_bits: int, first: int
) -> tuple[Pairs, NDArray[np.int64]]:
    """Probe for a few queries together, *first* being the number of the first of them.

    All parts share one address space, so this is some twenty NumPy calls however many parts there are.
    `take` is several times as fast here as an index in brackets.
    """
    buckets = own_buckets(queries, tables.plan).take(wanted.parts, axis=1)
    buckets ^= wanted.flips
    starts = tables.offsets.take(buckets).astype(np.int64)
    buckets += 1
    counts = tables.offsets.take(buckets).astype(np.int64)
    counts -= starts
    per_query = counts.sum(axis=1)
    many = (per_query > wanted.most).nonzero()[0]
    if len(many):
        counts[many] = 0
        per_query[many] = 0
    if len(queries) > 1 and per_query.sum() > CANDIDATES_AT_ONCE:
        half = len(queries) // 2
        left = _probe_chunk(tables, queries[:half], wanted, radius_bits, first)
        right = _probe_chunk(tables, queries[half:], wanted, radius_bits, first + half)
        return np.concatenate((left[0], right[0])), np.concatenate((left[1], right[1]))
    candidates = tables.ids.take(_spread(starts.ravel(), counts.ravel())).astype(np.int64)
    numbers = np.arange(len(queries)).repeat(per_query)
    near = _near(_first_halves(tables.codes, candidates), _first_halves(queries, numbers), radius_bits)
    if not len(near):
        return np.zeros(0, np.uint64), many + first
    numbers, candidates = numbers.take(near), candidates.take(near)
    bits = distances_bits(tables.codes.take(candidates, axis=0), queries.take(numbers, axis=0))
    kept = bits <= radius_bits
    return distinct(pack(numbers[kept] + first, bits[kept], candidates[kept])), many + first


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return every position of the ranges that begin at *starts* and hold *counts* positions."""
    ends = counts.cumsum()
    shift = starts - ends
    shift += counts
    positions: NDArray[np.int64] = shift.repeat(counts)
    positions += np.arange(len(positions))
    return positions


def _first_halves(words: Words, rows: NDArray[np.int64]) -> Words:
    """Return the first two words of *rows*; half as much to fetch, and nearly always enough."""
    halves: Words = words.reshape(-1, CODE_WORDS // 2).take(rows + rows, axis=0)
    return halves


def _near(codes: Words, queries: Words, radius_bits: int) -> NDArray[np.int64]:
    """Return the rows that may be within *radius_bits*, by half of their bits; shapes (n, 2).

    The two counts are added in one multiplication, in eight bits, which hold them: 128 at most.
    """
    codes ^= queries
    two: NDArray[np.uint16] = np.bitwise_count(codes).view(np.uint16).ravel()
    two *= np.uint16(0x0101)
    near: NDArray[np.int64] = (two < np.uint16((radius_bits + 1) << 8)).nonzero()[0]
    return near
