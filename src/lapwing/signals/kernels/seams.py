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

# Collages have up to three seams a side, pictures up to three lines as sharp; tilings and blinds from nine.
_MOST_SHARP_LINES = 8

_EDGE = 0.03  # nothing is looked for so near to the end, as a share of the lines
_WIDEST_FRAME = 0.4
_USUAL = (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4)  # where collages are divided
_USUAL_WITHIN = 0.012
_PAIR_WITHIN = 2  # lines by which the two sides of a frame may differ


def strengths(view: View) -> Strengths:
    """Return how sharp the step onto each line of *view* is; line 0 has none."""
    lines, places = view.shape
    means = np.zeros((lines, _PARTS), np.float32)
    steps = np.maximum(view[1:], view[:-1])
    steps -= np.minimum(view[1:], view[:-1])
    np.matmul(steps.astype(np.float32, copy=False), _averages(places), out=means[1:])
    sharp: Strengths = means / (_around(means) + np.float32(1))
    sharp[means < _LEAST_STEP] = 0
    sharp.sort(axis=1)
    return sharp


def is_pattern(sharpness: Strengths) -> bool:
    """Say whether so many lines are sharp that they are drawn in the picture, and none of them ends it."""
    return len(_clusters(_sharp(sharpness))) > _MOST_SHARP_LINES


def seams(sharpness: Strengths) -> tuple[int, ...]:
    """Return the lines at which a picture falls into pictures set side by side, in order.

    A seam is sharp along its whole length and lies where collages are usually divided; horizons are as
    sharp, but seldom there.
    """
    sharpest = (int(each[np.argmax(sharpness[each, 3])]) for each in _clusters(_sharp(sharpness)))
    return tuple(line for line in sharpest if _divides(line, len(sharpness)))


def frame_pair(sharpness: Strengths) -> tuple[int, int] | None:
    """Return the two lines between which a picture stands in a frame as wide on one side as on the other.

    The ends of an inner edge lie in the frame, so five parts of eight are enough; but both edges are wanted.
    """
    lines = len(sharpness)
    nearest, furthest = max(2, round(lines * _EDGE)), round(lines * _WIDEST_FRAME)
    strength = np.where(sharpness[:, 3] >= _SHARP_BOTH, sharpness[:, 3], 0).tolist()
    best, most = None, 0.0
    for first in range(nearest, furthest):
        if strength[first] <= most:
            continue
        opposite = lines - first
        for last in range(opposite - _PAIR_WITHIN, min(opposite + _PAIR_WITHIN + 1, lines)):
            both = min(strength[first], strength[last])
            if both > most:
                best, most = (first, last), both
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
    around = _sum_around(steps)
    around *= _shares_around(len(steps))
    return around


@lru_cache(_CACHED_LENGTHS)
def _shares_around(lines: int) -> Strengths:
    """Return one part of as many as there are steps around each line; shape (lines, 1)."""
    counted = np.ones((lines, 1), np.float32)
    counted[0] = 0  # there is no step onto the first line
    return np.reciprocal(np.maximum(_sum_around(counted), np.float32(1)))


def _sum_around(values: Strengths) -> Strengths:
    lines = len(values)
    sums = np.zeros((lines + 2 * _FAR + 1, values.shape[1]), np.float32)
    np.cumsum(values, axis=0, out=sums[_FAR + 1 : _FAR + 1 + lines])
    sums[_FAR + 1 + lines :] = sums[_FAR + lines]
    before = sums[_FAR - _NEAR + 1 :][:lines] - sums[:lines]
    after = sums[2 * _FAR + 1 :] - sums[_FAR + _NEAR :][:lines]
    around: Strengths = before + after
    return around


def _sharp(sharpness: Strengths) -> NDArray[np.int64]:
    """Return the lines that are sharp along their whole length, in order."""
    sharp = (sharpness[:, 1] >= _SHARP_THROUGHOUT) & (sharpness[:, 3] >= _SHARP_MOSTLY)
    return np.flatnonzero(sharp)


def _clusters(lines: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return *lines* with those together that are near one another."""
    return np.split(lines, np.flatnonzero(np.diff(lines) > _NEAR) + 1) if len(lines) else []


def _divides(line: int, lines: int) -> bool:
    return any(abs(line / lines - place) <= _USUAL_WITHIN for place in _USUAL)
