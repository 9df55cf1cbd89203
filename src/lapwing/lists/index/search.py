"""Every code within a radius: probing where it pays, a scan where it does not, the same answer either way."""

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Words, distances_bits
from lapwing.lists.index.found import distinct, pack
from lapwing.lists.index.plan import MOST_CANDIDATE_SHARE, Probes, probes
from lapwing.lists.index.tables import Tables, own_buckets

# A block of codes and one of probes stay in the second-level cache while they are worked on.
SCAN_BLOCK_ROWS = 16_384
PROBES_AT_ONCE = 65_536

Pairs = NDArray[np.uint64]
"""(query, distance, code) packed as found.pack does."""


def find(tables: Tables, queries: Words, *, radius_bits: int) -> Pairs:
    """Return each (query, distance, code) within *radius_bits* once, in order."""
    wanted = probes(tables.plan, radius_bits, len(tables.codes))
    if wanted is None:
        return scan(tables.codes, queries, np.arange(len(queries)), radius_bits=radius_bits)
    at_once = max(1, PROBES_AT_ONCE // len(wanted.parts))
    chunks = [
        _probe(tables, queries[start : start + at_once], wanted, radius_bits=radius_bits, first_query=start)
        for start in range(0, len(queries), at_once)
    ]
    if len(chunks) == 1:
        return chunks[0]
    return np.concatenate(chunks) if chunks else np.zeros(0, np.uint64)


def scan(codes: Words, queries: Words, numbers: NDArray[np.int64], *, radius_bits: int) -> Pairs:
    """Compare each query with every code; *numbers* says what each query is called in the answer."""
    pairs = []
    for start in range(0, len(codes), SCAN_BLOCK_ROWS):
        block = codes[start : start + SCAN_BLOCK_ROWS]
        for query, number in zip(queries, numbers, strict=True):
            bits = distances_bits(block, query[np.newaxis])
            near = np.flatnonzero(bits <= radius_bits)
            if len(near):
                pairs.append(pack(np.full(len(near), number), bits[near], near + start))
    return distinct(np.concatenate(pairs)) if pairs else np.zeros(0, np.uint64)


def _probe(tables: Tables, queries: Words, wanted: Probes, *, radius_bits: int, first_query: int) -> Pairs:
    """Look into every bucket that *wanted* names, for a few queries together."""
    starts, counts = _buckets(tables, queries, wanted)
    per_query = counts.sum(axis=1)
    many = per_query > MOST_CANDIDATE_SHARE * len(tables.codes)
    if many.any():
        counts[many] = 0
        per_query[many] = 0
    numbers = np.repeat(np.arange(len(queries)), per_query)
    candidates = tables.ids[_spread(starts.reshape(-1), counts.reshape(-1))].astype(np.int64)
    bits = distances_bits(tables.codes[candidates], queries[numbers])
    near = np.flatnonzero(bits <= radius_bits)
    pairs = distinct(pack(numbers[near] + first_query, bits[near], candidates[near]))
    if not many.any():
        return pairs
    crowded = np.flatnonzero(many)
    scanned = scan(tables.codes, queries[crowded], crowded + first_query, radius_bits=radius_bits)
    return distinct(np.concatenate((pairs, scanned)))


def _buckets(tables: Tables, queries: Words, wanted: Probes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each probe's codes start and how many they are; shapes (q, p)."""
    buckets = own_buckets(queries, tables.plan)[:, wanted.parts] ^ wanted.flips
    starts = tables.offsets[buckets].astype(np.int64)
    ends = tables.offsets[buckets + 1].astype(np.int64)
    return starts, ends - starts


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return every position of the ranges that begin at *starts* and hold *counts* positions."""
    ends = np.cumsum(counts)
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])
