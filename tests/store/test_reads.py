"""Screens, the register and the API are told what is kept, on either database."""

from dataclasses import replace

import pytest

from lapwing.evidence.ledger import START
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import CaseState
from lapwing.model.decision import Step
from lapwing.model.errors import Unavailable
from lapwing.model.evidence import Purpose
from lapwing.model.platform import MessageState
from lapwing.model.works import Missing, Work
from lapwing.service.store.reads import cases, decisions, desk, figures, ledger, outbox
from lapwing.service.store.records.works import DjangoWorks
from tests.django_world import Database
from tests.policy_material import decided, match
from tests.works_material import (
    MINUTE,
    NOW,
    account,
    act,
    case,
    exposure,
    finding,
    item,
    message,
    require_whole,
    sealed,
    surface,
)

KNOWN, CLEAR = decided(match()), decided()
KAY = "person:kay"


@pytest.fixture
def works(database: Database) -> DjangoWorks:
    assert database.kind
    return DjangoWorks()


def fill(work: Work) -> None:
    """Three items with matches, of which one was shown and taken away; one without; two cases; a finding."""
    shown = replace(item(2), published_at=NOW, removed_at=NOW + MINUTE)
    for each in (item(1, at=NOW - MINUTE), shown, item(3), item(4)):
        work.items.add(each)
        work.decisions.keep(CLEAR if each.id == item(4).id else KNOWN, item=each.id, at=each.received_at)
    work.accounts.add(account())
    work.surfaces.put(surface())
    old = case(1, items=(item(2).id, item(1).id), opened=NOW - MINUTE, state=CaseState.SECOND)
    work.cases.add(replace(old, claimed_by=KAY, claimed_until=NOW + MINUTE))
    work.cases.add(case(2, account=None, queue="text", priority=90))
    work.cases.add(replace(case(3, state=CaseState.DECIDED), decided_at=NOW))
    work.findings.add(finding())
    work.findings.add(replace(finding(2, case=case(3).id), why=" ", undone_at=NOW, undone_by=KAY))
    work.exposures.add(exposure())
    work.sealed.add(sealed())
    work.sealed.add(replace(sealed(2), erased_at=NOW, wrapped_key=b""))
    work.outbox.add(message(1, due=NOW - MINUTE))
    work.outbox.add(replace(message(2), state=MessageState.DEAD, made_at=NOW + MINUTE))
    work.record(act("ann"))
    work.record(replace(act("ben"), act="item.screen"))


def test_queues_are_counted(works: DjangoWorks) -> None:
    assert cases.queue_counts(now=NOW) == []
    works.run(fill)
    known, text = cases.queue_counts(now=NOW)
    assert known == cases.QueueCount(
        queue="known",
        undecided=1,
        claimed=1,
        waiting_for_second=1,
        oldest_at=NOW - MINUTE,
        highest_priority=case(1).priority,
    )
    assert (text.queue, text.undecided, text.claimed, text.waiting_for_second) == ("text", 1, 0, 0)
    assert cases.queue_counts(now=NOW + MINUTE)[0].claimed == 0


def test_cases_come_as_they_are_to_be_taken(works: DjangoWorks) -> None:
    works.run(fill)
    assert [each.id for each in cases.cases_in()] == [case(2).id, case(1).id]
    assert [each.id for each in cases.cases_in("known")] == [case(1).id]
    assert [each.id for each in cases.cases_in(most=1, after=1)] == [case(1).id]
    assert cases.cases_in("nul\0") == []
    assert [each.id for each in cases.decided_cases()] == [case(3).id]


def test_the_case_of_a_canary_waits_in_no_queue(works: DjangoWorks) -> None:
    works.run(lambda work: work.cases.add(case(1, account=CANARY_ACCOUNT)))
    works.run(lambda work: work.cases.add(case(2, account=None)))
    assert [each.id for each in cases.cases_in()] == [case(2).id]
    assert [each.undecided for each in cases.queue_counts(now=NOW)] == [1]


def test_a_case_comes_with_all_that_is_known_of_it(works: DjangoWorks) -> None:
    works.run(fill)
    detail = cases.case_detail(case(1).id)
    assert [each.id for each in detail.items] == [item(2).id, item(1).id]
    assert [each.item for each in detail.decisions] == [item(2).id, item(1).id]
    assert (detail.findings, detail.exposures, detail.account) == ((finding(),), (exposure(),), account())
    assert cases.case_detail(case(2).id).account is None
    for unknown in ("c-unknown", "nul\0"):
        with pytest.raises(Missing):
            cases.case_detail(unknown)


