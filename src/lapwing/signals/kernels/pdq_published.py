"""PDQ's 64x64 cells and 16x16 coefficients in the published order of additions, equal to the last bit.

Where two coefficients at the median differ by less than the rounding of float32 (flat, striped and symmetric
pictures), the published hash depends on the order in which the reference adds. This follows that order, at
about the reference's own speed; `pdq` asks for it only where the order can matter.

Source: PDQ, https://github.com/facebook/ThreatExchange/tree/main/pdq (cpp: downscaling, hashing).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.pdq_weights import CELLS, box_reach, cell_centres

KEPT = 16

Floats32 = NDArray[np.float32]


def _cosines() -> Floats32:
    frequency = np.arange(1, KEPT + 1)[:, np.newaxis]
    position = 2 * np.arange(CELLS) + 1
    scale = float(np.float32(np.sqrt(2.0 / CELLS)))  # the reference rounds the factor before it multiplies
    cosines: Floats32 = (scale * np.cos(np.pi / 2 / CELLS * frequency * position)).astype(np.float32)
    return cosines


COSINES = _cosines()
"""The DCT-II frequencies 1 to 16 over 64 positions, shape (16, 64); frequency 0 is left out."""


def published_cells(luma: NDArray[Any]) -> Floats32:
    """Return the 64x64 cells of a full-size *luma* (rows, columns), each side 5 pixels or more."""
    if luma.shape == (CELLS, CELLS):
        return luma.astype(np.float32)
    values = _boxed_down(_boxed_across(luma.astype(np.float32)))
    values = _boxed_across(values)[:, cell_centres(luma.shape[1])]
    return _boxed_down(values)[cell_centres(luma.shape[0])]


def published_coefficients(cells: Floats32) -> Floats32:
    """Return the 16x16 DCT coefficients of 64x64 *cells*."""
    columns = np.add.accumulate(COSINES[:, :, np.newaxis] * cells, axis=1)[:, -1]
    return np.add.accumulate(columns[:, np.newaxis, :] * COSINES, axis=2)[:, :, -1]


def _boxed_across(values: Floats32) -> Floats32:
    return _boxed_down(values.T).T


def _boxed_down(values: Floats32) -> Floats32:
    """Return the running mean of each column: first one value in, then one out, then the sum is divided."""
    values = np.ascontiguousarray(values)
    length = values.shape[0]
    before, after = box_reach(length)
    sizes = _window_sizes(length)
    means = np.empty(values.shape, np.float32)
    sums = np.zeros(values.shape[1], np.float32)
    for place in range(-after, length):
        if place + after < length:
            sums += values[place + after]
        if place > before:
            sums -= values[place - before - 1]
        if place >= 0:
            np.divide(sums, sizes[place], out=means[place])
    return means


def _window_sizes(length: int) -> Floats32:
    before, after = box_reach(length)
    place = np.arange(length)
    return (np.minimum(place + after + 1, length) - np.maximum(place - before, 0)).astype(np.float32)
