"""Pictures for tests of PDQ, by whole-number arithmetic alone: the same on every machine and for ever."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Shape = tuple[int, int]


def _places(shape: Shape) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = shape
    return np.arange(rows, dtype=np.int64)[:, np.newaxis], np.arange(columns, dtype=np.int64)


def waves(shape: Shape, seed: int) -> Grey:
    """Return soft bands that bend and crowd together."""
    row, column = _places(shape)
    bent = (3 + seed % 5) * row * row + (2 + seed % 3) * column * column + (7 + seed) * row * column
    tone = (bent // max(shape) + 11 * seed) % 512
    grey: Grey = np.minimum(tone, 511 - tone).astype(np.uint8)
    return grey


def noise(shape: Shape, seed: int) -> Grey:
    """Return unrelated tones."""
    row, column = _places(shape)
    mixed = (row * 73_856_093) ^ (column * 19_349_663) ^ ((seed + 1) * 83_492_791)
    for _ in range(3):
        mixed = (mixed * 2_246_822_519 + 3_266_489_917) % (1 << 32)
        mixed ^= mixed >> 15
    return (mixed >> 8 & 255).astype(np.uint8)


def hills(shape: Shape, seed: int) -> Grey:
    """Return a picture as varied as a photograph: rough tones at five scales, the coarse ones strongest."""
    row, column = _places(shape)
    tone = np.zeros(shape, np.int64)
    for scale in range(1, 6):
        cells = noise((2 ** (scale + 1) + 1, 2 ** (scale + 1) + 1), 10 * seed + scale).astype(np.int64)
        tone += _stretched(cells, row, column, shape) // 2 ** (scale - 1)
    low, high = int(tone.min()), int(tone.max())
    return ((tone - low) * 255 // max(1, high - low)).astype(np.uint8)


def _stretched(
    cells: NDArray[np.int64], row: NDArray[np.int64], column: NDArray[np.int64], shape: Shape
) -> NDArray[np.int64]:
    """Return *cells* enlarged to *shape*, with straight passages between them."""
    last = len(cells) - 1
    down, across = row * last * 256 // shape[0], column * last * 256 // shape[1]
    top, left, below, beside = down // 256, across // 256, down % 256, across % 256
    upper = cells[top, left] * (256 - beside) + cells[top, left + 1] * beside
    lower = cells[top + 1, left] * (256 - beside) + cells[top + 1, left + 1] * beside
    return ((upper * (256 - below) + lower * below) // 65_536).astype(np.int64)


def symmetric(shape: Shape, seed: int) -> Grey:
    """Return hills with their mirror image: half of the coefficients are nothing but rounding."""
    one = hills(shape, seed)
    return np.maximum(one, one[:, ::-1])


def ramp(shape: Shape, seed: int) -> Grey:
    """Return tones that rise from left to right alone."""
    row, column = _places(shape)
    return (column * (100 + seed % 100) // shape[1] + 0 * row).astype(np.uint8)


def stripes(shape: Shape, seed: int) -> Grey:
    """Return rows of one tone each."""
    return np.repeat(noise((shape[0], 1), seed), shape[1], axis=1)


def bright(shape: Shape, seed: int) -> Grey:
    """Return hills in a few of the brightest tones."""
    return 225 + hills(shape, seed) // 9


def flat(shape: Shape, seed: int) -> Grey:
    """Return one tone."""
    return np.full(shape, seed * 37 % 256, np.uint8)


KINDS: Mapping[str, Callable[[Shape, int], Grey]] = MappingProxyType(
    {each.__name__: each for each in (waves, noise, hills, symmetric, ramp, stripes, bright, flat)}
)


def block_means(luma: Grey, block: int) -> Grey:
    """Return the mean of each block, the last ones over what is there, as a JPEG decoder gives."""
    rows, columns = (np.arange(0, side, block) for side in luma.shape)
    sums = np.add.reduceat(np.add.reduceat(luma.astype(np.int64), rows, axis=0), columns, axis=1)
    high = np.diff(np.append(rows, luma.shape[0]))
    wide = np.diff(np.append(columns, luma.shape[1]))
    means: Grey = np.rint(sums / np.outer(high, wide)).astype(np.uint8)
    return means
