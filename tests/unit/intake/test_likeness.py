"""A thumbnail is told from another picture, whatever the shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.likeness import alike
from tests.picture_material import hills

SHOWN = {seed: np.asarray(hills(300, 400, seed).convert("L")) for seed in range(1, 7)}


def small(seed: int) -> np.ndarray:
    return np.asarray(hills(300, 400, seed).convert("L").resize((160, 120)))


@pytest.mark.parametrize("one", SHOWN)
@pytest.mark.parametrize("other", SHOWN)
def test_a_picture_is_like_its_own_thumbnail_only(one: int, other: int) -> None:
    assert alike(SHOWN[one], small(other)) is (one == other)


def test_a_lighter_thumbnail_is_the_same_and_an_inverted_one_is_not() -> None:
    assert alike(SHOWN[1], small(1) // 2 + 100)
    assert not alike(SHOWN[1], 255 - small(1))


@pytest.mark.parametrize(("level", "same"), [(100, True), (107, True), (109, False)])
def test_plain_pictures_are_the_same_if_as_light(level: int, same: bool) -> None:  # noqa: FBT001 - an expected value
    assert alike(np.full((90, 90), 100.0, np.float32), np.full((20, 30), level, np.uint8)) is same


@given(st.tuples(*(st.integers(1, 90),) * 2), st.tuples(*(st.integers(1, 90),) * 2))
def test_any_shapes_can_be_compared(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert alike(np.zeros(one, np.uint8), np.zeros(other, np.float32))
