"""Seams are found where pictures meet and collages are divided, and frames by both their sides."""

import numpy as np
import pytest

from lapwing.signals.kernels.flat_lines import View
from lapwing.signals.kernels.seams import frame_pair, is_pattern, seams, strengths
from tests.pdq_material import Grey, hills, noise


def as_view(luma: Grey) -> View:
    return luma.astype(np.float32)


def stacked(*heights: int) -> View:
    return as_view(np.concatenate([hills((height, 200), 9 * place) for place, height in enumerate(heights)]))


@pytest.mark.parametrize("seed", range(6))
def test_a_picture_has_neither_seam_nor_frame(seed: int) -> None:
    sharpness = strengths(as_view(hills((150, 200), seed)))
    assert seams(sharpness) == ()
    assert frame_pair(sharpness) is None


@pytest.mark.parametrize("heights", [(80, 80), (60, 60, 60), (50, 100), (50, 50, 50, 50)])
def test_pictures_that_meet_leave_a_seam_between_them(heights: tuple[int, ...]) -> None:
    assert seams(strengths(stacked(*heights))) == tuple(np.cumsum(heights)[:-1])


def test_a_line_where_collages_are_not_divided_is_a_horizon() -> None:
    assert seams(strengths(stacked(92, 68))) == ()


@pytest.mark.parametrize("heights", [(80, 80), (50, 50, 50, 50), (25,) * 7])
def test_a_collage_of_few_rows_is_no_pattern(heights: tuple[int, ...]) -> None:
    assert not is_pattern(strengths(stacked(*heights)))


def test_sharp_lines_throughout_a_picture_are_a_pattern() -> None:
    blinds = as_view(hills((160, 200), 1) // 2)
    blinds[np.arange(160) // 8 % 2 == 1] += 100
    assert is_pattern(strengths(blinds))


@pytest.mark.parametrize("edge", [10, 40])
def test_a_frame_is_as_wide_on_one_side_as_on_the_other(edge: int) -> None:
    framed = as_view(noise((160, 200), 1) // 8 + 40)
    framed[edge : 160 - edge, 20:180] = hills((160 - 2 * edge, 160), 3)
    assert frame_pair(strengths(framed)) == (edge, 160 - edge)


def test_one_edge_is_no_frame() -> None:
    half = as_view(noise((160, 200), 1) // 8 + 40)
    half[30:] = hills((130, 200), 3)
    assert frame_pair(strengths(half)) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (2, 3), (9, 7)])
def test_tiny_views_have_strengths(shape: tuple[int, int]) -> None:
    assert strengths(as_view(hills(shape, 1))).shape == (shape[0], 8)
