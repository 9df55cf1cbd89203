"""Frames are sampled across the whole length, the ends included."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.sampling import FRAME_PIXELS, WORK_FACTOR, spread, within_reach


@given(st.integers(1, 200_000), st.integers(1, 40))
def test_a_spread_is_even_and_has_both_ends(count: int, most: int) -> None:
    chosen = spread(count, most)
    assert len(chosen) == min(count, most)
    assert chosen[0] == 0
    if most > 1:
        assert chosen[-1] == count - 1
    steps = {after - before for before, after in pairwise(chosen)}
    assert not steps or (min(steps) >= 1 and max(steps) - min(steps) <= 1)


@pytest.mark.parametrize(("count", "reach"), [(50, 50), (51, 50), (100_000, 50)])
def test_reach_ends_where_the_work_is_done(count: int, reach: int) -> None:
    frame_pixels = 80_000
    most_pixels = 50 * (frame_pixels + FRAME_PIXELS) // WORK_FACTOR
    assert within_reach(count, frame_pixels=frame_pixels, most_pixels=most_pixels) == reach


def test_the_first_frame_is_always_in_reach() -> None:
    assert within_reach(9, frame_pixels=10**9, most_pixels=1) == 1
