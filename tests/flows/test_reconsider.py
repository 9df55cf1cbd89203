"""What a person found harmless comes back to a person when a verified list names it, once for each entry."""

from dataclasses import replace
from datetime import datetime

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows.remember import remembered
from lapwing.flows.review import Found, claim, decide_case, undo
from lapwing.model.cases import Case, CaseState, Finding, FindingKind
from lapwing.model.content import ContentId
from lapwing.model.evidence import Purpose
from lapwing.model.lists import ListClass, Tier
from lapwing.model.platform import Item, ItemState
from lapwing.model.signals import Measured, Signal
from lapwing.model.works import Work
from tests.lists_material import REFERENCE, PlainList, code, entry, plain_list, signal
from tests.look_back_material import (
    DIGEST,
    SECOND,
    digest,
    harbour,
    let_in,
    listed,
    looked_back,
    looks,
)
from tests.policy_material import surface
from tests.spine_material import ANN, LEAD, NOW, World

LATER = NOW + 10 * SECOND
HARMLESS = Found(kind=FindingKind.NOT, why="A harbour at noon.")
LIKE_IT = listed("pdq", code(1, 2, 9))
NEAR = plain_list(LIKE_IT)
NAMED = plain_list(LIKE_IT, entry("known", "sha256", DIGEST), number=2)
EXCEPTION = plain_list(
    listed("sha256", DIGEST), info=replace(REFERENCE, name="own-exceptions", list_class=ListClass.ALLOW)
)
MD5 = "cd" * 16
LEAD_LIST = plain_list(LIKE_IT, listed("md5", MD5), number=2)


def found_harmless(here: World, *, by_digest: bool = True) -> Item:
    """Return an item that was held for a near match, and that somebody found harmless."""
    signals = (looks(code(1, 2, 3)), *((digest(), signal("md5", MD5)) if by_digest else ()))
    admitted = let_in(here, *signals, lists=(NEAR,))
    decide(here, admitted.case or "")
    remember(here, *signals, content_id=admitted.item.content_id)
    return standing(here, admitted.item)


def remember(here: World, *signals: Signal, content_id: ContentId) -> None:
    """Do what learning does after such a finding; it measures the content again."""
    measured = Measured(content_id=content_id, kind="image", size_bytes=1, signals=signals, gaps=())
    known_by = remembered(measured, now=NOW)
    assert known_by is not None
    here.works.run(lambda work: work.memory.put(known_by))


def decide(here: World, case: str, *, at: datetime = NOW) -> None:
    claim(case, works=here.works, by=ANN, now=at)
    decide_case(case, HARMLESS, works=here.works, new_id=here.new_id, by=ANN, now=at)


def standing(here: World, item: Item) -> Item:
    return here.works.run(lambda work: work.items.get(item.id))


def case_of(here: World, item: Item) -> tuple[Case, list[Finding]]:
    def read(work: Work) -> tuple[Case, list[Finding]]:
        (case,) = work.cases.of_item(item.id)
        return case, list(work.findings.of_case(case.id))

    return here.works.run(read)


def test_it_is_out_of_sight_with_both_facts_in_its_case() -> None:
    here = harbour()
    item = found_harmless(here)
    assert item.state is ItemState.ALLOWED
    done = looked_back(here, NAMED)
    case, (finding,) = case_of(here, item)
    assert standing(here, item).state is ItemState.HELD
    assert (case.state, case.finding, case.priority) == (CaseState.OPEN, None, 85)
    assert (finding.kind, finding.by, finding.undone_by) == (FindingKind.NOT, ANN.id, "engine")
    assert finding.undone_why == "Named since by entry known of list harbour."
    assert (done.raised, done.stood, done.without_content) == (1, 0, 0)
    (line,) = [each for each in here.works.lines if each.act == "case.reconsider"]
    assert act_of(line.text).facts["lists"] == ("harbour 2",)
    topics = [each.topic for each in here.works.run(lambda work: work.outbox.due(now=LATER, most=99))]
    assert topics.count("finding.learn") == 2


