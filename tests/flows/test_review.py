"""People decide cases: with reasons, one at a time, and what they find is in force at once."""

import pytest

from lapwing.cases.claims import LEASE, AlreadyDecided, InOtherHands
from lapwing.cases.deciding import BadFinding, NothingToUndo, SamePerson
from lapwing.evidence.ledger import act_of
from lapwing.flows.admit import admit
from lapwing.flows.review import Found, claim, claim_next, decide_case, hand_back, undo
from lapwing.model.cases import Basis, Case, CaseState, FindingKind
from lapwing.model.decision import Step
from lapwing.model.errors import NotPermitted
from lapwing.model.lists import Category, Closeness, Tier
from lapwing.model.people import Actor
from lapwing.model.platform import Message
from lapwing.model.works import Changed
from tests.policy_material import match
from tests.spine_material import ANN, BEN, HOUR, LEAD, NOW, PLATFORM, World, arrival, screened, world

CSAM = Found(kind=FindingKind.CSAM, category=Category.A, why="the same as a listed one")
HARMLESS = Found(kind=FindingKind.NOT, why="a landscape")
UNSURE = Found(kind=FindingKind.UNSURE, why="too small to tell")


def held() -> tuple[World, str, str]:
    """Return a world with one case, its id, and the id of its item."""
    here, come = world(), arrival()
    near = match(kind="pdq", closeness=Closeness.NEAR)
    admitted = admit(come, screened(come, near), desk=here.desk, by=PLATFORM, now=NOW)
    assert admitted.case
    return here, admitted.case, admitted.item.id


def case_of(here: World, case_id: str) -> Case:
    return here.works.run(lambda work: work.cases.get(case_id))


def owed(here: World) -> list[Message]:
    """Return what the platform is to be told."""
    due = here.works.run(lambda work: work.outbox.due(now=NOW, most=9))
    return [message for message in due if message.destination == "harbour"]


def step_of(here: World, item_id: str) -> Step:
    return here.works.run(lambda work: work.items.get(item_id)).step


def decide(here: World, case_id: str, found: Found, by: Actor = ANN) -> None:
    decide_case(case_id, found, works=here.works, new_id=here.new_id, by=by, now=NOW)


@pytest.mark.parametrize(("found", "step"), [(CSAM, Step.BLOCK), (HARMLESS, Step.ALLOW), (UNSURE, Step.HOLD)])
def test_a_finding_is_in_force_for_its_items_at_once(found: Found, step: Step) -> None:
    here, case_id, item_id = held()
    decide(here, case_id, found)
    assert step_of(here, item_id) is step


def test_the_platform_is_told_of_a_change_and_only_of_a_change() -> None:
    here, case_id, _ = held()
    decide(here, case_id, UNSURE)
    assert not owed(here)
    decide(here, case_id, HARMLESS, by=BEN)
    (message,) = owed(here)
    assert '"action":"publish"' in message.body


def test_a_case_in_other_hands_is_not_decided_until_the_lease_ends() -> None:
    here, case_id, _ = held()
    claim(case_id, works=here.works, by=BEN, now=NOW)
    with pytest.raises(InOtherHands):
        decide(here, case_id, HARMLESS)
    decide_case(case_id, HARMLESS, works=here.works, new_id=here.new_id, by=ANN, now=NOW + LEASE)


def two_cases() -> tuple[World, str, str]:
    """Return a world with a grave case and a lesser one that came an hour later, and their ids."""
    here = world()
    graver, lesser = arrival(b"grave"), arrival(b"lesser", kind="text")
    leads = {graver.content_id: match(), lesser.content_id: match(kind="term", tier=Tier.UNREVIEWED)}
    found = [
        admit(come, screened(come, leads[come.content_id]), desk=here.desk, by=PLATFORM, now=at).case
        for come, at in ((graver, NOW), (lesser, NOW + HOUR))
    ]
    assert all(found)
    return here, found[0] or "", found[1] or ""


def claimed(here: World) -> list[tuple[object, object]]:
    """Return of each claim how long a graver case had waited, and whether it was one's own already."""
    acts = [act_of(line.text) for line in here.works.lines if line.act == "case.claim"]
    return [(act.facts["graver_seconds"], act.facts["again"]) for act in acts]