def test_decisions_are_found_by_what_they_are_about(works: DjangoWorks) -> None:
    works.run(fill)
    assert [each.decision for each in decisions.decisions_of_items([item(4).id, "nul\0"])] == [CLEAR]
    assert [each.item for each in decisions.decisions_made(most=2)] == [item(4).id, item(3).id]
    assert [each.item for each in decisions.decisions_made(before=NOW)] == [item(1).id]
    assert {each.decision.step for each in decisions.decisions_made(step="block")} == {Step.BLOCK}
    assert decisions.decisions_made(surface="elsewhere") == []


def test_the_ledger_is_read_a_page_at_a_time(works: DjangoWorks) -> None:
    assert ledger.head() == START
    works.run(fill)
    newest, oldest = ledger.lines()
    assert ledger.head() == newest.head
    require_whole([oldest, newest])
    assert (ledger.lines(before=2), ledger.lines(on="ben"), ledger.lines(most=1)) == (
        [oldest],
        [newest],
        [newest],
    )
    assert ledger.lines(act="item.screen", by="key:1") == [newest]
    assert list(ledger.texts()) == [oldest.text, newest.text]
    assert list(ledger.texts(after=1)) == list(ledger.texts(after=1, up_to=2)) == [newest.text]
    assert ledger.counts_of_acts() == {"account.tell": 1, "item.screen": 1}
    assert ledger.counts_of_acts(since=NOW + MINUTE) == {}
    assert ledger.checkpoints() == []


def test_messages_are_found_by_state_and_by_what_they_are_about(works: DjangoWorks) -> None:
    works.run(fill)
    assert [each.id for each in outbox.messages()] == [message(2).id, message(1).id]
    assert [each.id for each in outbox.messages(state=MessageState.DUE, destination="harbour")] == [
        message(1).id
    ]
    assert outbox.messages(on="i-unknown") == []
    assert outbox.message_counts() == {MessageState.DUE: 1, MessageState.DELIVERED: 0, MessageState.DEAD: 1}


def test_the_register_is_told_what_was_stopped_before_it_was_shown(works: DjangoWorks) -> None:
    assert figures.matched() == figures.Matched(items=0, stopped=0, published=0, removed=0)
    works.run(fill)
    assert figures.matched() == figures.Matched(items=3, stopped=2, published=1, removed=1)
    assert figures.matched(since=NOW) == figures.Matched(items=2, stopped=1, published=1, removed=1)
    screened = figures.screened()
    assert (screened.decisions, screened.with_matches, screened.with_gaps) == (4, 3, 0)
    assert screened.by_step[KNOWN.step] == 3
    assert sum(screened.by_step.values()) == 4


def test_the_register_is_told_how_cases_and_findings_stand(works: DjangoWorks) -> None:
    assert figures.reviewed().oldest_undecided_at is None
    works.run(fill)
    assert figures.reviewed() == figures.Reviewed(
        cases=3,
        undecided=2,
        oldest_undecided_at=NOW - MINUTE,
        findings=2,
        without_reason=1,
        undone=1,
    )
    assert figures.reviewed(since=NOW).oldest_undecided_at == NOW


def test_the_register_is_told_what_is_owed_and_what_is_held(works: DjangoWorks) -> None:
    works.run(fill)
    owed = figures.owed(now=NOW)
    assert (owed.items_waiting, owed.oldest_item_at) == (4, NOW - MINUTE)
    assert (owed.messages_due, owed.oldest_message_due_at, owed.messages_dead) == (1, NOW - MINUTE, 1)
    assert figures.owed(now=NOW - 2 * MINUTE).messages_due == 0
    vaulted = figures.vaulted(Purpose.EVIDENCE)
    assert (vaulted.held, vaulted.erased, vaulted.oldest_held_at) == (1, 1, NOW)
    assert figures.vaulted(Purpose.EXPORT).oldest_held_at is None


def test_a_database_that_does_not_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections  # noqa: PLC0415  # only this test looks behind the questions

    monkeypatch.setitem(connections["default"].settings_dict, "NAME", "/nonexistent/lapwing.sqlite")
    with pytest.raises(Unavailable):
        cases.cases_in()


def test_what_one_has_in_hand_and_what_is_sealed_of_it_is_found(works: DjangoWorks) -> None:
    works.run(fill)
    held = cases.case_detail(case(1).id).case
    assert held.claimed_by is not None
    assert held.claimed_until is not None
    assert desk.cases_in_hand(held.claimed_by, now=NOW) == [held]
    assert desk.cases_in_hand(held.claimed_by, now=held.claimed_until) == []
    assert desk.cases_in_hand("person:nobody", now=NOW) == []
    assert desk.cases_in_hand("nul\0", now=NOW) == []
    assert desk.evidence_of(["i-unknown"], held.contents) == []
