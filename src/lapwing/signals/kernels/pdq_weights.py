"""What each pixel of a side weighs in the 64 cells of PDQ: both box passes, decimation and reduction in one.

PDQ blurs a picture twice with a box along each side, then keeps 64 by 64 of the blurred values. All of that
is linear and the two sides are independent: the 64x64 cells are L . luma . R, one small matrix per side.
The matrices are defined on the full-size picture. Where the luma at hand is a reduced decode, a full-size
pixel is taken for the mean, over its place, of the polynomial of degree four that has the means of its own
block and of the two on either side; its weight goes to the five accordingly. That leaves the 512 family,
which samples single pixels, a seventh fewer bits away than the slope between the neighbours does.

Source: PDQ, https://github.com/facebook/ThreatExchange/tree/main/pdq (hashing.pdf, "Jarosz filters").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

CELLS = 64
SAMPLED_SIDE = 512

_BOXES_PER_CELL = 2  # each pass averages over half a cell, rounded up
_CELLS_PER_STRIP = 8  # measured: fewer make more calls, more multiply more zeros
_CACHED_SIDES = 256  # some 40 numbers a pixel where all ways are wanted: 80 kB for 500 pixels
_CACHED_TAPS = 32
_CACHED_SHARES = 2  # both sides of the picture at hand
_LONGEST_CACHED_PIXELS = 8192  # a longer side is rare and would push many others out

_NEIGHBOURS = np.arange(-2, 3)  # the blocks of a fit, counted from a pixel's own
_POWERS = np.arange(1, len(_NEIGHBOURS) + 1)

Doubles = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a picture: how many *pixels* the luma at hand has, and how many the *full*-size picture."""

    pixels: int
    full: int


@dataclass(frozen=True, slots=True)
class Way:
    """How a side is weighed.

    sampled: 512 of its pixels are taken first, as the C++ reference does: number i*full//512 for i from 0.
    mirrored: as if the picture were turned end for end, for boxes and decimation lie half a pixel and more
        off the middle; the cells still come in the order of the plain picture.
    """

    sampled: bool
    mirrored: bool


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """The weights of a few neighbouring cells: *matrix* (ways, cells, pixels), zero outside *pixels*."""

    cells: slice
    pixels: slice
    matrix: NDArray[np.float32]


