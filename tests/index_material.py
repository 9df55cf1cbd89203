"""Fingerprints for the index's tests (spread, clustered, repeated, degenerate), and the plain answer."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]


def turned(code: Codes, bits: NDArray[np.int64]) -> Codes:
    """Return *code* (32,) with the given bits flipped; bit b is bit b % 8 of byte b // 8."""
    flipped = code.copy()
    for bit in bits:
        flipped[bit // 8] ^= np.uint8(1 << (bit % 8))
    return flipped


def near(code: Codes, distance_bits: int, rng: np.random.Generator) -> Codes:
    """Return a code exactly *distance_bits* from *code*."""
    return turned(code, rng.choice(256, distance_bits, replace=False))


def mixed_codes(count: int, rng: np.random.Generator) -> Codes:
    """Return codes of every awkward sort: spread, families, repeats, all zeros, all ones, complements."""
    codes = rng.integers(0, 256, (max(count, 12), 32), dtype=np.uint8)
    family = len(codes) // 3
    for row in range(family):  # half of them a star round one code, half a chain that drifts away from it
        centre = codes[row - 1] if row % 2 else codes[-1]
        codes[row] = near(centre, int(rng.integers(0, 40)), rng)
    codes[family : family + 3] = 0
    codes[family + 3 : family + 5] = 255
    codes[family + 5] = ~codes[-1]
    codes[family + 6 : family + 8] = codes[-2]
    return rng.permutation(codes)[:count]


def plain_answer(codes: Codes, queries: Codes, radius_bits: int) -> list[tuple[int, int, int]]:
    """Return (query, distance, row) as Python counts them, one pair at a time."""
    rows = [int.from_bytes(code.tobytes()) for code in codes]
    asked = [int.from_bytes(code.tobytes()) for code in queries]
    pairs = [(q, (a ^ b).bit_count(), r) for q, a in enumerate(asked) for r, b in enumerate(rows)]
    return sorted(pair for pair in pairs if pair[1] <= radius_bits)
