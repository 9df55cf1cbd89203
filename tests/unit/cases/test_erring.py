"""What counts as a false match, how sure a share is, and what is drawn first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.cases.erring import doubt, interval, is_false
from lapwing.model.cases import FindingKind
from lapwing.model.lists import Closeness, ListClass, Tier
from tests.policy_material import match


@pytest.mark.parametrize(
    ("false", "looked_at", "low", "high"),
    [(0, 300, 0.0, 0.0126), (1, 30, 0.0059, 0.1667), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilsons(false: int, looked_at: int, low: float, high: float) -> None:
    found = interval(false, looked_at)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)


@given(looked_at=st.integers(min_value=1, max_value=10**7), data=st.data())
def test_the_share_that_was_seen_lies_in_it(looked_at: int, data: st.DataObject) -> None:
    false = data.draw(st.integers(min_value=0, max_value=looked_at))
    found = interval(false, looked_at)
    assert 0 <= found.low <= false / looked_at + 1e-9
    assert false / looked_at - 1e-9 <= found.high <= 1


@pytest.mark.parametrize(
    ("kind", "list_class", "by_term", "errs"),
    [
        (FindingKind.CSAM, ListClass.CSAM, False, False),
        (FindingKind.OTHER_CSEA, ListClass.CSAM, False, False),
        (FindingKind.NOT, ListClass.CSAM, False, True),
        (FindingKind.NOT, ListClass.TERRORISM, True, True),
        (FindingKind.TERMS, ListClass.CSAM, False, True),
        (FindingKind.TERMS, ListClass.OWN, False, True),
        (FindingKind.TERMS, ListClass.CSAM, True, False),
        (FindingKind.TERMS, ListClass.NCII, False, False),
    ],
)
def test_a_match_is_false_where_a_person_found_something_else(
    kind: FindingKind, list_class: ListClass, *, by_term: bool, errs: bool
) -> None:
    assert is_false(kind, list_class=list_class, by_term=by_term) is errs


def test_the_best_match_tells_how_doubtful_a_content_is() -> None:
    near = match(kind="pdq", closeness=Closeness.NEAR)
    further = replace(near, distance_bits=30)
    unreviewed = match(kind="pdq", closeness=Closeness.NEAR, tier=Tier.UNREVIEWED)
    weak, exact = match(kind="md5", closeness=Closeness.WEAK), match()
    shuffled = [(further,), (near,), (exact, further), (unreviewed,), (weak,)]
    surest_first = [(exact, further), (weak,), (near,), (unreviewed,), (further,)]
    assert sorted(shuffled, key=doubt) == surest_first


def test_an_exception_makes_nothing_surer() -> None:
    allowed = match(list_class=ListClass.ALLOW)
    near = match(kind="pdq", closeness=Closeness.NEAR)
    assert doubt((allowed, near)) == doubt((near,)) < doubt((allowed,))