def test_whoever_takes_a_lesser_case_is_recorded_with_how_long_a_graver_one_waited() -> None:
    here, graver, lesser = two_cases()
    claim(lesser, works=here.works, by=ANN, now=NOW + HOUR)
    assert claimed(here) == [(3600, False)]
    claim(lesser, works=here.works, by=ANN, now=NOW + HOUR)
    assert claimed(here)[1:] == [(3600, True)]
    claim(graver, works=here.works, by=BEN, now=NOW + HOUR)
    assert claimed(here)[2:] == [(None, False)]


def test_whoever_takes_what_comes_next_passes_over_nothing() -> None:
    here, graver, lesser = two_cases()
    given = [claim_next(None, works=here.works, by=by, now=NOW + HOUR) for by in (ANN, BEN)]
    assert [case.id for case in given if case] == [graver, lesser]
    assert claimed(here) == [(None, False), (None, False)]


def test_of_two_who_saw_the_same_version_the_second_is_told() -> None:
    here, case_id, item_id = held()
    seen = case_of(here, case_id).version
    claim(case_id, works=here.works, by=ANN, now=NOW)
    stale = Found(kind=FindingKind.NOT, why="a landscape", version=seen)
    with pytest.raises(Changed):
        decide(here, case_id, stale)
    assert step_of(here, item_id) is Step.HOLD
    assert "case.decide" not in here.acts


def test_after_an_unsure_finding_somebody_else_decides() -> None:
    here, case_id, _ = held()
    decide(here, case_id, UNSURE)
    assert case_of(here, case_id).state is CaseState.SECOND
    with pytest.raises(SamePerson):
        decide(here, case_id, HARMLESS)
    assert claim_next(None, works=here.works, by=ANN, now=NOW) is None
    decide(here, case_id, HARMLESS, by=BEN)
    assert case_of(here, case_id).state is CaseState.DECIDED


def test_a_decided_case_stays_so_until_it_is_undone() -> None:
    here, case_id, item_id = held()
    decide(here, case_id, HARMLESS)
    with pytest.raises(AlreadyDecided):
        decide(here, case_id, CSAM)
    with pytest.raises(NotPermitted):
        undo(case_id, why="wrong", works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    undo(case_id, why="a second look", works=here.works, new_id=here.new_id, by=LEAD, now=NOW)
    assert step_of(here, item_id) is Step.HOLD
    assert here.acts[-1] == "case.undo"
    decide(here, case_id, CSAM)
    assert step_of(here, item_id) is Step.BLOCK


def test_what_is_not_decided_cannot_be_undone() -> None:
    here, case_id, _ = held()
    with pytest.raises(NothingToUndo):
        undo(case_id, why="a reason", works=here.works, new_id=here.new_id, by=LEAD, now=NOW)


@pytest.mark.parametrize(
    "found",
    [
        Found(kind=FindingKind.NOT, why=" "),
        Found(kind=FindingKind.NOT, why="x" * 2001),
        Found(kind=FindingKind.CSAM, why="no category"),
        Found(kind=FindingKind.NOT, category=Category.A, why="a category too many"),
        Found(kind=FindingKind.CSAM, category=Category.A, basis=Basis.TERMS, why="not on the law"),
        Found(kind=FindingKind.TERMS, why="not on the terms"),
    ],
)
def test_a_finding_says_what_it_has_to(found: Found) -> None:
    here, case_id, item_id = held()
    before = here.acts
    with pytest.raises(BadFinding):
        decide(here, case_id, found)
    assert here.acts == before
    assert step_of(here, item_id) is Step.HOLD


def test_the_next_case_is_taken_once_and_can_be_handed_back() -> None:
    here, case_id, _ = held()
    taken = claim_next(None, works=here.works, by=ANN, now=NOW)
    assert taken is not None
    assert taken.id == case_id
    assert claim_next(None, works=here.works, by=BEN, now=NOW) is None
    with pytest.raises(InOtherHands):
        hand_back(case_id, works=here.works, by=BEN, now=NOW)
    hand_back(case_id, works=here.works, by=ANN, now=NOW)
    assert claim_next(None, works=here.works, by=BEN, now=NOW) is not None
