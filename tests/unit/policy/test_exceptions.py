"""That exact fingerprints are enough is signed, reasoned and ends; nothing else is let through for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lapwing.model.content import ContentId, Gap, Why
from lapwing.model.decision import LONGEST, Context, Decision, DigestsSuffice, Step
from lapwing.model.lists import Match, Matched
from lapwing.model.signals import Measured
from lapwing.policy.decide import all_invariants, decide
from lapwing.policy.exceptions import BadException, as_of, require_signed
from tests.policy_material import BOOK, match, surface

TODAY = date(2026, 11, 21)
FILMS = DigestsSuffice(kind="film", why="decoding is bought for May", signed_by="lea", until=TODAY)
UNREAD = Gap(who="film", why=Why.NOT_LOOKED_AT)


def decided(*gaps: Gap, exceptions: tuple[DigestsSuffice, ...], matches: tuple[Match, ...] = ()) -> Decision:
    measured = Measured(content_id=ContentId("c-0"), kind="film", size_bytes=9, signals=(), gaps=gaps)
    place = Context(surface=replace(surface(), digests_suffice=exceptions))
    return decide(
        measured,
        Matched(matches=matches),
        context=place,
        book=BOOK,
        invariants=all_invariants(),
        list_versions=(),
        engine_version="0",
    )


def test_without_a_signature_unknown_is_not_clean() -> None:
    decision = decided(UNREAD, exceptions=())
    assert decision.step is Step.HOLD
    assert [reason.says for reason in decision.reasons] == [
        "What the film shows was not looked at: only its exact fingerprints were compared."
    ]


def test_with_one_it_is_let_through_and_the_reason_says_who_signed_until_when() -> None:
    decision = decided(UNREAD, exceptions=(FILMS,))
    assert (decision.step, decision.case) == (Step.ALLOW, None)
    (reason,) = decision.reasons
    assert reason.says.endswith(
        "That is enough here until 2026-11-21, as lea signed: decoding is bought for May"
    )


@pytest.mark.parametrize("why", sorted(set(Why) - {Why.NOT_LOOKED_AT, Why.SAMPLED}))
def test_no_other_gap_is_excused(why: Why) -> None:
    assert decided(Gap(who="film", why=why), exceptions=(FILMS,)).step is Step.HOLD


def test_it_is_for_its_own_kind() -> None:
    assert decided(replace(UNREAD, who="document"), exceptions=(FILMS,)).step is Step.HOLD


def test_a_listed_file_is_blocked_all_the_same() -> None:
    assert decided(UNREAD, exceptions=(FILMS,), matches=(match(),)).step is Step.BLOCK


@pytest.mark.parametrize(
    ("until", "counts"),
    [
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (TODAY + LONGEST, True),
        (TODAY + LONGEST + timedelta(days=1), False),
    ],
)
def test_it_counts_until_its_day_and_never_for_over_a_year(until: date, counts: bool) -> None:  # noqa: FBT001  # the outcome
    place = Context(surface=replace(surface(), digests_suffice=(replace(FILMS, until=until),)))
    assert bool(as_of(place, TODAY).surface.digests_suffice) is counts


@pytest.mark.parametrize(
    "wrong",
    [
        (replace(FILMS, why=" - "),),
        (replace(FILMS, signed_by=""),),
        (FILMS, replace(FILMS, why="another")),
    ],
)
def test_one_that_says_too_little_is_refused(wrong: tuple[DigestsSuffice, ...]) -> None:
    with pytest.raises(BadException):
        require_signed(wrong)
