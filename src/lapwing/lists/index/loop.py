"""The inner loop of probing, compiled by numba when this module is first imported and called."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

_Function = TypeVar("_Function", bound=Callable[..., Any])

# numba makes a float of an unsigned and a signed integer together, so every constant is unsigned.
_PAIRS = np.uint64(0x5555555555555555)
_FOURS = np.uint64(0x3333333333333333)
_BYTES = np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM = np.uint64(0x0101010101010101)
_ONE, _TWO, _FOUR = np.uint64(1), np.uint64(2), np.uint64(4)
_TOP_BYTE, _TOP_BIT = np.uint64(56), np.uint64(63)
_DISTANCE_SHIFT, _QUERY_SHIFT = np.uint64(32), np.uint64(39)  # as found.pack


def _compiled(function: _Function) -> _Function:
    """Return *function* compiled, kept on disk beside this file where numba may write."""
    try:
        kept: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder that may be written to
        kept = numba.njit(nogil=True)(function)
    return cast("_Function", kept)


@_compiled
def _ones(word: np.uint64) -> np.uint64:
    """Count the bits set; LLVM knows this form and makes one instruction of it."""
    word = word - ((word >> _ONE) & _PAIRS)
    word = (word & _FOURS) + ((word >> _TWO) & _FOURS)
    word = (word + (word >> _FOUR)) & _BYTES
    return (word * _SUM) >> _TOP_BYTE


@_compiled
def _part_bits(apart: NDArray[np.uint64], cut: Any, part: int) -> np.uint64:  # noqa: ANN401 - a KeyCut's arrays
    """Count the differing bits of one part."""
    first, next_, down, mask = cut
    low = apart[first[part]] >> down[part]
    # In two shifts, for a shift by 64 is not defined in machine code.
    high = (apart[next_[part]] << (_TOP_BIT - down[part])) << _ONE
    return _ones((low | high) & mask[part])


@_compiled
def _is_first(apart: NDArray[np.uint64], cut: Any, radii: NDArray[np.int64], part: int) -> bool:  # noqa: ANN401 - a KeyCut's arrays
    """Say whether no earlier part leads to the same code, so that each pair is reported once."""
    for earlier in range(part):
        if radii[earlier] >= 0 and _part_bits(apart, cut, earlier) <= np.uint64(radii[earlier]):
            return False
    return True


@_compiled
def _gather(bounds: Any, ids: Any, scratch: Any) -> np.int64:  # noqa: ANN401 - tuples of arrays
    """Write the codes of every bucket into *scratch*, with the probe that led to each; return how many."""
    starts, counts = bounds
    places, candidates, led_by = scratch
    total = np.int64(0)
    for each in range(len(starts)):
        start, count = np.uint64(starts[each]), np.int64(counts[each])
        # Nearly every bucket holds none, one or two: written without asking, and overwritten by the next.
        places[total], places[total + 1] = start, start + _ONE
        led_by[total], led_by[total + 1] = each, each
        for further in range(2, count):
            places[total + further] = start + np.uint64(further)
            led_by[total + further] = each
        total += count
    for each in range(total):
        candidates[each] = ids[places[each]]
    return total


@_compiled
def probe(tables: Any, asked: Any, wanted: Any, cut: Any, limits: Any) -> tuple[int, int]:  # noqa: ANN401 - tuples of arrays
    """Probe for queries until they or the room for pairs are used up.

    Three passes for each query, each of independent loads, so that the processor overlaps them:
    (1) the bounds of every bucket, (2) the codes in them, (3) their distances.
    Row and bucket numbers are unsigned, which spares a test for negative ones at every load.

    Args:
        tables: offsets, ids and codes of Tables.
        asked: queries (q, 4); their own buckets (q, m); crowded (q,), set where candidates are too many;
            room for the pairs found.
        wanted: parts, flips and radii of Probes.
        cut: first, next_, down and mask of KeyCut.
        limits: the first query to answer, the radius in bits, and the most candidates a query may have.

    Returns:
        The next query to answer, and how many pairs were written.
    """
    offsets, ids, codes = tables
    queries, own, crowded, room = asked
    parts, flips, radii = wanted
    first, radius_bits, most = limits
    starts, counts = np.empty(len(parts), np.uint64), np.empty(len(parts), np.uint64)
    scratch = (np.empty(most + 2, np.uint64), np.empty(most + 2, np.uint64), np.empty(most + 2, np.int32))
    apart = np.empty(4, np.uint64)
    written = 0
    for number in range(first, len(queries)):
        if len(room) - written < most:
            return number, written
        query = queries[number]
        total = np.uint64(0)
        for each in range(len(parts)):  # (1)
            bucket = np.uint64(own[number, parts[each]] ^ flips[each])
            starts[each] = offsets[bucket]
            counts[each] = np.uint64(offsets[bucket + _ONE]) - starts[each]
            total += counts[each]
        if total > np.uint64(most):
            crowded[number] = True
            continue
        for each in range(_gather((starts, counts), ids, scratch)):  # (2)
            code = scratch[1][each]  # (3)
            apart[0], apart[1] = codes[code, 0] ^ query[0], codes[code, 1] ^ query[1]
            apart[2], apart[3] = codes[code, 2] ^ query[2], codes[code, 3] ^ query[3]
            bits = _ones(apart[0]) + _ones(apart[1]) + _ones(apart[2]) + _ones(apart[3])
            if bits <= np.uint64(radius_bits) and _is_first(apart, cut, radii, parts[scratch[2][each]]):
                room[written] = (np.uint64(number) << _QUERY_SHIFT) | (bits << _DISTANCE_SHIFT) | code
                written += 1
    return len(queries), written
