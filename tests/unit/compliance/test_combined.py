"""Several outcomes make one: all have to hold."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.compliance.combined import combined
from lapwing.compliance.examples import NOW
from lapwing.compliance.port import Outcome, Status, due, failing, met, not_built
from lapwing.compliance.spans import ago, percentile_95

OUTCOMES = st.sampled_from(
    [met("It holds.", figure="1", as_of=NOW), failing("Broken."), due("Missing."), not_built("Not there.")]
)


@given(st.lists(OUTCOMES, min_size=1))
def test_it_is_met_where_all_are(outcomes: list[Outcome]) -> None:
    assert (combined(*outcomes).status is Status.MET) == all(each.status is Status.MET for each in outcomes)


@given(st.lists(OUTCOMES, min_size=1), st.lists(OUTCOMES))
def test_more_never_makes_it_better(some: list[Outcome], more: list[Outcome]) -> None:
    order = [Status.MET, Status.DUE, Status.NOT_BUILT, Status.FAILING]
    assert order.index(combined(*some, *more).status) >= order.index(combined(*some).status)


def test_it_is_as_old_as_the_oldest() -> None:
    old = met("", figure="a", as_of=NOW - timedelta(days=1))
    both = combined(met("", figure="b", as_of=NOW), old)
    assert (both.as_of, both.figure) == (old.as_of, "b; a")


def test_nothing_is_met_without_a_time() -> None:
    assert met("It holds.", figure="1", as_of=None).status is Status.DUE
    assert combined().status is Status.DUE


@pytest.mark.parametrize(
    ("values", "at_95"), [([7], 7), (range(1, 20), 19), (range(1, 21), 19), (range(1, 101), 95)]
)
def test_ninety_five_in_a_hundred_are_at_or_under_it(values: list[int], at_95: int) -> None:
    assert percentile_95(values) == at_95


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_the_percentile_is_the_least_that_is_enough(values: list[int]) -> None:
    found = percentile_95(values)
    assert sum(value <= found for value in values) * 100 >= 95 * len(values)
    smaller = [value for value in values if value < found]
    assert len(smaller) * 100 < 95 * len(values)


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (timedelta(0), "0 minutes ago"),
        (timedelta(minutes=119), "119 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_a_time_is_told_in_words(age: timedelta, says: str) -> None:
    assert ago(NOW - age, now=NOW) == says
