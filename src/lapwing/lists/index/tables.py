"""The tables of a segment as plain arrays in one address space, and the keys that lead into them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import CODE_WORDS, Words
from lapwing.lists.index.plan import Plan

WORD_BITS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Every distinct code, and for each part of it a table from key to codes.

    plan: how the codes are divided; without parts, offsets and ids are empty.
    codes: (u, 4) uint64, distinct.
    offsets: (buckets + 1,) uint32 or uint64; the codes of bucket b are ids[offsets[b]:offsets[b + 1]].
        The buckets of all parts follow each other, widest part first.
    ids: (u * parts,) uint32, rows of *codes*.
    """

    plan: Plan
    codes: Words
    offsets: NDArray[np.unsignedinteger[Any]]
    ids: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class KeyCut:
    """Where in the four words the key of each part lies: arrays of shape (m,).

    The key is (words[first] >> down | words[next_] << up) & mask, and its bucket is *base* above that. Bases
    are multiples of the part's own size (parts go widest first), so that flipping bits of a bucket number
    stays inside the part.
    """

    first: NDArray[np.int64]
    next_: NDArray[np.int64]
    down: NDArray[np.uint64]
    up: NDArray[np.uint64]
    mask: NDArray[np.uint64]
    base: NDArray[np.uint64]


@lru_cache(maxsize=32)
def key_cut(plan: Plan) -> KeyCut:
    """Return where the keys of *plan* lie."""
    widths = np.array(plan.widths, np.int64)
    starts = np.cumsum(widths) - widths
    first, down = np.divmod(starts, WORD_BITS)
    sizes = np.uint64(1) << widths.astype(np.uint64)
    return KeyCut(
        first=first,
        next_=np.minimum(first + 1, CODE_WORDS - 1),
        down=down.astype(np.uint64),
        up=(WORD_BITS - down).astype(np.uint64),  # a shift by 64 gives 0 in NumPy, which is what is wanted
        mask=sizes - np.uint64(1),
        base=np.cumsum(sizes) - sizes,
    )


def own_buckets(words: Words, plan: Plan) -> NDArray[np.int64]:
    """Return the bucket of each code in each part; shape (n, m)."""
    cut = key_cut(plan)
    buckets = words.take(cut.first, axis=1)
    buckets >>= cut.down
    buckets |= words.take(cut.next_, axis=1) << cut.up
    buckets &= cut.mask
    buckets |= cut.base
    return buckets.view(np.int64)


def part_keys(words: Words, plan: Plan, part: int) -> NDArray[np.uint64]:
    """Return the key of each code in one part; shape (n,)."""
    cut = key_cut(plan)
    low = words[:, cut.first[part]] >> cut.down[part]
    high = words[:, cut.next_[part]] << cut.up[part]
    keys: NDArray[np.uint64] = (low | high) & cut.mask[part]
    return keys
