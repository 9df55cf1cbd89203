"""How the 256 bits are divided and how far each part is probed, so that no answer can be missed.

Pigeonhole: let part i be probed to radius r_i, parts left out having r_i = -1. If the sum of (r_i + 1) is
above the radius asked for, two codes within that radius agree within r_i in at least one part, because
otherwise part i alone would account for r_i + 1 differing bits, and all parts together for too many.
Source: Norouzi, Punjani, Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014, §3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import CODE_BITS
from lapwing.model.errors import BadInput

MOST_RADIUS_BITS = 64
MOST_ROWS = 2**32 - 1

# Costs in units of one random memory access; a scan streams memory and costs this share of it per row
# (benchmarks/index.py: 4 ns a row against 50 to 100 ns an access with its arithmetic).
SCAN_COST_PER_ROW = 0.05
# Up to here a scan is over before the fixed part of a probing query is.
SCAN_ROWS = 20_000
# A query whose candidates exceed this share of all rows is answered by a scan: the worst case is bounded.
MOST_CANDIDATE_SHARE = 0.05
# Offsets grow with 2^width, not with the rows; this bounds them in bytes a row.
OFFSET_BYTES_PER_ROW = 256
OFFSET_BYTES = 4
# Fewer than 11 parts would be probed to 3 bits, and took longer when measured at 10 million rows.
PART_COUNTS = range(11, 33)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a segment is divided.

    widths: the width in bits of each part, widest first, together 256; empty where there are no tables
        and every search is a scan.
    """

    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse widths that do not cover the fingerprint.

        Raises:
            BadInput: the widths do not add up to 256 or are not in falling order.
        """
        if self.widths and (sum(self.widths) != CODE_BITS or list(self.widths) != sorted(self.widths)[::-1]):
            raise BadInput(f"parts of {self.widths} bits")

    @property
    def buckets(self) -> int:
        """Return how many buckets all tables have together."""
        return sum(2**width for width in self.widths)


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """Which buckets a query looks into, relative to its own.

    parts: (p,) int64, the part each probe belongs to.
    flips: (p,) int64, the bits flipped in that part's key.
    radii: (m,) int64, how far each part is probed, in bits; -1 for a part that is left out.
    most: a query with more candidates than this is answered by a scan.
    """

    parts: NDArray[np.int64]
    flips: NDArray[np.int64]
    radii: NDArray[np.int64]
    most: int


def check_radius(radius_bits: int) -> int:
    """Return *radius_bits* if the index answers for it.

    Raises:
        BadInput: it is not a whole number from 0 to 64.
    """
    if not 0 <= radius_bits <= MOST_RADIUS_BITS:
        raise BadInput(f"a radius of {radius_bits} bits; the index answers for 0 to {MOST_RADIUS_BITS}")
    return radius_bits


def ball(width: int, radius: int) -> int:
    """Return how many keys of *width* bits lie within *radius* bits of a key; none within -1."""
    return sum(comb(width, flipped) for flipped in range(min(radius, width) + 1))


def cheapest_radii(widths: tuple[int, ...], radius_bits: int, count: int) -> tuple[int, ...]:
    """Return how far to probe each part so that nothing within *radius_bits* is missed, at least cost.

    The cost of a part grows faster with each step, so taking the cheapest next step each time is optimal.
    """
    radii = [-1] * len(widths)
    for _ in range(radius_bits + 1):
        steps = [_cost(w, r + 1, count) - _cost(w, r, count) for w, r in zip(widths, radii, strict=True)]
        radii[steps.index(min(steps))] += 1
    return tuple(radii)


@lru_cache(maxsize=8192)
def _cost(width: int, radius: int, count: int) -> float:
    """Return the random accesses that probing one part costs: its buckets, and the candidates in them."""
    return ball(width, radius) * (1.0 + count / float(1 << width))


def probing_cost(widths: tuple[int, ...], radius_bits: int, count: int) -> float:
    """Return the random accesses that one query costs on evenly spread codes."""
    radii = cheapest_radii(widths, radius_bits, count)
    return sum(_cost(width, radius, count) for width, radius in zip(widths, radii, strict=True))


def plan(count: int, *, radius_bits: int = 31) -> Plan:
    """Return the division of *count* codes that answers *radius_bits* soonest, and any other radius exactly.

    Raises:
        BadInput: the radius is not in 0 to 64, or there are more rows than a row number holds.
    """
    check_radius(radius_bits)
    if not 0 <= count <= MOST_ROWS:
        raise BadInput(f"{count} rows in one segment; at most {MOST_ROWS}")
    if count <= SCAN_ROWS:
        return Plan()
    best = min(_divisions(count), key=lambda widths: probing_cost(widths, radius_bits, count), default=())
    return Plan(best) if _pays(best, radius_bits, count) else Plan()


def _divisions(count: int) -> Iterator[tuple[int, ...]]:
    """Give each even division whose offsets are not out of proportion to the rows."""
    for parts in PART_COUNTS:
        width, wider = divmod(CODE_BITS, parts)
        widths = (width + 1,) * wider + (width,) * (parts - wider)
        if Plan(widths).buckets * OFFSET_BYTES <= OFFSET_BYTES_PER_ROW * count:
            yield widths


def _pays(widths: tuple[int, ...], radius_bits: int, count: int) -> bool:
    """Say whether probing is cheaper than a scan of every row."""
    return bool(widths) and probing_cost(widths, radius_bits, count) < SCAN_COST_PER_ROW * count


@lru_cache(maxsize=32)
def probes(division: Plan, radius_bits: int, count: int) -> Probes | None:
    """Return what a query at *radius_bits* looks into, or None where a scan is cheaper."""
    if not _pays(division.widths, radius_bits, count):
        return None
    radii = cheapest_radii(division.widths, radius_bits, count)
    return probes_to(division, radii, most=int(MOST_CANDIDATE_SHARE * count))


def probes_to(division: Plan, radii: tuple[int, ...], *, most: int) -> Probes:
    """Return what a query looks into if part i is probed to radii[i]."""
    flips = [_flips(width, radius) for width, radius in zip(division.widths, radii, strict=True)]
    parts = np.repeat(np.arange(len(radii)), [len(each) for each in flips])
    return Probes(parts=parts, flips=np.concatenate(flips), radii=np.array(radii, np.int64), most=most)


@cache
def _flips(width: int, radius: int) -> NDArray[np.int64]:
    """Return every key of *width* bits with at most *radius* bits set, in rising order."""
    keys = [
        sum(1 << bit for bit in chosen)
        for flipped in range(radius + 1)
        for chosen in combinations(range(width), flipped)
    ]
    # Rising order puts probes that share a cache line next to each other.
    return np.array(sorted(keys), np.int64)