def test_wherever_it_was_let_in_it_is_out_of_sight() -> None:
    here = harbour()
    item = found_harmless(here)
    other = let_in(here, digest(), account="account-2", lists=(NEAR, EXCEPTION)).item
    assert looked_back(here, NAMED).raised == 2
    assert standing(here, other).state is ItemState.HELD
    assert set(case_of(here, item)[0].items) == {item.id, other.id}


def test_what_the_person_had_before_them_brings_nothing_back() -> None:
    here = harbour()
    admitted = let_in(here, digest(), lists=(NAMED,))
    decide(here, admitted.case or "")
    remember(here, digest(), content_id=admitted.item.content_id)
    done = looked_back(here, replace(NAMED, number=3), number=3)
    assert standing(here, admitted.item).state is ItemState.ALLOWED
    assert (done.raised, done.stood) == (0, 1)


def test_decided_again_it_stays_so() -> None:
    here = harbour()
    item = found_harmless(here)
    looked_back(here, NAMED)
    case, _ = case_of(here, item)
    decide(here, case.id, at=LATER)
    looked_back(here, NAMED, number=3, at=LATER)
    assert standing(here, item).state is ItemState.ALLOWED
    again = replace(NAMED, all_entries=(listed("sha256", DIGEST),), number=4)
    looked_back(here, again, number=4, at=LATER + SECOND)
    assert standing(here, item).state is ItemState.HELD


@pytest.mark.parametrize(
    "other",
    [
        replace(NAMED, info=replace(REFERENCE, tier=Tier.REVIEWED)),
        plain_list(LIKE_IT, listed("pdq", code(1, 2, 8)), number=2),
    ],
    ids=["a list that no authority verified", "something like it"],
)
def test_less_than_that_leaves_the_finding_in_force(other: PlainList) -> None:
    here = harbour()
    item = found_harmless(here)
    done = looked_back(here, other)
    assert standing(here, item) == item
    assert (done.raised, done.stood) == (0, 1)


def test_a_lead_of_a_verified_list_brings_it_back_though_an_exception_clears_it() -> None:
    here = harbour()
    item = found_harmless(here)
    done = looked_back(here, LEAD_LIST, EXCEPTION)
    assert (standing(here, item).state, done.raised) == (ItemState.HELD, 1)


def test_where_it_arrives_before_anybody_looks_back_it_is_held_too_and_again() -> None:
    here = harbour()
    item = found_harmless(here)
    lists = (LEAD_LIST, EXCEPTION)
    for number in (2, 3):
        come = let_in(here, digest(), signal("md5", MD5), account=f"account-{number}", lists=lists, at=LATER)
        assert come.decision is not None
        assert (come.decision.case, come.item.state) == (None, ItemState.HELD)
        assert come.case == case_of(here, item)[0].id
    assert standing(here, item).state is ItemState.HELD
    kept = here.works.run(lambda work: work.sealed.of_content(item.content_id, purpose=Purpose.EVIDENCE))
    assert len(kept) == len(here.vault.objects) == 3


def test_an_exception_without_a_finding_lets_in_and_keeps_nothing() -> None:
    here = harbour()
    come = let_in(here, digest(), signal("md5", MD5), lists=(LEAD_LIST, EXCEPTION))
    assert (come.item.state, come.case) == (ItemState.ALLOWED, None)
    assert not here.vault.objects


def test_a_surface_without_a_basis_is_left_alone() -> None:
    here = harbour()
    item = found_harmless(here)
    here.works.run(lambda work: work.surfaces.put(replace(surface(), basis=None)))
    done = looked_back(here, NAMED)
    assert (standing(here, item), done.raised, done.without_basis) == (item, 0, 1)


def test_taking_a_finding_back_owes_the_end_of_its_exception() -> None:
    here = harbour()
    item = found_harmless(here)
    case, _ = case_of(here, item)
    undo(case.id, why="Not so.", works=here.works, new_id=here.new_id, by=LEAD, now=NOW)
    due = here.works.run(lambda work: work.outbox.due(now=LATER, most=99))
    assert [each.topic for each in due].count("finding.learn") == 2
