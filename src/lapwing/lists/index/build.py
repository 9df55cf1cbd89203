"""Rows become a segment: equal rows are joined, and each part gets its table."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import Codes, Words, as_words
from lapwing.lists.index.plan import Plan, plan
from lapwing.lists.index.segment import Segment
from lapwing.lists.index.tables import Tables, part_keys

Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all)."""

_ROW_BITS = np.uint64(32)
_ROW_MASK = np.uint64(2**32 - 1)
# Odd multipliers that spread the four words over 64 bits; any will do, since equality is checked afterwards.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)

_NO_ROWS = np.zeros(0, np.uint32)


def build(codes: Codes, *, radius_bits: int = 31, progress: Progress | None = None) -> Segment:
    """Return a segment of *codes*, laid out for *radius_bits* and exact at every radius from 0 to 64.

    Needs about 50 bytes a row beside *codes* and its result while it works (measured at 4 million rows).

    Args:
        codes: (n, 32) uint8; row i of the segment is row i here. Copied.
        radius_bits: the radius that most searches will ask for, 0 to 64.
        progress: told after each step.

    Raises:
        BadInput: *codes* are not fingerprints, or the radius is out of range.
    """
    return build_from_words(as_words(codes), radius_bits=radius_bits, progress=progress)


def build_from_words(words: Words, *, radius_bits: int = 31, progress: Progress | None = None) -> Segment:
    """Return what build does, of codes that are already (n, 4) uint64."""
    codes, row_starts, rows = _joined(words)
    tables = divided(codes, plan(len(codes), radius_bits=radius_bits), progress=progress or _tell_nobody)
    return Segment(count=len(words), tables=tables, row_starts=row_starts, rows=rows)


def _tell_nobody(_done: int, _all: int) -> None:
    """Take a report of progress that nobody asked for."""


def _joined(words: Words) -> tuple[Words, NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the distinct codes in the order of their first rows, and the rows of each (see Segment)."""
    mixed = _mixed(words)
    if not _has_repeats(mixed):
        return words.copy(), _NO_ROWS, _NO_ROWS
    order = np.argsort(mixed, kind="stable")
    starts = np.flatnonzero(_differs_from_previous(words[order]))
    # The sort is stable, so a group's first row is its least; groups then go by that row.
    by_first_row = np.argsort(order[starts])
    rank = np.empty(len(starts), np.int64)
    rank[by_first_row] = np.arange(len(starts))
    sizes = np.diff(np.append(starts, len(words)))
    group = np.empty(len(words), np.int64)
    group[order] = np.repeat(rank, sizes)
    row_starts = np.concatenate(([0], np.cumsum(sizes[by_first_row])))
    rows = np.argsort(group, kind="stable")
    return words[order[starts[by_first_row]]], row_starts.astype(np.uint32), rows.astype(np.uint32)


def _mixed(words: Words) -> NDArray[np.uint64]:
    """Return 64 bits for each code that are equal for equal codes; shape (n,)."""
    mixed: NDArray[np.uint64] = words[:, 0] * _MIX[0]
    for column in range(1, words.shape[1]):
        mixed ^= mixed >> np.uint64(29)
        mixed += words[:, column] * _MIX[column]
    return mixed


def _has_repeats(mixed: NDArray[np.uint64]) -> bool:
    """Say whether two values are equal."""
    ordered = np.sort(mixed)
    return bool((ordered[1:] == ordered[:-1]).any())


def _differs_from_previous(words: Words) -> NDArray[np.bool_]:
    """Say of each row whether it is another code than the row before; the first always is."""
    differs = np.ones(len(words), np.bool_)
    differs[1:] = (words[1:] != words[:-1]).any(axis=1)
    return differs


def divided(codes: Words, division: Plan, *, progress: Progress = _tell_nobody) -> Tables:
    """Return distinct *codes* with a table for each part, made one part after another to bound memory."""
    parts = len(division.widths)
    wide = len(codes) * parts > _ROW_MASK
    offset_type: type[np.unsignedinteger[Any]] = np.uint64 if wide else np.uint32
    offsets: NDArray[np.unsignedinteger[Any]] = np.zeros(division.buckets + 1 if parts else 0, offset_type)
    ids = np.empty(len(codes) * parts, np.uint32)
    bucket = 0
    for part, width in enumerate(division.widths):
        held = ids[part * len(codes) : (part + 1) * len(codes)]
        sizes = _fill(held, part_keys(codes, division, part), buckets=2**width)
        ends = offsets[bucket + 1 : bucket + 1 + 2**width]
        np.cumsum(sizes, out=ends)
        np.add(ends, offsets[bucket], out=ends)
        bucket += 2**width
        progress(part + 1, parts)
    return Tables(plan=division, codes=codes, offsets=offsets, ids=ids)


def _fill(held: NDArray[np.uint32], keys: NDArray[np.uint64], *, buckets: int) -> NDArray[np.int64]:
    """Write the rows in order of their keys into *held*, and return how many fall into each bucket."""
    # Key and row in one number: one plain sort, several times as fast as an argsort.
    keys <<= _ROW_BITS
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    held[:] = keys & _ROW_MASK
    keys >>= _ROW_BITS
    return np.bincount(keys.view(np.int64), minlength=buckets)
