"""Frames are sampled across the whole length, the ends included."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.sampling import FRAME_PIXELS, WORK_FACTOR, drawn, spread, within_reach


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


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=200), st.integers(1, 40))
def test_as_many_as_may_be_are_drawn_with_both_ends(times_ms: list[int], most: int) -> None:
    chosen = drawn(times_ms, most)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) == min(len(times_ms), most)
    assert chosen[0] == 0
    assert most == 1 or chosen[-1] == len(times_ms) - 1


@given(st.integers(1, 500), st.integers(1, 40), st.integers(1, 1000))
def test_frames_shown_alike_are_drawn_evenly(count: int, most: int, each_ms: int) -> None:
    assert drawn([each_ms] * count, most) == spread(count, most)


@given(st.integers(100, 2000), st.data())
def test_one_frame_shown_nearly_always_is_drawn(count: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, count - 1))
    times_ms = [20] * count
    times_ms[at] = 20 * 99 * count
    assert at in drawn(times_ms, 24)


def test_decoys_shown_longest_do_not_hide_what_is_shown_long() -> None:
    """Twelve decoys, more than there is room for among the longest, and thousands of frames as padding."""
    times_ms = [20] * 3000
    for at in range(12):
        times_ms[100 + at] = 1100
    for at in range(6):
        times_ms[2000 + at] = 1000
    times_ms[2010] = 6000
    drawn_in = set(drawn(times_ms, 24))
    assert 2010 in drawn_in
    assert drawn_in & set(range(2000, 2006))
    assert max(drawn_in - {2999}) > 2800


@pytest.mark.parametrize(("times_of_mean", "stands_out"), [(1.9, False), (2.5, True)])
def test_a_frame_stands_out_from_twice_the_mean(times_of_mean: float, stands_out: bool) -> None:  # noqa: FBT001 - an expected value
    times_ms = [1000] * 1000
    times_ms[500] = int(1000 * times_of_mean)
    assert (drawn(times_ms, 24) == spread(1000, 24)) is not stands_out
