"""Straight lines across a picture where one picture ends and another begins without a gap between them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lapwing.signals.kernels.flat_lines import View

Strengths = NDArray[np.float32]
"""Shape (lines, 8): how much sharper the step onto a line is than those around it, in each eighth, sorted."""

_PARTS = 8
_CACHED_LENGTHS = 256  # 8 kB each
_NEAR, _FAR = 2, 7  # a step is compared with those 2 to 7 lines before and after it
_LEAST_STEP = 3.0  # mean tones

# Times the steps around it. Over 60 pairs of pictures, 95 of 100 seams are above the first in seven of eight
# parts and above the second in five; no line inside 60 pictures was above the first in seven.
_SHARP_THROUGHOUT = 1.2
_SHARP_MOSTLY = 1.5
_SHARP_BOTH = 1.3  # of two lines as far from one end as from the other

_EDGE = 0.03  # nothing is looked for so near to the end, as a share of the lines
_WIDEST_FRAME = 0.4
_USUAL = (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4)  # where collages are divided
_USUAL_WITHIN = 0.012
_PAIR_WITHIN = 2  # lines by which the two sides of a frame may differ


def strengths(view: View) -> Strengths:
    """Return how sharp the step onto each line of *view* is; line 0 has none."""
    lines, places = view.shape
    means = np.zeros((lines, _PARTS), np.float32)
    np.matmul(np.abs(view[1:] - view[:-1]), _averages(places), out=means[1:])
    sharp = means / (_around(means) + np.float32(1))
    return np.sort(np.where(means >= _LEAST_STEP, sharp, np.float32(0)), axis=1)


def seams(sharpness: Strengths) -> tuple[int, ...]:
    """Return the lines at which a picture falls into pictures set side by side, in order.

    A seam is sharp along its whole length and lies where collages are usually divided; horizons are as
    sharp, but seldom there.
    """
    sharp = (sharpness[:, 1] >= _SHARP_THROUGHOUT) & (sharpness[:, 3] >= _SHARP_MOSTLY)
    return tuple(line for line in _sharpest_of_each(sharp, sharpness) if _divides(line, len(sharpness)))


def frame_pair(sharpness: Strengths) -> tuple[int, int] | None:
    """Return the two lines between which a picture stands in a frame as wide on one side as on the other.

    The ends of an inner edge lie in the frame, so five parts of eight are enough; but both edges are wanted.
    """
    lines = len(sharpness)
    nearest, furthest = max(2, round(lines * _EDGE)), round(lines * _WIDEST_FRAME)
    strength = np.where(sharpness[:, 3] >= _SHARP_BOTH, sharpness[:, 3], 0)
    best, most = None, 0.0
    for first in nearest + np.flatnonzero(strength[nearest:furthest]):
        opposite = lines - int(first)
        for last in range(opposite - _PAIR_WITHIN, min(opposite + _PAIR_WITHIN + 1, lines)):
            both = float(min(strength[first], strength[last]))
            if both > most:
                best, most = (int(first), last), both
    return best


@lru_cache(_CACHED_LENGTHS)
def _averages(places: int) -> Strengths:
    """Return the matrix (places, 8) that averages a line over each of its eighths."""
    part = np.arange(places) * _PARTS // places
    member = part[:, np.newaxis] == np.arange(_PARTS)
    averages: Strengths = (member / np.maximum(member.sum(axis=0), 1)).astype(np.float32)
    return averages


def _around(steps: Strengths) -> Strengths:
    """Return, for each line, the mean step over the lines a little before and a little after it."""
    counted = np.ones((len(steps), 1), np.float32)
    counted[0] = 0  # there is no step onto the first line
    around = _sum_around(steps) / np.maximum(_sum_around(counted), np.float32(1))
    return around.astype(np.float32, copy=False)


def _sum_around(values: Strengths) -> Strengths:
    lines = len(values)
    padded = np.zeros((lines + 2 * _FAR + 1, values.shape[1]), np.float32)
    padded[_FAR + 1 : _FAR + 1 + lines] = values
    sums = np.cumsum(padded, axis=0)
    spans = ((0, _FAR - _NEAR + 1), (_FAR + _NEAR, 2 * _FAR + 1))
    around: Strengths = np.zeros_like(values)
    for first, last in spans:
        around += sums[last : last + lines] - sums[first : first + lines]
    return around


def _sharpest_of_each(sharp: NDArray[np.bool_], sharpness: Strengths) -> list[int]:
    """Return one line of each cluster of neighbouring sharp lines."""
    found = np.flatnonzero(sharp)
    clusters = np.split(found, np.flatnonzero(np.diff(found) > _NEAR) + 1)
    return [int(each[np.argmax(sharpness[each, 3])]) for each in clusters if len(each)]


def _divides(line: int, lines: int) -> bool:
    return any(abs(line / lines - place) <= _USUAL_WITHIN for place in _USUAL)
