"""PDQ fingerprints of a picture's luminance, in both published families and all eight positions.

The cells and coefficients are two small matrix products per side (`pdq_weights`). On a full-size picture, the
few whose bits depend on how float32 rounds are computed again in the published order (`pdq_published`), so
that the hash is the reference's to the last bit. On a reduced one there is no published answer; those few are
computed again in float64 and rounded, so that every machine gives the same.

Source: PDQ, https://github.com/facebook/ThreatExchange/tree/main/pdq
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.pdq_published import COSINES, KEPT, published_cells, published_coefficients
from lapwing.signals.kernels.pdq_weights import (
    SAMPLED_SIDE,
    Side,
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

_MEDIAN = KEPT * KEPT // 2 - 1  # the lower of the two middle ones
_GRADIENTS_PER_QUALITY = 90

# Largest difference seen between ours and the reference, over the pictures of tests/vectors/signals/pdq and
# some thousand more: 0.006 for coefficients, 0.0015 for cells. The margins are several times that.
_FULL_SIZE_DOUBT = 0.03
_REDUCED_DOUBT = 0.004  # between two orders of our own additions
_GRADIENT_DOUBT = 0.004
_ROUNDED_TO = 1024.0  # steps per unit; float64 is a million times finer

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """PDQ of one picture.

    hashes: shape (8, 32), uint8; row t is the hash of the picture laid down in position t of TURNS.
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
    """cells: 64x64 means. coefficients: 16x16 DCT coefficients of them."""

    cells: Floats
    coefficients: Floats


def full_fingerprint(picture: Picture) -> Fingerprint:
    """Return PDQ as pdqhash, HMA and the Java reference give it: from the full-size picture."""
    if min(picture.full_rows, picture.full_columns) < LEAST_PIXELS:
        return Fingerprint(np.zeros((TURNS, KEPT * KEPT // 8), np.uint8), 0)
    reading = _read(picture, np.float32, sampled=False)
    if not _doubtful(reading, _FULL_SIZE_DOUBT if picture.exact else _REDUCED_DOUBT):
        return _fingerprint(reading)
    return _fingerprint(_published(picture.luma) if picture.exact else _rounded(picture, sampled=False))


def sampled_fingerprint(picture: Picture) -> Fingerprint:
    """Return PDQ as the C++ reference gives it: from 512 by 512 samples where a side is longer than that."""
    if not picture.sampled:
        return full_fingerprint(picture)
    if picture.exact:
        return full_fingerprint(_samples(picture))
    reading = _read(picture, np.float32, sampled=True)
    return _fingerprint(_rounded(picture, sampled=True) if _doubtful(reading, _REDUCED_DOUBT) else reading)


def turned(coefficients: Floats) -> Floats:
    """Return the coefficients of the eight positions, shape (8, 16, 16), from those of the upright picture.

    Mirroring a picture left to right changes the sign of the odd frequencies along its rows, which are the
    even columns here, since frequency 0 is left out; a quarter turn clockwise is a transposition, then that.
    """
    signs = np.where(np.arange(KEPT) % 2, 1, -1).astype(coefficients.dtype)
    flipped, swapped = coefficients * signs, coefficients.T
    across = signs[:, np.newaxis]
    positions = (
        coefficients,
        swapped * signs,
        flipped * across,
        swapped * across,
        flipped,
        swapped * across * signs,
        coefficients * across,
        swapped,
    )
    return np.stack(positions)


def hashes_of(coefficients: Floats) -> NDArray[np.uint8]:
    """Return the hashes (n, 32) of *coefficients* (n, 16, 16): a bit says that one is above their median."""
    flat = coefficients.reshape(-1, KEPT * KEPT)
    medians = np.partition(flat, _MEDIAN, axis=1)[:, _MEDIAN]
    return np.packbits((flat > medians[:, np.newaxis])[:, ::-1], axis=1)


def quality_of(cells: Floats) -> int:
    """Return 0 (featureless) to 100: how much neighbouring cells differ, in whole hundredths of white."""
    return min(MOST_QUALITY, int(_gradients(cells).astype(np.int32).sum()) // _GRADIENTS_PER_QUALITY)


def _full_span(side: Side, first: int, last: int) -> tuple[int, int]:
    block = block_pixels(side)
    return round(first * block), min(round(last * block), side.full)


def _fingerprint(reading: _Reading) -> Fingerprint:
    return Fingerprint(hashes_of(turned(reading.coefficients)), quality_of(reading.cells))


def _read(picture: Picture, dtype: type[np.floating[Any]], *, sampled: bool) -> _Reading:
    rows, columns = picture.luma.shape
    down = strips(Side(rows, picture.full_rows, sampled))
    across = strips(Side(columns, picture.full_columns, sampled))
    cells = weigh_columns(weigh_rows(picture.luma, down, dtype), across)
    return _Reading(cells, COSINES @ cells @ COSINES.T)


def _published(luma: NDArray[Any]) -> _Reading:
    cells = published_cells(luma)
    return _Reading(cells, published_coefficients(cells))


def _rounded(picture: Picture, *, sampled: bool) -> _Reading:
    reading = _read(picture, np.float64, sampled=sampled)
    return _Reading(
        np.rint(reading.cells * _ROUNDED_TO) / _ROUNDED_TO,
        np.rint(reading.coefficients * _ROUNDED_TO) / _ROUNDED_TO,
    )


def _samples(picture: Picture) -> Picture:
    rows, columns = sampled_positions(picture.full_rows), sampled_positions(picture.full_columns)
    luma = picture.luma[rows[:, np.newaxis], columns]
    return Picture(luma, SAMPLED_SIDE, SAMPLED_SIDE, exact=True)


def _doubtful(reading: _Reading, doubt: float) -> bool:
    """Say whether rounding could move a coefficient over the median or the quality to another number."""
    flat = np.partition(reading.coefficients.ravel(), (_MEDIAN, _MEDIAN + 1))
    return bool(flat[_MEDIAN + 1] - flat[_MEDIAN] < doubt) or _quality_doubtful(reading.cells)


def _quality_doubtful(cells: Floats) -> bool:
    gradients = _gradients(cells)
    least = int(np.maximum(gradients - _GRADIENT_DOUBT, 0).astype(np.int32).sum())
    most = int((gradients + _GRADIENT_DOUBT).astype(np.int32).sum())
    low, high = (min(MOST_QUALITY, each // _GRADIENTS_PER_QUALITY) for each in (least, most))
    return low != high


def _gradients(cells: Floats) -> Floats:
    """Return how much each cell differs from the one below and the one beside it, in hundredths of white."""
    down, beside = cells[:-1] - cells[1:], cells[:, :-1] - cells[:, 1:]
    return np.abs(np.concatenate((down.ravel(), beside.ravel())) * np.float32(100) / np.float32(255))
