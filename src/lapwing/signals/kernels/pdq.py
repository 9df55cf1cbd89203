"""PDQ fingerprints of a picture's luminance, in both published families and all eight positions.

The cells and coefficients are two small matrix products per side (`pdq_weights`), in which the mirrored sides
and both families share one reading of the luma. On a full-size picture, the few whose bits depend on how
float32 rounds are computed again in the published order (`pdq_published`), so that the hash is that of the
reference to the last bit. On a reduced one there is no published answer; those few are computed again in
float64 and rounded, so that every machine gives the same.

Source: PDQ, https://github.com/facebook/ThreatExchange/tree/main/pdq
"""

from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.pdq_published import COSINES, KEPT, published_cells, published_coefficients
from lapwing.signals.kernels.pdq_weights import (
    SAMPLED_SIDE,
    Side,
    Way,
    block_pixels,
    sampled_positions,
    strips,
    weigh_columns,
    weigh_rows,
)

TURNS = 8
"""Positions of a picture, in the order of `Turn`: 0, 90, 180, 270 degrees clockwise, plain then mirrored."""

LEAST_PIXELS = 5  # of a side, below which the reference gives the zero hash and quality 0
MOST_QUALITY = 100

# The position t of TURNS is the picture with its rows in reverse order, then its columns, then transposed.
_ROWS_REVERSED = np.array((0, 1, 1, 0, 0, 1, 1, 0))
_COLUMNS_REVERSED = np.array((0, 0, 1, 1, 1, 1, 0, 0))

_UPRIGHT = 1  # position, which is the first
_MEDIAN = KEPT * KEPT // 2 - 1  # the lower of the two middle ones
_GRADIENTS_PER_QUALITY = 90

# Largest difference seen between ours and the reference, over the pictures of tests/vectors/signals/pdq and
# some thousand more: 0.006 for coefficients, 0.0015 for cells. The margins are several times that.
_PUBLISHED_DOUBT = 0.03
_DOUBT = 0.004  # between two orders of our own additions
_GRADIENT_DOUBT = 0.004
_ROUNDED_TO = 1024.0  # steps per unit; float64 is a million times finer

Floats = NDArray[np.floating[Any]]


