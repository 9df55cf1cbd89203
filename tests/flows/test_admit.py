"""What arrives is kept with everything that follows from it, or not at all."""

import pytest

from lapwing.flows.admit import NotWaiting, admit, finish, postpone
from lapwing.model.content import Gap, Why
from lapwing.model.decision import Step
from lapwing.model.errors import NotPermitted
from lapwing.model.evidence import Purpose
from lapwing.model.lists import Closeness
from lapwing.model.platform import ItemState
from lapwing.model.vault import Erased
from tests.policy_material import match
from tests.spine_material import ANN, HOUR, NOW, PLATFORM, arrival, screened, world

SAME = match(kind="sha256")
NEAR = match(kind="pdq", closeness=Closeness.NEAR)


def test_what_matches_nothing_is_kept_without_case_or_seal() -> None:
    here, come = world(), arrival()
    admitted = admit(come, screened(come), desk=here.desk, by=PLATFORM, now=NOW)
    assert (admitted.item.state, admitted.item.step, admitted.case) == (ItemState.ALLOWED, Step.ALLOW, None)
    assert not here.vault.objects
    assert here.acts == ["item.screen"]


def test_known_content_is_sealed_blocked_and_has_a_case() -> None:
    here, come = world(), arrival()
    admitted = admit(come, screened(come, SAME), desk=here.desk, by=PLATFORM, now=NOW)
    assert admitted.item.state is ItemState.BLOCKED
    assert here.acts == ["content.seal", "case.open", "item.screen"]
    (sealed,) = here.works.run(lambda w: w.sealed.of_content(come.content_id, purpose=Purpose.EVIDENCE))
    assert here.vault.open(sealed) == come.untrusted_data
    assert sealed.item == admitted.item.id
    case = here.works.run(lambda w: w.cases.get(admitted.case or ""))
    assert case.items == (admitted.item.id,)


def test_an_unknown_is_never_published() -> None:
    here, come = world(), arrival()
    gap = Gap(who="image", why=Why.DIED)
    admitted = admit(come, screened(come, gaps=(gap,)), desk=here.desk, by=PLATFORM, now=NOW)
    assert admitted.item.step is Step.HOLD


def test_the_same_content_joins_the_open_case() -> None:
    here, first = world(), arrival()
    second = arrival(account="somebody else")
    a = admit(first, screened(first, NEAR), desk=here.desk, by=PLATFORM, now=NOW)
    b = admit(second, screened(second, SAME), desk=here.desk, by=PLATFORM, now=NOW + 100 * HOUR)
    assert a.case == b.case
    case = here.works.run(lambda w: w.cases.get(a.case or ""))
    assert case.items == (a.item.id, b.item.id)
    assert case.contents == (first.content_id,)
    assert case.priority == max(s.decision.case.priority for s in (screened(first, SAME),) if s.decision.case)


def test_other_content_of_the_same_account_has_a_case_of_its_own() -> None:
    # A finding is about everything in a case: "nothing wrong" must not let something else out.
    here, first, second = world(), arrival(b"1"), arrival(b"2")
    a = admit(first, screened(first, NEAR), desk=here.desk, by=PLATFORM, now=NOW)
    b = admit(second, screened(second, SAME), desk=here.desk, by=PLATFORM, now=NOW)
    assert a.case != b.case


def test_content_without_account_joins_no_other_without_account() -> None:
    here, first, second = world(), arrival(b"1", account=None), arrival(b"2", account=None)
    a = admit(first, screened(first, NEAR), desk=here.desk, by=PLATFORM, now=NOW)
    b = admit(second, screened(second, NEAR), desk=here.desk, by=PLATFORM, now=NOW)
    assert a.case != b.case


def test_only_who_may_screen_can_admit() -> None:
    here, come = world(), arrival()
    with pytest.raises(NotPermitted):
        admit(come, screened(come), desk=here.desk, by=ANN, now=NOW)
    assert not here.acts


def test_what_is_not_finished_in_time_waits_out_of_sight_and_is_finished_once() -> None:
    here, come = world(), arrival()
    waiting = postpone(come, desk=here.desk, by=PLATFORM, now=NOW).item
    assert (waiting.state, waiting.step) == (ItemState.WAITING, Step.HOLD)
    done = finish(waiting.id, come, screened(come), desk=here.desk, now=NOW)
    assert done.item.state is ItemState.ALLOWED
    with pytest.raises(NotWaiting):
        finish(waiting.id, come, screened(come), desk=here.desk, now=NOW)
    assert here.acts == ["item.wait", "item.screen", "sealed.erase"]
    assert [m.on for m in here.works.run(lambda w: w.outbox.due(now=NOW, most=9))] == [waiting.id]


def test_what_was_kept_to_be_screened_cannot_be_opened_afterwards() -> None:
    here, come = world(), arrival()
    one, other = (postpone(come, desk=here.desk, by=PLATFORM, now=NOW).item for _ in range(2))
    kept = here.works.run(lambda w: w.sealed.of_content(come.content_id, purpose=Purpose.SCREENING))
    finish(one.id, come, screened(come), desk=here.desk, now=NOW)
    after = here.works.run(lambda w: {each.item: w.sealed.get(each.id) for each in kept})
    with pytest.raises(Erased):
        here.vault.open(after[one.id])
    assert here.vault.open(after[other.id]) == come.untrusted_data


def test_a_message_names_ids_and_no_content() -> None:
    here, come = world(), arrival(b"these very bytes")
    waiting = postpone(come, desk=here.desk, by=PLATFORM, now=NOW).item
    finish(waiting.id, come, screened(come, SAME), desk=here.desk, now=NOW)
    (message,) = here.works.run(lambda w: w.outbox.due(now=NOW, most=9))
    assert '"action":"remove"' in message.body
    assert "these very bytes" not in message.body
