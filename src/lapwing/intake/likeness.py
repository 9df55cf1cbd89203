"""Whether a small picture inside a file is the file's own picture over again, as thumbnails are."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lapwing.model.content import Luma

# A grid so coarse that it is the same for a thumbnail of 160x120; as fine as the fingerprint's own.
GRID = 16
# Rows looked at, evenly apart; enough among the finest of patterns, as of each all points are.
ROWS = 150
# Of 150 made pictures all but one are 0.97 or more like their own thumbnail of 160x120, and none is 0.95 like
# another's.
LEAST_ALIKE = 0.96
# Of less than one level nothing can be seen; two such pictures are the same if they are about as light.
LEAST_CONTRAST = 1.0
AS_LIGHT = 8.0
# Thumbnails have a fixed shape; what does not fit it gets bars.
SAME_SHAPE = 1.02


def alike(picture: Luma, small: Luma) -> bool:
    """Say whether *small* shows what *picture* shows, black bars round it left aside; both as displayed."""
    one, other = _grid(picture), _grid(_without_bars(small, picture.shape[1] / picture.shape[0]))
    means = float(one.mean()), float(other.mean())
    one, other = one - means[0], other - means[1]
    spreads = math.sqrt(one @ one / one.size), math.sqrt(other @ other / one.size)
    if min(spreads) < LEAST_CONTRAST:
        return max(spreads) < LEAST_CONTRAST and abs(means[0] - means[1]) < AS_LIGHT
    return float(one @ other) / one.size >= LEAST_ALIKE * spreads[0] * spreads[1]


def _without_bars(small: Luma, shape: float) -> Luma:
    rows, columns = small.shape
    if columns > rows * shape * SAME_SHAPE:
        cut = min(round((columns - rows * shape) / 2), (columns - 1) // 2)
        return small[:, cut : columns - cut]
    if columns * SAME_SHAPE < rows * shape:
        cut = min(round((rows - columns / shape) / 2), (rows - 1) // 2)
        return small[cut : rows - cut]
    return small


def _grid(luma: Luma) -> NDArray[np.float32]:
    rows = np.ascontiguousarray(luma[:: max(1, luma.shape[0] // ROWS)])
    means = Image.fromarray(rows).resize((GRID, GRID), Image.Resampling.BOX)
    return np.asarray(means, dtype=np.float32).ravel()
