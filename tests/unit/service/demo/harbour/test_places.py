"""Harbour tells of its surfaces once, and again only when something about them is different."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lapwing.service.demo.harbour.places import LEAST_LEFT, REVIEWED_EVERY, is_same, places
from lapwing_client import Audience, Step

TODAY = date(2026, 11, 22)
RUNS_FOR = REVIEWED_EVERY - LEAST_LEFT


def test_every_surface_has_a_basis_and_that_of_private_ones_ends() -> None:
    for place in places(TODAY):
        assert place.basis is not None
        is_private = place.audience is Audience.PRIVATE
        assert (place.basis.expires_on == TODAY + REVIEWED_EVERY) is is_private


@pytest.mark.parametrize(("days", "same"), [(0, True), (RUNS_FOR.days, True), (RUNS_FOR.days + 1, False)])
def test_a_basis_that_runs_for_a_while_is_left_to_run(days: int, *, same: bool) -> None:
    later = places(TODAY + timedelta(days=days))
    assert all(is_same(new, old) for new, old in zip(later, places(TODAY), strict=True)) is same


def test_whatever_else_is_different_is_told() -> None:
    place = places(TODAY)[0]
    assert not is_same(place, None)
    assert not is_same(place, replace(place, basis=None))
    assert not is_same(place, replace(place, on_unknown=Step.BLOCK))
