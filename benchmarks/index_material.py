"""Fingerprints and queries for the index benchmark: seeded, so that two runs compare the same things."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]

PLANTED, RANDOM = 500, 500
FARTHEST_PLANTED_BITS = 35
FAMILY_SHARE, DEGENERATE_SHARE, LARGEST_FAMILY = 0.29, 0.01, 5_000
FAMILY_BITS, DEGENERATE_BITS = 20, 3


def uniform(count: int, rng: np.random.Generator) -> Codes:
    return rng.integers(0, 2**64, (count, 4), dtype=np.uint64).view(np.uint8)


def skewed(count: int, rng: np.random.Generator) -> Codes:
    """Uniform but for families of near-duplicates up to 5,000 strong, and rows of nearly all zeros."""
    codes = uniform(count, rng)
    row, end = 0, int(FAMILY_SHARE * count)
    while row < end:
        size = min(int(np.exp(rng.uniform(np.log(10), np.log(LARGEST_FAMILY)))), end - row)
        codes[row : row + size] = codes[row]
        row += size
    _blur(codes[:end], FAMILY_BITS, rng)
    degenerate = codes[end : end + int(DEGENERATE_SHARE * count)]
    degenerate[:] = 0
    _blur(degenerate, DEGENERATE_BITS, rng)
    return rng.permutation(codes)


def _blur(codes: Codes, most_bits: int, rng: np.random.Generator) -> None:
    """Flip up to *most_bits* random bits of each row."""
    for turn in range(most_bits):
        flipped = (rng.integers(0, most_bits, len(codes)) >= turn).nonzero()[0]
        bits = rng.integers(0, 256, len(flipped))
        codes[flipped, bits // 8] ^= (1 << (bits % 8)).astype(np.uint8)


def asked(codes: Codes, rng: np.random.Generator) -> Codes:
    """Queries planted at 0 to 35 bits from a row, each distance alike, and random ones; shuffled."""
    queries = np.concatenate((codes[rng.integers(0, len(codes), PLANTED)], uniform(RANDOM, rng)))
    for number in range(PLANTED):
        for bit in rng.choice(256, number % (FARTHEST_PLANTED_BITS + 1), replace=False):
            queries[number, bit // 8] ^= np.uint8(1 << (bit % 8))
    return rng.permutation(queries)