def box_pixels(full: int) -> int:
    """Return how many pixels one box pass averages over, for a side of *full* pixels."""
    return -(-full // (_BOXES_PER_CELL * CELLS))


def box_reach(full: int) -> tuple[int, int]:
    """Return how many pixels before and after its own a box pass averages, for a side of *full* pixels."""
    width = box_pixels(full)
    after = (width + 2) // 2 - 1
    return width - 1 - after, after


def cell_centres(full: int) -> Indices:
    """Return the 64 positions that decimation keeps of a side of *full* pixels."""
    return ((np.arange(CELLS) + 0.5) * full / CELLS).astype(np.int64)


def sampled_positions(full: int) -> Indices:
    """Return the 512 positions that the C++ reference keeps of a side of *full* pixels."""
    return np.arange(SAMPLED_SIDE, dtype=np.int64) * full // SAMPLED_SIDE


def block_pixels(side: Side) -> float:
    """Return how many full-size pixels one pixel of the luma stands for.

    A whole number where that explains the sizes (the last block may then be cut short), as with the reduced
    decoding of JPEG; otherwise the plain ratio.
    """
    whole = -(-side.full // side.pixels)
    return float(whole) if -(-side.full // whole) == side.pixels else side.full / side.pixels


def strips(side: Side, ways: tuple[Way, ...]) -> tuple[Strip, ...]:
    """Return the weights of *side*, a few cells at a time and without the zeros around them."""
    return _cached_strips(side, ways) if side.pixels <= _LONGEST_CACHED_PIXELS else _strips(side, ways)


def matrices(side: Side, ways: tuple[Way, ...]) -> Doubles:
    """Return the weights of *side* in one piece, shape (ways, 64, pixels); each row of cells sums to 1."""
    places, weights = zip(*(_entries(side, way) for way in ways), strict=True)
    size = CELLS * side.pixels
    everywhere = np.concatenate([each + number * size for number, each in enumerate(places)])
    summed = np.bincount(everywhere, np.concatenate(weights), len(ways) * size).astype(np.float64, copy=False)
    return summed.reshape(len(ways), CELLS, side.pixels)


def weigh_rows(luma: NDArray[Any], parts: Sequence[Strip], dtype: type[np.floating[Any]]) -> Floats:
    """Return L . luma for each way, shape (ways, 64, columns), reading each row of *luma* about once."""
    ways, columns = parts[0].matrix.shape[0], luma.shape[1]
    cells = np.empty((ways, CELLS, columns), dtype)
    for part in parts:
        weights = part.matrix.reshape(-1, part.matrix.shape[2])
        means = weights @ luma[part.pixels].astype(dtype, copy=False)
        cells[:, part.cells] = means.reshape(ways, -1, columns)
    return cells


def weigh_columns(rows: Floats, parts: Sequence[Strip]) -> Floats:
    """Return rows . R for each way of *rows* (n, 64, columns) and of R, shape (n, ways, 64, 64)."""
    flat = rows.reshape(-1, rows.shape[2])
    ways = parts[0].matrix.shape[0]
    cells = np.empty((len(rows), ways, CELLS, CELLS), rows.dtype)
    for part in parts:
        weights = part.matrix.reshape(-1, part.matrix.shape[2])
        means = flat[:, part.pixels] @ weights.T
        cells[..., part.cells] = means.reshape(len(rows), CELLS, ways, -1).swapaxes(1, 2)
    return cells


def _strips(side: Side, ways: tuple[Way, ...]) -> tuple[Strip, ...]:
    weights = matrices(side, ways).astype(np.float32)
    used = np.asarray(weights.any(axis=0))
    return tuple(_strip(weights, used, first) for first in range(0, CELLS, _CELLS_PER_STRIP))


_cached_strips = lru_cache(_CACHED_SIDES)(_strips)


def _strip(weights: NDArray[np.float32], used: NDArray[np.bool_], first: int) -> Strip:
    cells = slice(first, first + _CELLS_PER_STRIP)
    places = np.flatnonzero(used[cells].any(axis=0))
    pixels = slice(int(places[0]), int(places[-1]) + 1)
    return Strip(cells, pixels, np.ascontiguousarray(weights[:, cells, pixels]))


@lru_cache(_CACHED_TAPS)
def _taps(full: int) -> tuple[Indices, Indices, Doubles]:
    """Return (cells, positions, weights), broadcastable, of the two box passes at the kept positions.

    A box at k averages positions k - before to k + after, fewer at the ends. The weight of position p in the
    box of boxes at c is the sum, over each k in the box at c whose own box has p, of 1 / size(k), / size(c).
    """
    rows = np.arange(CELLS)[:, np.newaxis]
    if full == CELLS:  # the reference leaves a picture of 64x64 as it is
        return rows, rows, np.ones((CELLS, 1))
    before, after = box_reach(full)
    every = np.arange(full)
    starts, ends = np.maximum(every - before, 0), np.minimum(every + after + 1, full)
    shares = 1.0 / (ends - starts)
    sums = np.concatenate(([0.0], np.cumsum(shares)))
    centres = cell_centres(full)[:, np.newaxis]
    positions = np.clip(centres + np.arange(-2 * before, 2 * after + 1), 0, full - 1)
    first = np.maximum(positions - after, starts[centres])
    last = np.minimum(positions + before + 1, ends[centres])
    inside = positions == centres + np.arange(-2 * before, 2 * after + 1)
    return rows, positions, np.where(inside, sums[last] - sums[first], 0.0) * shares[centres]


def _entries(side: Side, way: Way) -> tuple[Indices, Doubles]:
    """Return (places, weights): what to add up where in the flat matrix (64, side.pixels)."""
    cells, positions, weights = _taps(SAMPLED_SIDE if way.sampled else side.full)
    if way.sampled:
        positions = sampled_positions(side.full)[positions]
    if way.mirrored:
        cells, positions = CELLS - 1 - cells, side.full - 1 - positions
    row = cells * side.pixels
    if side.pixels == side.full:
        return (row + positions).ravel(), weights.ravel()
    blocks, shares = _shares(side)
    return (row + blocks[:, positions]).ravel(), (weights * shares[:, positions]).ravel()


@lru_cache(_CACHED_SHARES)
def _shares(side: Side) -> tuple[Indices, Doubles]:
    """Return (blocks, shares), both (5, full): what blocks each full-size pixel is taken for."""
    block = block_pixels(side)
    every = np.arange(side.full)
    owner = np.minimum((every / block).astype(np.int64), side.pixels - 1)
    blocks = np.clip(owner + _NEIGHBOURS[:, np.newaxis], 0, side.pixels - 1)
    return blocks, _FITS @ _moments(every / block - owner - 0.5, 1 / block)


def _moments(start: Doubles, length: float) -> Doubles:
    """Return the means of 1, x, ... x**4 from *start* (n) to *start* + *length*, shape (5, n)."""
    before, after = (np.cumprod(np.tile(edge, (len(_POWERS), 1)), axis=0) for edge in (start, start + length))
    return (after - before) / (_POWERS[:, np.newaxis] * length)


_FITS: Doubles = np.linalg.inv(_moments(_NEIGHBOURS.astype(np.float64) - 0.5, 1.0)).astype(np.float64)
"""Shape (5, 5): what each block weighs in each moment of the polynomial through all five means."""
