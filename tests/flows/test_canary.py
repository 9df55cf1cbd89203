"""Canaries are decided about like everything else, and leave nothing for a person to do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows.admit import admit, postpone
from lapwing.flows.canary import Canary, Sent, list_canaries, run_canaries
from lapwing.flows.change_entries import NewEntry
from lapwing.flows.measure_recall import Trial, measure_recall
from lapwing.flows.try_policy import try_policy
from lapwing.model.canary import CANARY_ACCOUNT, CANARY_LIST, CanarySort
from lapwing.model.cases import CaseState
from lapwing.model.decision import Step, Surface
from lapwing.model.errors import NotPermitted
from lapwing.model.evidence import Purpose
from lapwing.model.lists import Category
from lapwing.model.people import ENGINE
from lapwing.model.platform import ItemState
from lapwing.policy.book import read_book
from tests.canary_material import Measurer, OwnLists, kit
from tests.policy_material import DEFAULT_POLICY, match, surface
from tests.spine_material import NOW, PLATFORM, World, arrival, screened, world

PICTURE = Canary(sort=CanarySort.IMAGE, kind="image", data=b"pattern")
BARE = replace(surface(), name="bare", basis=None)


def sent(here: World, *places: Surface, sees: bool = True) -> tuple[Sent, ...]:
    return run_canaries(
        (PICTURE,), surfaces=places or (surface(),), kit=lambda: kit(sees=sees), desk=here.desk, now=NOW
    )


def test_a_canary_is_blocked_by_a_decision_that_is_kept() -> None:
    here = world()
    assert sent(here) == (Sent(sort=CanarySort.IMAGE, surface="upload", step=Step.BLOCK, matched=True),)
    named = arrival(PICTURE.data).content_id
    (item,) = here.works.run(lambda work: list(work.items.of_content(named)))
    assert (item.state, item.account, item.reference) == (ItemState.BLOCKED, CANARY_ACCOUNT, "canary/image")
    assert here.works.run(lambda work: work.decisions.of_item(item.id))[0].decision.step is Step.BLOCK


def test_its_case_is_closed_and_nothing_of_it_stays_sealed() -> None:
    here = world()
    sent(here)
    assert here.works.run(lambda work: work.cases.next_in(None, now=NOW, not_by="")) is None
    named = arrival(PICTURE.data).content_id
    assert here.works.run(lambda work: work.sealed.of_content(named, purpose=Purpose.EVIDENCE)) == []
    assert {"canary.close", "sealed.erase", "canary.run"} <= set(here.acts)


def test_nobody_is_told_and_nothing_is_learnt() -> None:
    here = world()
    sent(here)
    assert here.works.run(lambda work: list(work.outbox.due(now=NOW, most=9))) == []


def test_a_case_with_something_of_somebodys_stays_open() -> None:
    here, come = world(), arrival(PICTURE.data)
    case_id = admit(come, screened(come, match()), desk=here.desk, by=PLATFORM, now=NOW).case or ""
    sent(here)
    case = here.works.run(lambda work: work.cases.get(case_id))
    assert (case.state, len(case.items)) == (CaseState.OPEN, 2)


def test_what_somebody_sends_while_a_canary_lies_open_is_for_a_person() -> None:
    here, canary = world(), replace(arrival(PICTURE.data), account=CANARY_ACCOUNT)
    case_id = admit(canary, screened(canary, match()), desk=here.desk, by=ENGINE, now=NOW).case
    assert here.works.run(lambda work: work.cases.next_in(None, now=NOW, not_by="")) is None
    come = arrival(PICTURE.data)
    assert admit(come, screened(come, match()), desk=here.desk, by=PLATFORM, now=NOW).case == case_id
    waits = here.works.run(lambda work: work.cases.next_in(None, now=NOW, not_by=""))
    assert waits is not None
    assert (waits.id, waits.account) == (case_id, come.account)


def test_a_canary_that_comes_through_is_told() -> None:
    here = world()
    (one,) = sent(here, sees=False)
    assert (one.step, one.matched) == (Step.ALLOW, False)
    assert act_of(here.works.lines[-1].text).facts["missed"] == ("image on upload",)


def test_a_surface_that_may_not_be_screened_gets_none() -> None:
    here = world()
    told = {each.surface: each.step for each in sent(here, surface(), BARE)}
    assert told == {"upload": Step.BLOCK, "bare": None}
    assert act_of(here.works.lines[-1].text).facts["without_basis"] == ("bare",)


def test_nobody_else_can_use_the_canaries_account() -> None:
    here = world()
    come = arrival(account=CANARY_ACCOUNT)
    with pytest.raises(NotPermitted):
        admit(come, screened(come), desk=here.desk, by=PLATFORM, now=NOW)
    with pytest.raises(NotPermitted):
        postpone(come, desk=here.desk, by=PLATFORM, now=NOW)
    assert not here.acts


def test_canaries_are_listed_once() -> None:
    own = OwnLists()
    wanted = (NewEntry(kind="url", value="https://canary.example/", entry_id="canary.url"),)
    for _ in range(2):
        list_canaries(wanted, b"pattern", own=own, measurer=Measurer(), now=NOW)
    assert own.changes == 1
    assert {entry.kind for entry in own.lists[CANARY_LIST].values()} == {"url", "pdq"}


def test_the_policy_is_tried_on_every_category() -> None:
    here = world()
    assert try_policy((surface(),), kit=kit(), works=here.works, now=NOW) == dict.fromkeys(Category, True)
    act = act_of(here.works.lines[-1].text)
    assert (act.act, act.on) == ("policy.try", kit().book.version)
    assert act.facts["blocks"] == {"a": True, "b": True, "c": True, "none": True}


def test_a_policy_that_only_holds_is_told_as_it_is() -> None:
    here = world()
    soft = read_book(DEFAULT_POLICY.read_text().replace('step = "block"', 'step = "hold"'))
    acts = try_policy((surface(),), kit=replace(kit(), book=soft), works=here.works, now=NOW)
    assert acts == dict.fromkeys(Category, False)


def test_without_a_surface_no_policy_is_tried() -> None:
    here = world()
    assert try_policy((), kit=kit(), works=here.works, now=NOW) == {}
    assert not here.acts


def test_altered_pictures_that_lead_to_their_original_are_counted() -> None:
    here = world()
    trial = Trial(name="one", original=b"a", altered={"the same": b"a", "another": b"b"})
    times = iter((NOW, NOW + timedelta(minutes=12)))
    found = measure_recall([trial], kit=kit(), place=surface(), works=here.works, clock=lambda: next(times))
    assert (found.found, found.tried, dict(found.missed)) == (1, 2, {"another": 1})
    act = act_of(here.works.lines[-1].text)
    assert (act.act, act.facts["found"], act.facts["tried"]) == ("recall.run", 1, 2)
    # Others have written meanwhile: the line has the time of its end, and says when it began.
    assert (act.at, act.facts["begun"]) == (NOW + timedelta(minutes=12), NOW.isoformat())
    assert here.acts == ["recall.run"]
