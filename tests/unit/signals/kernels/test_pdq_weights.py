"""The weights are those of two box passes and decimation, and a reduced side stands for the full one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.signals.kernels.pdq_published import published_cells
from lapwing.signals.kernels.pdq_weights import (
    CELLS,
    Doubles,
    Side,
    Way,
    block_pixels,
    box_reach,
    cell_centres,
    matrices,
    sampled_positions,
    strips,
    weigh_columns,
    weigh_rows,
)
from tests.pdq_material import hills

SIDES = st.integers(5, 1500)
PLAIN = Way(sampled=False, mirrored=False)
WAYS = st.builds(Way, st.booleans(), st.booleans())


def matrix(side: Side, way: Way) -> Doubles:
    (weights,) = matrices(side, (way,))
    return np.asarray(weights)


def boxes_one_by_one(full: int) -> Doubles:
    """Return the same matrix by two plain passes over the identity."""
    before, after = box_reach(full)
    once = np.zeros((full, full))
    for place in range(full):
        window = slice(max(0, place - before), min(full, place + after + 1))
        once[place, window] = 1 / len(range(*window.indices(full)))
    return (once @ once)[cell_centres(full)]


@pytest.mark.parametrize("full", [5, 63, 65, 127, 128, 129, 200, 256, 257, 511, 777])
def test_the_weights_are_those_of_two_box_passes(full: int) -> None:
    assert np.allclose(matrix(Side(full, full), PLAIN), boxes_one_by_one(full), atol=1e-12)


def test_sixty_four_pixels_are_left_as_they_are() -> None:
    assert np.array_equal(matrix(Side(CELLS, CELLS), PLAIN), np.eye(CELLS))


@given(full=SIDES, block=st.integers(1, 9), way=WAYS)
def test_every_cell_is_a_mean_whatever_the_reduction(full: int, block: int, way: Way) -> None:
    weights = matrix(Side(-(-full // block), full), way)
    assert np.allclose(weights.sum(axis=1), 1)


@given(full=st.integers(300, 3000), block=st.integers(2, 8), way=WAYS)
def test_an_even_slope_is_measured_alike_at_every_reduction(full: int, block: int, way: Way) -> None:
    full -= full % block
    slope = np.arange(full, dtype=np.float64)
    means = slope.reshape(-1, block).mean(axis=1)
    exact = matrix(Side(full, full), way) @ slope
    near = matrix(Side(len(means), full), way) @ means
    assert np.allclose(near[4:-4], exact[4:-4], atol=1e-6)  # the ends have a neighbour on one side only


@given(full=st.integers(600, 3000), block=st.integers(2, 8), power=st.integers(2, 4), way=WAYS)
def test_a_smooth_bend_is_measured_alike_at_every_reduction(
    full: int, block: int, power: int, way: Way
) -> None:
    full -= full % block
    edges = np.linspace(-1, 1, full + 1) ** (power + 1)
    bend = np.diff(edges) * full / (2 * power + 2)  # each pixel the mean of x**power over its place
    means = bend.reshape(-1, block).mean(axis=1)
    exact = matrix(Side(full, full), way) @ bend
    near = matrix(Side(len(means), full), way) @ means
    assert np.allclose(near[5:-5], exact[5:-5], atol=1e-9)  # the ends have neighbours on one side only


@given(full=SIDES, block=st.integers(1, 8))
def test_a_whole_block_is_recognised_where_the_side_is_long_enough(full: int, block: int) -> None:
    pixels = -(-full // block)
    if pixels > block:
        assert block_pixels(Side(pixels, full)) == block


def test_a_reduction_by_no_whole_block_is_the_plain_ratio() -> None:
    assert block_pixels(Side(300, 400)) == pytest.approx(4 / 3)


def test_samples_are_those_of_the_reference() -> None:
    assert list(sampled_positions(512)) == list(range(512))
    assert list(sampled_positions(1024)[:3]) == [0, 2, 4]
    assert list(sampled_positions(256)[:4]) == [0, 0, 1, 1]


@pytest.mark.slow
@given(rows=st.integers(5, 200), columns=st.integers(5, 200))
@settings(max_examples=30)
def test_strips_weigh_as_the_whole_matrices_do(rows: int, columns: int) -> None:
    luma = hills((rows, columns), rows)
    down, across = Side(rows, rows), Side(columns, columns)
    ways = (PLAIN, Way(sampled=False, mirrored=True))
    cells = weigh_columns(weigh_rows(luma, strips(down, ways), np.float32), strips(across, ways))
    for high, wide in product(range(2), repeat=2):
        weighed = matrix(down, ways[high]) @ luma @ matrix(across, ways[wide]).T
        assert np.allclose(cells[high, wide], weighed, atol=2e-3)
    if CELLS not in {rows, columns}:  # the reference leaves 64x64 alone, but not 64 by another length
        assert np.allclose(cells[0, 0], published_cells(luma), atol=2e-3)


@given(full=SIDES, sampled=st.booleans())
def test_mirrored_weights_are_those_of_the_mirrored_side(full: int, *, sampled: bool) -> None:
    plain, mirrored = (matrix(Side(full, full), Way(sampled, mirrored)) for mirrored in (False, True))
    assert np.allclose(mirrored, plain[::-1, ::-1], atol=1e-12)


def test_a_side_too_long_to_keep_is_weighed_all_the_same() -> None:
    (first, *_, last) = strips(Side(9000, 9000), (PLAIN,))
    assert first.pixels.start == 0
    assert last.pixels.stop > 8900
