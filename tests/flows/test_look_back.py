"""A list that grows reaches what was let in before it did, once, and never against what a person found."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from lapwing.flows.look_back import GRACE, LEASE, SLICE, begin, look_back_some
from lapwing.flows.remember import forget_old, measured_again
from lapwing.flows.review import Found, claim, decide_case, undo
from lapwing.model.cases import CaseState, FindingKind
from lapwing.model.decision import AgeBand, LegalBasis, Step
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Purpose
from lapwing.model.lists import ListClass
from lapwing.model.look_backs import LookBackState
from lapwing.model.platform import Account, Item, ItemState
from lapwing.policy.decide import canonical_bytes, read_decision
from tests.lists_material import REFERENCE, code, plain_list, signal
from tests.look_back_material import (
    DIGEST,
    KNOWN,
    LOOKS,
    SECOND,
    begun,
    digest,
    harbour,
    hindsight,
    let_in,
    listed,
    looked_back,
    looks,
)
from tests.policy_material import surface
from tests.spine_material import ANN, HOUR, LEAD, NOW, World

EVENING = NOW + HOUR


def now_stands(here: World, item: Item) -> Item:
    return here.works.run(lambda work: work.items.get(item.id))


def told(here: World) -> list[dict[str, object]]:
    messages = here.works.run(lambda work: work.outbox.due(now=EVENING, most=99))
    return [msgspec.json.decode(each.body) for each in messages if each.topic == "item.action"]


def test_what_is_known_later_is_blocked_told_and_in_a_case() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    assert item.state is ItemState.ALLOWED
    done = looked_back(here, KNOWN)
    after = now_stands(here, item)
    assert (after.state, after.version) == (ItemState.BLOCKED, 2)
    (message,) = told(here)
    assert (message["action"], message["item"], message["because"]) == ("remove", item.id, after.decided_by)
    (case,) = here.works.run(lambda work: work.cases.of_item(item.id))
    assert (case.state, case.items, case.contents) == (CaseState.OPEN, (item.id,), (item.content_id,))
    assert here.acts == ["item.screen", "look-back.begin", "case.open", "item.look-back", "look-back.done"]
    assert (done.state, done.raised, done.stood) == (LookBackState.DONE, 1, 0)


def test_the_decision_is_one_that_replays_and_names_the_version_that_matched() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    looked_back(here, KNOWN)
    newest, oldest = here.works.run(lambda work: work.decisions.of_item(item.id))
    assert read_decision(canonical_bytes(newest.decision)) == newest.decision
    assert newest.decision.list_versions == ((REFERENCE.name, 2),)
    assert newest.decision.matches[0].entry.entry_id == "known"
    assert oldest.decision.step is Step.ALLOW


def test_a_case_says_that_only_fingerprints_are_there() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    done = looked_back(here, KNOWN)
    (case,) = here.works.run(lambda work: work.cases.of_item(item.id))
    assert (case.without_content, done.without_content) == ((item.id,), 1)
    assert not here.vault.objects


def test_content_that_is_still_had_is_sealed_for_the_item_too() -> None:
    here = harbour()
    item = let_in(here, digest(), data=b"these bytes").item
    # The same content comes again once the list has grown, and is sealed then.
    let_in(here, digest(), data=b"these bytes", lists=(KNOWN,), account="account-2", at=NOW + SECOND)
    done = looked_back(here, KNOWN)
    kept = here.works.run(lambda work: work.sealed.of_content(item.content_id, purpose=Purpose.EVIDENCE))
    (own,) = [each for each in kept if each.item == item.id]
    assert here.vault.open(own) == b"these bytes"
    (case,) = here.works.run(lambda work: work.cases.of_item(item.id))
    assert (len(case.items), case.without_content, done.without_content) == (2, (), 0)


def test_every_place_where_the_content_is_shown_is_reached() -> None:
    here = harbour()
    items = [let_in(here, digest(), account=f"account-{number}").item for number in range(3)]
    assert looked_back(here, KNOWN).raised == 3
    assert {now_stands(here, item).state for item in items} == {ItemState.BLOCKED}
    (case,) = here.works.run(lambda work: work.cases.of_item(items[0].id))
    assert set(case.items) == {item.id for item in items}


def test_what_does_not_match_is_left_alone() -> None:
    here = harbour()
    item = let_in(here, digest("cd" * 32), looks()).item
    done = looked_back(here, KNOWN)
    assert (now_stands(here, item), told(here), done.raised, done.compared) == (item, [], 0, 2)


def test_a_near_picture_is_held_for_a_person() -> None:
    here = harbour()
    item = let_in(here, looks(code(1, 2, 3))).item
    looked_back(here, plain_list(listed("pdq", code(1, 2, 9)), number=2))
    assert now_stands(here, item).state is ItemState.HELD


def test_a_web_address_in_a_text_is_found_later() -> None:
    here = harbour()
    address = signal("url", "harbour.example/quay", where=replace(digest().where, start=3, end=23))
    item = let_in(here, digest(), address).item
    listing = plain_list(listed("url", "harbour.example/quay"), number=2)
    looked_back(here, listing)
    after = now_stands(here, item)
    assert after.state is not ItemState.ALLOWED
    (kept, _) = here.works.run(lambda work: work.decisions.of_item(item.id))
    assert kept.decision.matches[0].signal == address


def test_an_exception_holds_when_looking_back_as_it_does_when_screening() -> None:
    here = harbour()
    item = let_in(here, digest(), looks(code(1, 2, 3))).item
    allowed = replace(REFERENCE, name="exceptions", list_class=ListClass.ALLOW)
    grown = plain_list(listed("pdq", code(1, 2, 9)), number=2)
    looked_back(here, grown, plain_list(listed("sha256", DIGEST), info=allowed))
    assert now_stands(here, item) == item


def test_a_persons_finding_stands_where_only_something_like_it_is_listed() -> None:
    here = harbour()
    near = plain_list(listed("pdq", code(1, 2, 9)))
    admitted = let_in(here, digest(), looks(code(1, 2, 3)), lists=(near,))
    claim(admitted.case or "", works=here.works, by=ANN, now=NOW)
    found = Found(kind=FindingKind.NOT, why="A harbour at noon.")
    decide_case(admitted.case or "", found, works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    # The content was let in elsewhere too, before the list knew anything like it, so it is remembered.
    other = let_in(here, digest(), looks(code(1, 2, 3)), account="account-2").item
    allowed = now_stands(here, admitted.item)
    second = plain_list(listed("pdq", code(1, 2, 8)), info=replace(REFERENCE, name="second"), number=2)
    done = looked_back(here, near, second)
    assert now_stands(here, admitted.item) == allowed
    assert now_stands(here, other).state is ItemState.HELD
    assert (done.raised, done.stood) == (1, 1)


def test_a_finding_that_was_taken_back_leaves_the_item_out_of_sight() -> None:
    here = harbour()
    near = plain_list(listed("pdq", code(1, 2, 9)))
    admitted = let_in(here, looks(code(1, 2, 3)), lists=(near,))
    claim(admitted.case or "", works=here.works, by=ANN, now=NOW)
    found = Found(kind=FindingKind.NOT, why="A harbour at noon.")
    decide_case(admitted.case or "", found, works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    undo(admitted.case or "", why="Not so.", works=here.works, new_id=here.new_id, by=LEAD, now=NOW)
    looked_back(here, plain_list(listed("pdq", code(1, 2, 3)), number=2))
    assert now_stands(here, admitted.item).state is ItemState.HELD


def test_looking_back_never_lowers_a_step() -> None:
    here = harbour()
    item = let_in(here, digest(), looks(code(1, 2, 3))).item
    looked_back(here, KNOWN)
    blocked = now_stands(here, item)
    looked_back(here, plain_list(listed("pdq", code(1, 2, 9)), number=3), number=3, at=NOW + 2 * SECOND)
    assert (blocked.state, now_stands(here, item)) == (ItemState.BLOCKED, blocked)


def test_a_surface_that_may_not_be_scanned_any_more_is_left_alone_and_counted() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    expired = LegalBasis(name="terms", expires_on=date(2026, 1, 1))
    here.works.run(lambda work: work.surfaces.put(replace(surface(), basis=expired)))
    done = looked_back(here, KNOWN)
    assert (now_stands(here, item), done.without_basis, done.raised) == (item, 1, 0)


def test_the_account_is_taken_as_it_is_known_now() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    here.works.run(lambda work: work.accounts.add(Account(id="account-1", age_band=AgeBand.UNDER_13)))
    looked_back(here, KNOWN)
    newest = here.works.run(lambda work: work.decisions.of_item(item.id))[0]
    assert newest.decision.context.age_band is AgeBand.UNDER_13


def test_a_scaled_picture_in_reach_of_an_entry_is_unknown_and_out_of_sight() -> None:
    here = harbour()
    in_reach, beyond = code(*range(33)), code(*range(100, 140))
    item = let_in(here, looks(code(), exact=False)).item
    other = let_in(here, looks(code(*range(200, 256)), exact=False), data=b"y").item
    looked_back(here, plain_list(listed("pdq", in_reach), listed("pdq", beyond), number=2))
    assert now_stands(here, item).state is ItemState.HELD
    assert now_stands(here, other) == other


def test_it_goes_on_where_it_was_stopped_and_does_nothing_twice() -> None:
    here = harbour()
    items = [let_in(here, digest(), data=bytes([number]), account=None).item for number in range(5)]
    look_back = begun(here)

    class Stopped(Exception):
        """The process ends."""

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("lapwing.flows.look_back._gone_on", _raising(Stopped()))
        with pytest.raises(Stopped):
            look_back_some(look_back.id, hindsight=hindsight(here, KNOWN), now=NOW + SECOND, most=2)
    # It died before it noted how far it had come: another worker has to wait until that one cannot come back.
    assert not look_back_some(look_back.id, hindsight=hindsight(here, KNOWN), now=NOW + 2 * SECOND, most=2)
    later = NOW + SECOND + LEASE
    slices = 0
    while look_back_some(look_back.id, hindsight=hindsight(here, KNOWN), now=later + GRACE, most=2):
        slices += 1
    done = here.works.run(lambda work: work.look_backs.get(look_back.id))
    assert {now_stands(here, item).version for item in items} == {2}
    assert len(told(here)) == here.acts.count("item.look-back") == done.raised == 5
    assert (done.state, slices) == (LookBackState.DONE, 8)


def test_of_two_who_go_on_from_the_same_place_one_is_counted() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    look_back = begun(here)
    slow = hindsight(here, KNOWN)

    class WhileAnotherWorks:
        """Compares so slowly that somebody else takes over and finishes the slice."""

        def leads(self, *asked: object) -> tuple[int, ...]:
            assert look_back_some(look_back.id, hindsight=slow, now=NOW + SECOND + LEASE)
            return slow.sieve.leads(*asked)  # type: ignore[arg-type]  # as it was asked

    look_back_some(look_back.id, hindsight=replace(slow, sieve=WhileAnotherWorks()), now=NOW + SECOND)
    done = here.works.run(lambda work: work.look_backs.get(look_back.id))
    assert (done.compared, done.raised, now_stands(here, item).version, len(told(here))) == (1, 1, 2, 1)


def test_an_item_that_changes_meanwhile_is_decided_about_as_it_is_then() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    vault = here.vault
    let_in(here, digest(), lists=(KNOWN,), account="account-2")  # so that there is something to open
    published = replace(item, published_at=NOW, version=2)

    class Interrupted:
        """A vault during whose work the platform says that the item was published."""

        def open(self, *given: object) -> bytes:
            if now_stands(here, item).version == 1:
                here.works.run(lambda work: work.items.save(published))
            return vault.open(*given)  # type: ignore[arg-type]  # as it was asked

        def __getattr__(self, name: str) -> object:
            return getattr(vault, name)

    look_back = begun(here)
    means = hindsight(here, KNOWN)
    desk = replace(means.desk, vault=Interrupted())  # type: ignore[arg-type]  # the rest is the vault's own
    look_back_some(look_back.id, hindsight=replace(means, desk=desk), now=NOW + SECOND)
    after = now_stands(here, item)
    assert (after.state, after.published_at, after.version) == (ItemState.BLOCKED, NOW, 3)
    assert len(told(here)) == 1


def test_a_vault_that_does_not_answer_keeps_the_place() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    let_in(here, digest(), lists=(KNOWN,), account="account-2")
    look_back = begun(here)
    means = hindsight(here, KNOWN)

    class Gone:
        """A vault that cannot be had."""

        def open(self, *_: object) -> bytes:
            raise Unavailable

    desk = replace(means.desk, vault=Gone())  # type: ignore[arg-type]  # it is asked for nothing else
    with pytest.raises(Unavailable):
        look_back_some(look_back.id, hindsight=replace(means, desk=desk), now=NOW + SECOND)
    assert now_stands(here, item) == item
    look_back_some(look_back.id, hindsight=means, now=NOW + SECOND + LEASE)
    assert now_stands(here, item).state is ItemState.BLOCKED


def test_evidence_that_is_damaged_does_not_leave_the_item_in_sight() -> None:
    here = harbour()
    item = let_in(here, digest()).item
    let_in(here, digest(), lists=(KNOWN,), account="account-2")
    here.vault.objects.clear()
    done = looked_back(here, KNOWN)
    assert (now_stands(here, item).state, done.without_content) == (ItemState.BLOCKED, 1)


def test_a_screening_that_began_before_the_list_changed_is_not_passed_over() -> None:
    here = harbour()
    look_back, means = begun(here), hindsight(here, KNOWN)
    assert look_back_some(look_back.id, hindsight=means, now=NOW + SECOND)  # and there is nothing yet
    # Its clock was read before the look-back began; its decision was kept afterwards.
    item = let_in(here, digest(), at=NOW).item
    early = NOW + SECOND + GRACE - SECOND
    assert not look_back_some(look_back.id, hindsight=means, now=early)
    while look_back_some(look_back.id, hindsight=means, now=early + SECOND):
        pass
    assert now_stands(here, item).state is ItemState.BLOCKED


def test_one_look_back_is_begun_for_each_change_of_a_list() -> None:
    here = harbour()

    def again(seconds: int) -> bool:
        at = NOW + seconds * SECOND
        made = begin(REFERENCE.name, list_version=seconds, changed_at=at, desk=here.desk, now=NOW + HOUR)
        return made is not None

    assert again(1)
    assert not again(2)  # the first is still comparing, and does so with the list as it is by now
    first = here.works.run(lambda work: work.look_backs.unfinished())[0]
    look_back_some(first.id, hindsight=hindsight(here, KNOWN), now=NOW + HOUR)
    assert not again(1)
    assert again(2)


def test_what_is_seen_again_is_remembered_once_and_what_is_old_is_forgotten() -> None:
    here = harbour()
    let_in(here, digest(), data=b"1", at=NOW)
    let_in(here, digest(), data=b"2", at=NOW)
    again = let_in(here, digest(), data=b"1", at=NOW + HOUR).item
    assert forget_old(before=NOW + HOUR, works=here.works, now=EVENING) == 1
    (left,) = here.works.run(lambda work: work.memory.after(None, most=9))
    assert left.content_id == again.content_id
    assert here.acts[-1] == "memory.forget"
    assert forget_old(before=NOW + HOUR, works=here.works, now=EVENING) == 0
    assert here.acts.count("memory.forget") == 1


def test_nothing_is_remembered_of_what_is_kept_out_nor_of_words_nor_where_it_is_switched_off() -> None:
    here = harbour()
    let_in(here, digest(), lists=(KNOWN,))
    let_in(here, digest(), data=b"2", remembers=False)
    let_in(here, signal("term", "zz-term-0017"), data=b"3")
    assert here.works.run(lambda work: work.memory.after(None, most=9)) == []


def test_more_than_a_slice_is_gone_through() -> None:
    here = harbour()
    count = 7
    assert count < SLICE
    for number in range(count):
        let_in(here, digest(), looks(LOOKS), data=bytes([number]), account=None, at=NOW + number * SECOND)
    done = looked_back(here, KNOWN, most=2)
    assert (done.raised, done.compared_at, done.done_at) == (7, NOW + SECOND, NOW + SECOND + GRACE)


def test_a_record_that_is_damaged_stops_it_rather_than_pass() -> None:
    here = harbour()
    let_in(here, digest())
    (kept,) = here.works.run(lambda work: work.memory.after(None, most=1))
    for packed in (b"", b"\x07" + kept.packed[1:], kept.packed[:-1], b"\1" + kept.packed[1:], b"\0\xc0"):
        with pytest.raises(IntegrityLost):
            measured_again(replace(kept, packed=packed))


def _raising(fault: Exception) -> object:
    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail
