"""What every file of policy/rules has to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.content import Gap
from lapwing.model.decision import Context, Reason, Step, gravity
from lapwing.model.lists import Match
from lapwing.policy.decide import all_invariants
from lapwing.policy.port import Ask, Draft, Invariant, Settles
from tests.policy_material import CONTENT_ID, CONTEXTS, GAPS, matches

INVARIANTS = all_invariants()
every = pytest.mark.parametrize("invariant", INVARIANTS.values(), ids=INVARIANTS)


def draft(found: list[Match], gaps: list[Gap], context: Context, step: Step) -> Draft:
    asks = tuple(
        Ask(reason=Reason(rule="some", step=step, says="Because.", match=at)) for at in range(len(found))
    )
    return Draft(
        content_id=CONTENT_ID,
        context=context,
        matches=tuple(found),
        gaps=tuple(gaps),
        asks=asks,
        sample_share=0.5,
    )


DRAFTS = st.builds(
    draft,
    st.lists(matches(allowing=True), max_size=4),
    st.lists(GAPS, max_size=2),
    CONTEXTS,
    st.sampled_from(Step),
)


@every
@given(before=DRAFTS)
def test_amending_twice_is_amending_once(invariant: Invariant, before: Draft) -> None:
    once = invariant.amend(before)
    assert invariant.amend(once) == once


@every
@given(before=DRAFTS)
def test_no_reason_and_no_obligation_is_lost(invariant: Invariant, before: Draft) -> None:
    after = invariant.amend(before)
    assert [ask.reason.match for ask in after.asks][: len(before.asks)] == [
        ask.reason.match for ask in before.asks
    ]
    assert after.obligations >= before.obligations


@every
@given(before=DRAFTS)
def test_it_settles_what_it_says_and_nothing_else(invariant: Invariant, before: Draft) -> None:
    after = invariant.amend(before)
    if invariant.settles is Settles.DUTIES:
        assert after.asks == before.asks
    else:
        assert after.obligations == before.obligations


@every
@given(before=DRAFTS)
def test_it_never_makes_a_reason_graver(invariant: Invariant, before: Draft) -> None:
    after = invariant.amend(before)
    pairs = zip(before.asks, after.asks, strict=False)
    assert all(gravity(now.step) <= gravity(then.step) for then, now in pairs)


@every
def test_it_says_what_it_is(invariant: Invariant) -> None:
    assert invariant.manifest.title
    assert invariant.manifest.about.endswith(".")