FULL_ONLY = (False,)
BOTH = (False, True)
"""The families: whether a picture is sampled to 512 by 512 first."""


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """PDQ of one picture.

    hashes: shape (n, 32), uint8; row t is the hash of the picture laid down in position t of TURNS.
        n is 8, or 1 where only the upright one was asked for.
    quality: 0 (featureless) to 100.
    """

    hashes: NDArray[np.uint8]
    quality: int


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A luma (rows, columns), uint8 or float32, and the size in pixels of the picture that it stands for.

    exact: *luma* is the full-size picture itself, so the published hash is wanted to the last bit.
    """

    luma: NDArray[Any]
    full_rows: int
    full_columns: int
    exact: bool

    def part(self, box: Box) -> "Picture":
        """Return the part of the picture that *box* cuts out of its luma."""
        rows, columns = self.luma.shape
        top, bottom = _full_span(Side(rows, self.full_rows), box.top, box.bottom)
        left, right = _full_span(Side(columns, self.full_columns), box.left, box.right)
        return Picture(box.of(self.luma), bottom - top, right - left, self.exact)

    @property
    def sampled(self) -> bool:
        """Say whether the two families differ: the C++ reference samples where a side is above 512 pixels."""
        return max(self.full_rows, self.full_columns) > SAMPLED_SIDE


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """cells: 64x64 means. coefficients: 16x16 of them.

    Both have two axes before: rows as they are or reversed, columns as they are or reversed; of length 1
    where only the upright picture was asked for.
    middle: the two middle coefficients of each; shape (n, 2), in the order of the two axes laid end to end.
    gradients: see _gradients, of the upright cells. steep: the sum of their whole parts.
    """

    cells: Floats
    coefficients: Floats
    middle: Floats
    gradients: Floats
    steep: int


def fingerprints(
    picture: Picture, *, turns: int = TURNS, families: tuple[bool, ...] = BOTH
) -> tuple[Fingerprint, ...]:
    """Return PDQ of *picture* in each family that it has and that is asked for.

    Args:
        picture: of any size.
        turns: TURNS for all positions, 1 for the upright one.
        families: BOTH, or FULL_ONLY.

    Returns:
        First as pdqhash, HMA and the Java reference give it, from the full-size picture. Where a side is
        above 512 pixels, then as the C++ reference gives it, from 512 by 512 samples. Each position has the
        hash that the reference gives to a picture so turned, ties at the median apart.
    """
    families = families if picture.sampled else FULL_ONLY
    if min(picture.full_rows, picture.full_columns) >= LEAST_PIXELS:
        return tuple(_fingerprint(reading) for reading in _settled(picture, families, turns))
    nothing = Fingerprint(np.zeros((turns, KEPT * KEPT // 8), np.uint8), 0)
    if families == FULL_ONLY:
        return (nothing,)
    (reading,) = _settled(picture, (True,), turns)  # its samples are 512 a side, however thin it is
    return nothing, _fingerprint(reading)


def hashes_of(coefficients: Floats) -> NDArray[np.uint8]:
    """Return the hashes (n, 32) of *coefficients* (n, 16, 16): a bit says that one is above their median."""
    return _packed(_above(coefficients, _middle(coefficients)))


def _settled(picture: Picture, families: tuple[bool, ...], turns: int) -> list[_Reading]:
    """Return one reading for each of *families* (True is sampled), each without doubt about its bits."""
    readings = _read(picture, families, turns, np.float32)
    doubted = tuple(compress(families, [_doubtful(reading, _DOUBT) for reading in readings]))
    if doubted:
        finer = dict(zip(doubted, _read(picture, doubted, turns, np.float64), strict=True))
        readings = [
            _rounded(finer[family]) if family in finer else reading
            for family, reading in zip(families, readings, strict=True)
        ]
    if not picture.exact:
        return readings
    return [
        _with_published(reading, _samples(picture) if sampled else picture.luma)
        if _doubtful(reading, _PUBLISHED_DOUBT, positions=_UPRIGHT)
        else reading
        for reading, sampled in zip(readings, families, strict=True)
    ]


def _read(
    picture: Picture, families: tuple[bool, ...], turns: int, dtype: type[np.floating[Any]]
) -> list[_Reading]:
    rows, columns = picture.luma.shape
    reversals = (False, True) if turns == TURNS else (False,)
    ways = [tuple(Way(sampled, mirrored) for mirrored in reversals) for sampled in families]
    every_way = tuple(way for each in ways for way in each)
    weighed = weigh_rows(picture.luma, strips(Side(rows, picture.full_rows), every_way), dtype)
    parts = weighed.reshape(len(families), len(reversals), *weighed.shape[1:])
    across = [strips(Side(columns, picture.full_columns), each) for each in ways]
    return _transformed(
        np.stack([weigh_columns(part, each) for part, each in zip(parts, across, strict=True)])
    )


def _transformed(cells: Floats) -> list[_Reading]:
    """Return a reading of each of *cells* (n, 2, 2, 64, 64), which came in the order of the plain picture."""
    cells[:, 1:] = cells[:, 1:, :, ::-1].copy()
    cells[:, :, 1:] = cells[:, :, 1:, :, ::-1].copy()
    return list(map(_reading, cells, COSINES @ cells @ COSINES.T))


def _reading(cells: Floats, coefficients: Floats) -> _Reading:
    gradients = _gradients(cells[0, 0])
    return _Reading(cells, coefficients, _middle(coefficients), gradients, _steep(gradients))


def _with_published(reading: _Reading, luma: NDArray[Any]) -> _Reading:
    cells, coefficients = reading.cells.astype(np.float32), reading.coefficients.astype(np.float32)
    cells[0, 0] = published_cells(luma)
    coefficients[0, 0] = published_coefficients(cells[0, 0])
    return _reading(cells, coefficients)


def _rounded(reading: _Reading) -> _Reading:
    return _reading(
        np.rint(reading.cells * _ROUNDED_TO) / _ROUNDED_TO,
        np.rint(reading.coefficients * _ROUNDED_TO) / _ROUNDED_TO,
    )


def _samples(picture: Picture) -> NDArray[Any]:
    rows, columns = sampled_positions(picture.full_rows), sampled_positions(picture.full_columns)
    return picture.luma[rows[:, np.newaxis], columns]


def _fingerprint(reading: _Reading) -> Fingerprint:
    above = _above(reading.coefficients, reading.middle)
    if len(reading.coefficients) > 1:
        above = above.reshape(2, 2, KEPT, KEPT)[_ROWS_REVERSED, _COLUMNS_REVERSED]
        above[1::2] = above[1::2].swapaxes(1, 2).copy()
    return Fingerprint(_packed(above), _quality(reading.steep))


def _middle(coefficients: Floats) -> Floats:
    """Return the two middle ones of each 16x16; they are the same however the picture lies."""
    flat = coefficients.reshape(-1, KEPT * KEPT)
    # Of so few, sorting all is several times as fast as finding two.
    middle: Floats = np.sort(flat, axis=1)[:, _MEDIAN : _MEDIAN + 2]
    return middle


def _above(coefficients: Floats, middle: Floats) -> NDArray[np.bool_]:
    """Say of each coefficient whether it is above the lower of the middle ones; shape (n, 16, 16)."""
    above: NDArray[np.bool_] = coefficients.reshape(-1, KEPT, KEPT) > middle[:, :1, np.newaxis]
    return above


def _packed(above: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(above.reshape(-1, KEPT * KEPT)[:, ::-1], axis=1)


def _doubtful(reading: _Reading, doubt: float, *, positions: int = TURNS) -> bool:
    """Say whether rounding could move a coefficient over the median or the quality to another number."""
    middle = reading.middle[:positions]
    return bool((middle[:, 1] - middle[:, 0] < doubt).any()) or _quality_doubtful(reading)


def _steep(gradients: Floats) -> int:
    return int(gradients.astype(np.int32).sum(dtype=np.int32))


def _quality(steep: int) -> int:
    return min(MOST_QUALITY, steep // _GRADIENTS_PER_QUALITY)


def _quality_doubtful(reading: _Reading) -> bool:
    gradients = reading.gradients
    # Each could lose one at most, and most pictures have far more than enough.
    if _quality(reading.steep - gradients.size) == MOST_QUALITY:
        return False
    least, most = (_steep(np.maximum(gradients + by, 0)) for by in (-_GRADIENT_DOUBT, _GRADIENT_DOUBT))
    return _quality(least) != _quality(most)


def _gradients(cells: Floats) -> Floats:
    """Return how much each cell differs from the one below and the one beside it, in hundredths of white."""
    down, beside = cells[:-1] - cells[1:], cells[:, :-1] - cells[:, 1:]
    return np.abs(np.concatenate((down.ravel(), beside.ravel())) * np.float32(100) / np.float32(255))


def _full_span(side: Side, first: int, last: int) -> tuple[int, int]:
    block = block_pixels(side)
    return round(first * block), min(round(last * block), side.full)
