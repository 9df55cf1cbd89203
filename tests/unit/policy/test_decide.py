"""What the policy promises whatever the evidence is, and what the default policy does at its edges."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.content import Gap, Why
from lapwing.model.decision import Audience, Context, Obligation, Step, gravity
from lapwing.model.lists import Closeness, ListClass, Match, Tier
from lapwing.model.signals import Region, Where
from lapwing.policy.book import read_book
from lapwing.policy.decide import canonical_bytes
from tests.policy_material import CONTEXTS, DEFAULT_POLICY, GAPS, decided, match, matches, surface

EVIDENCE = st.lists(matches(allowing=True), max_size=5)
SOFT = st.lists(matches(), max_size=4)


@given(EVIDENCE, st.lists(GAPS, max_size=3), CONTEXTS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_byte(
    some: list[Match], gaps: list[Gap], context: Context, rng: random.Random
) -> None:
    first = decided(*some, gaps=tuple(gaps), context=context)
    again, gaps_again = [*some, *some], [*gaps, *gaps]
    rng.shuffle(again)
    rng.shuffle(gaps_again)
    assert canonical_bytes(decided(*again, gaps=tuple(gaps_again), context=context)) == canonical_bytes(first)


@given(SOFT, SOFT, st.lists(GAPS, max_size=2), CONTEXTS)
def test_more_evidence_never_softens(
    some: list[Match], more: list[Match], gaps: list[Gap], context: Context
) -> None:
    less = decided(*some, context=context)
    assert gravity(decided(*some, *more, gaps=tuple(gaps), context=context).step) >= gravity(less.step)


SORTS = ({"md5", "sha1"}, {"pdq"}, {"sha256"})


@given(SOFT, CONTEXTS)
def test_only_what_people_have_verified_blocks_by_itself(some: list[Match], context: Context) -> None:
    if decided(*some, context=context).step is Step.BLOCK:
        assert any(
            each.closeness is not Closeness.NEAR
            and each.entry.kind != "term"
            and (each.entry.tier is Tier.AUTHORITY or each.entry.list_class is ListClass.OWN)
            for each in some
        )


@given(SOFT, CONTEXTS)
def test_no_fingerprint_that_can_be_forged_blocks_alone(some: list[Match], context: Context) -> None:
    forgeable = [
        each
        for each in some
        if each.entry.kind in {"md5", "sha1"} or (each.entry.kind == "pdq" and each.exact_bits is None)
    ]
    by_item: dict[tuple[str, str], set[str]] = {}
    for each in forgeable:
        by_item.setdefault((each.entry.list_name, each.entry.item), set()).add(each.entry.kind)
    if all(sum(bool(kinds & sort) for sort in SORTS) < 2 for kinds in by_item.values()):
        assert decided(*forgeable, context=context).step is not Step.BLOCK


@given(st.lists(GAPS, min_size=1, max_size=3), CONTEXTS)
def test_a_gap_is_never_clean(gaps: list[Gap], context: Context) -> None:
    decision = decided(gaps=tuple(gaps), context=context)
    unsoftened = [gap for gap in gaps if gap.why is not Why.SAMPLED]
    if unsoftened:
        assert gravity(decision.step) >= gravity(context.surface.on_unknown)
    assert {reason.gap for reason in decision.reasons} == set(range(len(decision.gaps)))


@given(EVIDENCE, st.lists(GAPS, max_size=2), CONTEXTS)
def test_what_is_out_of_sight_has_a_case_and_what_is_restricted_a_notice(
    some: list[Match], gaps: list[Gap], context: Context
) -> None:
    decision = decided(*some, gaps=tuple(gaps), context=context)
    hidden = gravity(decision.step) >= gravity(Step.HOLD)
    assert not hidden or decision.case is not None
    assert not hidden or Obligation.PRESERVE in decision.obligations
    restricted = gravity(decision.step) >= gravity(Step.LIMIT)
    assert (Obligation.NOTICE in decision.obligations) is restricted


@given(matches(), EVIDENCE, CONTEXTS)
def test_an_exception_never_clears_a_verified_match(
    verified: Match, others: list[Match], context: Context
) -> None:
    exact = verified.closeness is Closeness.EXACT and verified.entry.kind != "term"
    if exact and verified.entry.tier is Tier.AUTHORITY:
        alone = decided(verified, context=context)
        assert gravity(decided(verified, *others, context=context).step) >= gravity(alone.step)


def test_an_exception_never_clears_what_two_fingerprints_bear_out() -> None:
    both = [match(kind=kind, closeness=Closeness.WEAK) for kind in ("md5", "pdq")]
    allowed = match(list_class=ListClass.ALLOW, tier=Tier.REVIEWED)
    assert decided(*both, allowed).step is Step.BLOCK
    assert decided(both[1], allowed).step is Step.ALLOW


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (match(), Step.BLOCK),
        (match(kind="pdq", exact_bits=0), Step.BLOCK),
        (match(kind="pdq"), Step.HOLD),
        (match(kind="pdq", closeness=Closeness.WEAK), Step.HOLD),
        (
            match(kind="pdq", closeness=Closeness.WEAK, list_class=ListClass.OWN, tier=Tier.REVIEWED),
            Step.HOLD,
        ),
        (match(kind="pdq", closeness=Closeness.NEAR), Step.HOLD),
        (match(kind="md5", closeness=Closeness.WEAK), Step.HOLD),
        (match(kind="url"), Step.BLOCK),
        (match(kind="domain"), Step.BLOCK),
        (match(kind="term"), Step.LIMIT),
        (match(tier=Tier.REVIEWED), Step.HOLD),
        (match(list_class=ListClass.OWN, tier=Tier.REVIEWED), Step.BLOCK),
        (match(list_class=ListClass.OWN, tier=Tier.UNREVIEWED), Step.HOLD),
        (match(list_class=ListClass.NCII), Step.HOLD),
        (match(list_class=ListClass.TERRORISM), Step.HOLD),
        (match(list_class=ListClass.LINKED), Step.LIMIT),
        (match(list_class=ListClass.ALLOW), Step.ALLOW),
    ],
    ids=lambda each: (
        f"{each.entry.list_class}-{each.entry.kind}-{each.closeness}-{each.exact_bits}"
        if isinstance(each, Match)
        else str(each)
    ),
)
def test_the_default_policy_for_one_match_on_a_public_surface(found: Match, step: Step) -> None:
    assert decided(found).step is step


@pytest.mark.parametrize("list_class", [ListClass.CSAM, ListClass.OWN])
@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("md5", "The same MD5, an exact digest that can be forged, as entry item-1-md5"),
        ("sha1", "The same SHA1, an exact digest that can be forged, as entry item-1-sha1"),
        ("pdq", "The same PDQ, a fingerprint of looks that can be forged, as entry item-1-pdq"),
    ],
)
def test_one_fingerprint_that_can_be_forged_is_a_lead_and_says_so(
    kind: str, what: str, list_class: ListClass
) -> None:
    decision = decided(
        match(kind=kind, closeness=Closeness.WEAK, list_class=list_class, tier=Tier.REVIEWED)
        if list_class is ListClass.OWN
        else match(kind=kind, closeness=Closeness.WEAK)
    )
    assert decision.step is Step.HOLD
    assert Obligation.CONFIRM in decision.obligations
    (reason,) = decision.reasons
    assert what in reason.says
    assert "until an independent fingerprint or a person confirms it" in reason.says
    assert "altered" not in reason.says


def test_two_weak_digests_do_not_confirm_each_other() -> None:
    both = [match(kind=kind, closeness=Closeness.WEAK) for kind in ("md5", "sha1")]
    assert decided(*both).step is Step.HOLD


def test_two_looks_do_not_confirm_each_other() -> None:
    both = [
        match(kind="pdq", closeness=closeness, where=Where(region=region))
        for closeness, region in ((Closeness.WEAK, Region.WHOLE), (Closeness.NEAR, Region.PANEL))
    ]
    assert decided(*both).step is Step.HOLD


def test_an_address_found_in_a_picture_does_not_confirm_its_digest() -> None:
    weak = match(kind="md5", closeness=Closeness.WEAK)
    decision = decided(weak, match(kind="url", tier=Tier.AUTHORITY, list_class=ListClass.CSAM))
    assert Obligation.CONFIRM in decision.obligations


@pytest.mark.parametrize("looks", [Closeness.WEAK, Closeness.NEAR])
def test_an_independent_fingerprint_of_the_same_item_confirms_a_lead(looks: Closeness) -> None:
    weak = match(kind="md5", closeness=Closeness.WEAK)
    decision = decided(weak, match(kind="pdq", closeness=looks))
    assert decision.step is Step.BLOCK
    assert Obligation.CONFIRM not in decision.obligations
    assert decided(weak, match(kind="pdq", closeness=looks, item="item-2")).step is Step.HOLD


def test_a_policy_cannot_let_looks_block_alone() -> None:
    asks_for_blocks = DEFAULT_POLICY.read_text().replace('step = "hold"', 'step = "block"')
    for closeness in (Closeness.WEAK, Closeness.NEAR, Closeness.EXACT):
        decision = decided(match(kind="pdq", closeness=closeness), book=read_book(asks_for_blocks))
        assert decision.step is Step.HOLD


def test_an_exception_for_the_file_clears_what_is_near_and_says_which_entry() -> None:
    near = match(kind="pdq", closeness=Closeness.NEAR)
    allowed = match(list_class=ListClass.ALLOW, tier=Tier.REVIEWED)
    decision = decided(near, allowed)
    assert decision.step is Step.ALLOW
    assert "allow-list allow-reviewed makes an exception" in decision.reasons[0].says


def test_an_exception_for_a_term_clears_nothing_elsewhere_in_the_text() -> None:
    here, there = Where(start=0, end=4), Where(start=9, end=13)
    allowed = match(kind="term", list_class=ListClass.ALLOW, where=here)
    found = [match(kind="term", where=place, item=name) for place, name in ((here, "a"), (there, "b"))]
    assert decided(found[0], allowed, kind="text").step is Step.ALLOW
    assert decided(*found, allowed, kind="text").step is Step.LIMIT


def test_the_first_reason_says_why_the_content_is_unknown() -> None:
    told = Gap(who="image", why=Why.TOO_LARGE, detail="400000000 pixels")
    more = Gap(who="image", why=Why.DAMAGED)
    blind = tuple(Gap(who=name, why=Why.TOO_LARGE) for name in ("aaa", "pdq"))
    told_by_detector = Gap(who="aaa", why=Why.FAILED, detail="a detail of its own")
    decision = decided(gaps=(*blind, told_by_detector, more, told))
    assert [decision.gaps[reason.gap or 0] for reason in decision.reasons] == [
        told,
        more,
        told_by_detector,
        *blind,
    ]
    assert "400000000 pixels" in decision.reasons[0].says


def test_the_first_of_equally_grave_reasons_is_the_most_urgent_then_the_nearest() -> None:
    far = match(kind="pdq", closeness=Closeness.NEAR)
    near = replace(match(kind="pdq", closeness=Closeness.NEAR, item="item-2"), distance_bits=3)
    lead = match(kind="md5", closeness=Closeness.WEAK, item="item-3")
    gap = Gap(who="image", why=Why.DAMAGED, detail="cut")
    decision = decided(far, near, lead, gaps=(gap,))
    assert [
        reason.match if reason.match is None else decision.matches[reason.match]
        for reason in decision.reasons
    ] == [
        lead,
        near,
        far,
        None,
    ]


def test_what_no_kind_reads_is_told_in_words() -> None:
    decision = decided(gaps=(Gap(who="unknown", why=Why.UNREADABLE),), kind="unknown")
    assert decision.reasons[0].says == "Nothing reads it: it is of no kind that can be read."


@pytest.mark.parametrize(
    ("kind", "audience", "step"),
    [
        ("query", Audience.PUBLIC, Step.DETER),
        ("name", Audience.PUBLIC, Step.HOLD),
        ("text", Audience.PUBLIC, Step.LIMIT),
        ("text", Audience.PRIVATE, Step.ALLOW),
    ],
)
def test_a_term_asks_for_what_its_place_calls_for(kind: str, audience: Audience, step: Step) -> None:
    context = Context(surface=surface(audience=audience))
    decision = decided(match(kind="term"), kind=kind, context=context)
    assert decision.step is step
    assert (decision.case is None) is (kind == "query")


def test_nothing_found_and_nothing_missing_is_allowed() -> None:
    decision = decided()
    assert (decision.step, decision.case, decision.obligations) == (Step.ALLOW, None, ())


def test_the_id_stands_for_everything_in_the_decision() -> None:
    assert decided(match()).id != decided(match(item="item-2")).id
    assert decided(match()).id == decided(match()).id
