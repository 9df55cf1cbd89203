import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.lists.index.plan import Plan, ball, cheapest_radii, plan, probes, probes_to, probing_cost
from lapwing.model.errors import BadInput

WIDTHS = st.integers(4, 32).map(
    lambda parts: tuple(sorted((256 // parts + (p < 256 % parts) for p in range(parts)), reverse=True))
)


@pytest.mark.slow
@settings(deadline=None)  # other work may share the machine
@given(WIDTHS, st.integers(0, 64), st.integers(1, 10**8))
def test_the_radii_leave_no_room_for_a_missed_answer(
    widths: tuple[int, ...], radius: int, count: int
) -> None:
    radii = cheapest_radii(widths, radius, count)
    most_bits_unseen = sum(r + 1 for r in radii)
    assert most_bits_unseen == radius + 1
    assert all(r >= -1 for r in radii)


@pytest.mark.parametrize(
    ("count", "parts"),
    [(50_000, 16), (600_000, 13), (1_000_000, 12), (2_000_000, 11), (10_000_000, 11), (50_000_000, 11)],
)
def test_the_number_of_parts_suits_the_size(count: int, parts: int) -> None:
    assert len(plan(count, radius_bits=31).widths) == parts


def test_ten_million_rows_are_probed_at_two_bits_in_ten_parts_and_at_one_in_the_last() -> None:
    radii = cheapest_radii(plan(10_000_000).widths, 31, 10_000_000)
    assert sorted(radii) == [1] + [2] * 10


@pytest.mark.parametrize("count", [0, 1, 20_000])
def test_few_rows_are_scanned(count: int) -> None:
    assert plan(count) == Plan()
    assert probes(plan(count), 31, count) is None


def test_a_far_radius_is_scanned_where_probing_would_cost_more() -> None:
    division = plan(1_000_000, radius_bits=31)
    assert probes(division, 31, 1_000_000) is not None
    assert probes(division, 64, 1_000_000) is None
    assert probing_cost(division.widths, 64, 1_000_000) > 0.05 * 1_000_000


@pytest.mark.parametrize("radius", [-1, 65])
def test_a_radius_out_of_range_is_refused(radius: int) -> None:
    with pytest.raises(BadInput, match="0 to 64"):
        plan(10, radius_bits=radius)


def test_more_rows_than_a_row_number_holds_are_refused() -> None:
    with pytest.raises(BadInput, match="rows in one segment"):
        plan(2**32)


@pytest.mark.parametrize("widths", [(128, 127), (100, 156)])
def test_widths_that_do_not_cover_the_code_in_falling_order_are_refused(widths: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match="parts of"):
        Plan(widths)


@pytest.mark.parametrize("radius", [-1, 0, 1, 2, 3])
def test_the_probes_of_a_part_are_every_key_within_its_radius_once(radius: int) -> None:
    wanted = probes_to(Plan((16,) * 16), (radius,) * 16, most=0)
    for part in range(16):
        flips = wanted.flips[wanted.parts == part]
        assert len(np.unique(flips)) == len(flips) == ball(16, radius)
        assert all(int(flip).bit_count() <= radius for flip in flips)
