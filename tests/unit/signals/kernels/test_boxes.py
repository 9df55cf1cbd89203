"""A box counts its pixels and cuts a picture."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.kernels.boxes import Box

BOXES = st.builds(
    lambda top, left, rows, columns: Box(top, left, top + rows, left + columns),
    *([st.integers(0, 50)] * 4),
)


@given(BOXES)
def test_it_cuts_as_many_pixels_as_it_says(box: Box) -> None:
    luma = np.zeros((120, 120))
    assert box.of(luma).shape == (box.rows, box.columns)
    assert box.of(luma).size == box.area


@given(BOXES, st.integers(0, 50), st.integers(0, 50))
def test_a_span_is_counted_from_its_own_edge(box: Box, one: int, other: int) -> None:
    first, last = sorted((one, other))
    rows, columns = box.between(first, last, by_rows=True), box.between(first, last, by_rows=False)
    assert (rows.top - box.top, rows.bottom - box.top, rows.left, rows.right) == (
        first,
        last,
        box.left,
        box.right,
    )
    assert (columns.left - box.left, columns.right - box.left) == (first, last)


@given(BOXES, BOXES)
def test_a_box_within_another_has_all_its_pixels_there(one: Box, other: Box) -> None:
    seen = np.zeros((120, 120), bool)
    other.of(seen)[:] = True
    if one.area:
        assert one.within(other) == bool(one.of(seen).all())


def test_aspect_is_of_the_longer_side() -> None:
    assert Box(0, 0, 10, 40).aspect == Box(0, 0, 40, 10).aspect == 4
    assert Box(0, 0, 0, 7).aspect == 7
