"""What every keeper of records promises: the same in memory, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.model.acts import Act
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import CaseState
from lapwing.model.errors import BadInput
from lapwing.model.evidence import Purpose
from lapwing.model.platform import ItemState, MessageState
from lapwing.model.works import AlreadyThere, Changed, Missing, Work, Works
from tests.policy_material import decided, match
from tests.works_material import (
    CONTENT,
    MINUTE,
    NOW,
    OTHER,
    Kept,
    account,
    act,
    attestation,
    case,
    destination,
    exposure,
    finding,
    item,
    look_back,
    message,
    require_whole,
    sealed,
    surface,
)

SHELVES: dict[str, tuple[Callable[[Work], Any], Any]] = {
    "items": (lambda work: work.items, item()),
    "accounts": (lambda work: work.accounts, account()),
    "cases": (lambda work: work.cases, case(items=("i-1",))),
    "findings": (lambda work: work.findings, finding()),
    "sealed": (lambda work: work.sealed, sealed()),
    "exposures": (lambda work: work.exposures, exposure()),
    "outbox": (lambda work: work.outbox, message()),
    "destinations": (lambda work: work.destinations, destination()),
    "attestations": (lambda work: work.attestations, attestation()),
    "look-backs": (lambda work: work.look_backs, look_back()),
}
A_DECISION, ANOTHER = decided(match()), decided(match(), data=b"y")


class GivenUp(Exception):
    """A write that stops in the middle."""


@pytest.fixture(params=SHELVES, ids=str)
def shelf(request: pytest.FixtureRequest) -> tuple[Callable[[Work], Any], Any]:
    return SHELVES[request.param]


def key(record: Any) -> str:  # noqa: ANN401  # a record of any shelf
    return str(getattr(record, "id", None) or record.name)


def keep(works: Works, on: Callable[[Work], Any], *records: Any) -> None:  # noqa: ANN401  # the same
    def write(work: Work) -> None:
        for record in records:
            on(work).add(record)

    works.run(write)


def test_a_record_comes_back_as_it_was_kept(works: Works, shelf: tuple[Callable[[Work], Any], Any]) -> None:
    on, record = shelf
    assert works.run(lambda work: on(work).find(key(record))) is None
    works.run(lambda work: on(work).add(record))
    assert works.run(lambda work: (on(work).find(key(record)), on(work).get(key(record)))) == (record, record)


def test_two_of_one_id_are_refused(works: Works, shelf: tuple[Callable[[Work], Any], Any]) -> None:
    on, record = shelf
    works.run(lambda work: on(work).add(record))
    with pytest.raises(AlreadyThere):
        works.run(lambda work: on(work).add(replace(record, version=9)))
    assert works.run(lambda work: on(work).get(key(record))) == record


def test_only_the_next_version_takes_the_place_of_a_record(
    works: Works, shelf: tuple[Callable[[Work], Any], Any]
) -> None:
    on, record = shelf

    def save(version: int) -> None:
        works.run(lambda work: on(work).save(replace(record, version=version)))

    keep(works, on, record)
    save(2)
    for version in (1, 2, 4):
        with pytest.raises(Changed):
            save(version)
    assert works.run(lambda work: on(work).get(key(record))).version == 2


def test_what_is_not_there_is_missing(works: Works, shelf: tuple[Callable[[Work], Any], Any]) -> None:
    on, record = shelf
    with pytest.raises(Missing):
        works.run(lambda work: on(work).get(key(record)))
    with pytest.raises(Missing):
        works.run(lambda work: on(work).save(replace(record, version=2)))


@pytest.mark.parametrize("name", ["", "nul\0", "lone\ud800", "long" * 500, "Zoë's"])
def test_any_text_can_be_asked_for(works: Works, name: str) -> None:
    def ask(work: Work) -> list[Any]:
        return [
            work.accounts.find(name),
            work.decisions.find(name),
            *work.decisions.of_item(name),
            *work.cases.of_item(name),
            *work.findings.of_case(name),
            *work.exposures.of_sealed(name),
            work.cases.next_in(name, now=NOW, not_by=name),
        ]

    assert not any(works.run(ask))
    with pytest.raises(Missing):
        works.run(lambda work: work.surfaces.get(name))


@pytest.mark.parametrize("name", ["nul\0", "lone\ud800", "é" * 257])
def test_what_a_database_could_not_index_is_refused(kept: Kept, name: str) -> None:
    def tell(work: Work) -> None:
        work.record(act())
        work.accounts.add(account(name))

    with pytest.raises(BadInput):
        kept.works.run(tell)
    assert list(kept.lines()) == []


def test_texts_of_every_script_come_back(works: Works) -> None:
    told = replace(finding(), why="ドキドキ \U0001f30a 'quoted' \"twice\" \\ %s {}\x01 nul\0 é\u0301")
    works.run(lambda work: work.findings.add(told))
    assert works.run(lambda work: work.findings.get(told.id)) == told


def test_an_exception_leaves_nothing_behind(kept: Kept) -> None:
    kept.works.run(lambda work: work.record(act("before")))
    keep(kept.works, lambda work: work.accounts, account())

    def fail(work: Work) -> None:
        work.record(act("during"))
        work.accounts.save(replace(account(), version=2))
        work.accounts.add(account("ben"))
        work.surfaces.put(surface())
        work.decisions.keep(A_DECISION, item="i-1", at=NOW)
        work.cases.add(case(items=("i-1",)))
        raise GivenUp

    with pytest.raises(GivenUp):
        kept.works.run(fail)

    def look(work: Work) -> tuple[Any, ...]:
        return (
            work.accounts.get("ann").version,
            work.accounts.find("ben"),
            list(work.surfaces.every()),
            work.decisions.find(A_DECISION.id),
            list(work.cases.of_item("i-1")),
        )

    assert kept.works.run(look) == (1, None, [], None, [])
    assert [line.on for line in kept.lines()] == ["before"]


def test_a_caught_refusal_keeps_the_rest_of_the_write(kept: Kept) -> None:
    kept.works.run(lambda work: work.accounts.add(account()))

    def tell(work: Work) -> str:
        work.accounts.add(account("ben"))
        try:
            work.accounts.add(account())
        except AlreadyThere:
            work.record(act("ann"))
            return "known"
        return "new"

    assert kept.works.run(tell) == "known"
    assert kept.works.run(lambda work: work.accounts.find("ben")) == account("ben")
    assert len(kept.lines()) == 1


def test_a_write_sees_what_it_wrote(works: Works) -> None:
    def write(work: Work) -> None:
        work.items.add(item())
        assert work.items.get(item().id) == item()
        assert list(work.items.of_content(CONTENT)) == [item()]
        work.cases.add(case(items=(item().id,)))
        assert work.cases.to_join(CONTENT) is not None

    works.run(write)


def test_a_write_cannot_begin_another(works: Works) -> None:
    with pytest.raises(RuntimeError, match="another"):
        works.run(lambda _: works.run(lambda work: work.accounts.add(account())))
    assert works.run(lambda work: work.accounts.find("ann")) is None


def test_acts_are_lines_in_the_order_of_the_calls(kept: Kept) -> None:
    acts = [act(str(number), why="because") for number in range(5)]

    def record(*some: Act) -> None:
        def write(work: Work) -> None:
            for each in some:
                work.record(each)

        kept.works.run(write)

    record(*acts[:2])
    record(*acts[2:])
    require_whole(kept.lines())
    assert [act_of(line.text) for line in kept.lines()] == acts


def test_an_act_that_is_no_line_keeps_nothing(kept: Kept) -> None:
    def tell(work: Work) -> None:
        work.accounts.add(account())
        work.record(replace(act(), act="No Noun"))

    with pytest.raises(BadInput):
        kept.works.run(tell)
    assert kept.works.run(lambda work: work.accounts.find("ann")) is None
    assert list(kept.lines()) == []


def test_decisions_are_kept_once_an_item_and_come_newest_first(works: Works) -> None:
    def keep(work: Work) -> None:
        work.decisions.keep(A_DECISION, item="i-1", at=NOW)
        work.decisions.keep(ANOTHER, item="i-1", at=NOW)
        work.decisions.keep(A_DECISION, item="i-2", at=NOW + MINUTE)
        work.decisions.keep(A_DECISION, item="i-1", at=NOW + 2 * MINUTE)

    works.run(keep)
    of_item = works.run(lambda work: work.decisions.of_item("i-1"))
    assert [(each.decision, each.made_at) for each in of_item] == [(ANOTHER, NOW), (A_DECISION, NOW)]
    newest = works.run(lambda work: work.decisions.find(A_DECISION.id))
    assert newest is not None
    assert (newest.item, newest.made_at, newest.decision) == ("i-2", NOW + MINUTE, A_DECISION)
    assert works.run(lambda work: work.decisions.find(A_DECISION.id[:-1])) is None


def test_items_of_a_content_come_oldest_first(works: Works) -> None:
    every = [item(3, at=NOW), item(1, at=NOW + MINUTE), item(2, at=NOW - MINUTE)]
    keep(works, lambda work: work.items, *every, item(4, content_id=OTHER))
    of_content = works.run(lambda work: work.items.of_content(CONTENT))
    assert list(of_content) == [every[2], every[0], every[1]]


def test_items_wait_until_their_screening_is_finished(works: Works) -> None:
    early, late = item(1, at=NOW - MINUTE), item(2, at=NOW)
    keep(works, lambda work: work.items, late, early)
    assert works.run(lambda work: list(work.items.waiting(before=NOW, most=9))) == [early]
    both = works.run(lambda work: list(work.items.waiting(before=NOW + MINUTE, most=9)))
    assert both == [early, late]
    assert works.run(lambda work: list(work.items.waiting(before=NOW + MINUTE, most=1))) == [early]
    works.run(lambda work: work.items.save(replace(early, state=ItemState.ALLOWED, version=2)))
    assert works.run(lambda work: list(work.items.waiting(before=NOW + MINUTE, most=9))) == [late]


def test_an_item_joins_the_undecided_case_of_its_content(works: Works) -> None:
    decided_one = case(1, state=CaseState.DECIDED)
    waiting = case(2, state=CaseState.SECOND, account=None, joined=NOW - 99 * MINUTE)
    near = case(3, contents=(OTHER,))
    keep(works, lambda work: work.cases, decided_one, waiting, near)
    assert works.run(lambda work: work.cases.to_join(CONTENT)) == waiting


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_an_item_joins_no_case_of_its_account_that_is_of_other_content(
    works: Works, state: CaseState, minutes: int
) -> None:
    near = case(contents=(OTHER,), joined=NOW + minutes * MINUTE, state=state)
    works.run(lambda work: work.cases.add(near))
    assert works.run(lambda work: work.cases.to_join(CONTENT)) is None
    found = works.run(lambda work: work.cases.to_join(OTHER))
    assert found == (None if state is CaseState.DECIDED else near)


def test_what_is_in_a_case_changes_with_it(works: Works) -> None:
    works.run(lambda work: work.cases.add(case(items=("i-1", "i-2"))))
    works.run(lambda work: work.cases.save(replace(case(items=("i-2", "i-3"), contents=(OTHER,)), version=2)))
    of = works.run(lambda work: {name: len(work.cases.of_item(name)) for name in ("i-1", "i-2", "i-3")})
    assert of == {"i-1": 0, "i-2": 1, "i-3": 1}
    assert works.run(lambda work: work.cases.to_join(CONTENT)) is None
    assert works.run(lambda work: work.cases.to_join(OTHER)) is not None


def test_cases_of_an_item_come_newest_first(works: Works) -> None:
    old, new = case(2, items=("i-1",)), case(1, items=("i-1",), opened=NOW + MINUTE)
    keep(works, lambda work: work.cases, old, new)
    assert works.run(lambda work: list(work.cases.of_item("i-1"))) == [new, old]


def test_the_next_case_is_the_most_pressing_then_the_oldest_that_nobody_else_has(works: Works) -> None:
    pressing = case(1, priority=90, opened=NOW)
    old, new = case(2, opened=NOW - MINUTE), case(3, opened=NOW)
    done, elsewhere = case(4, priority=99, state=CaseState.DECIDED), case(5, priority=100, queue="text")
    keep(works, lambda work: work.cases, new, done, old, pressing, elsewhere)

    def following(queue: str | None, by: str = "person:kay", minutes: int = 0) -> str | None:
        found = works.run(lambda work: work.cases.next_in(queue, now=NOW + minutes * MINUTE, not_by=by))
        return found.id if found else None

    assert following("known") == pressing.id
    assert following(None) == elsewhere.id
    assert following("nowhere") is None
    taken = replace(pressing, claimed_by="person:kay", claimed_until=NOW + MINUTE, version=2)
    works.run(lambda work: work.cases.save(taken))
    assert following("known") == pressing.id
    assert following("known", by="person:lou") == old.id
    assert following("known", by="person:lou", minutes=1) == pressing.id


def test_the_graver_case_that_waited_longest_is_the_oldest_that_nobody_has(works: Works) -> None:
    graver, gravest = case(1, priority=60, opened=NOW - MINUTE), case(2, priority=90, opened=NOW)
    lesser, done = (
        case(3, priority=40, opened=NOW - 9 * MINUTE),
        case(4, priority=99, state=CaseState.DECIDED),
    )
    canary = case(5, account=CANARY_ACCOUNT, priority=99, opened=NOW - 9 * MINUTE)
    keep(works, lambda work: work.cases, graver, gravest, lesser, done, canary)

    def waits(priority: int, by: str = "person:kay", minutes: int = 0) -> str | None:
        now = NOW + minutes * MINUTE
        found = works.run(lambda work: work.cases.oldest_above(priority, now=now, not_by=by))
        return found.id if found else None

    assert (waits(40), waits(60), waits(90)) == (graver.id, gravest.id, None)
    taken = replace(graver, claimed_by="person:kay", claimed_until=NOW + MINUTE, version=2)
    works.run(lambda work: work.cases.save(taken))
    assert (waits(40), waits(40, by="person:lou"), waits(40, minutes=1)) == (
        gravest.id,
        gravest.id,
        graver.id,
    )


def test_a_graver_case_that_waits_for_a_second_person_waits_for_no_first(works: Works) -> None:
    keep(works, lambda work: work.cases, case(state=CaseState.SECOND, priority=90))
    keep(works, lambda work: work.findings, finding())

    def waits(by: str) -> bool:
        return works.run(lambda work: work.cases.oldest_above(40, now=NOW, not_by=by)) is not None

    assert (waits("person:kay"), waits("person:lou")) == (False, True)


def test_the_case_of_a_canary_is_given_to_nobody(works: Works) -> None:
    canary, mine, nobodys = case(1, account=CANARY_ACCOUNT, priority=99), case(2), case(3, account=None)
    keep(works, lambda work: work.cases, canary, mine, nobodys)

    def following(by: str) -> str | None:
        found = works.run(lambda work: work.cases.next_in(None, now=NOW, not_by=by))
        return found.id if found else None

    assert following("person:kay") == mine.id
    works.run(lambda work: work.cases.save(replace(mine, state=CaseState.DECIDED, version=2)))
    assert following("person:kay") == nobodys.id


def test_who_decided_first_is_not_given_the_case_again(works: Works) -> None:
    keep(works, lambda work: work.cases, case(state=CaseState.SECOND))
    keep(works, lambda work: work.findings, finding())

    def given(by: str) -> bool:
        return works.run(lambda work: work.cases.next_in(None, now=NOW, not_by=by)) is not None

    assert (given("person:kay"), given("person:lou")) == (False, True)
    undone = replace(finding(), undone_by="person:lou", undone_at=NOW, undone_why="too soon", version=2)
    works.run(lambda work: work.findings.save(undone))
    assert given("person:kay")


def test_findings_of_a_case_come_oldest_first(works: Works) -> None:
    late, early = finding(1), finding(2, at=NOW - MINUTE)
    keep(works, lambda work: work.findings, late, early, finding(3, case="c-other"))
    assert works.run(lambda work: list(work.findings.of_case(late.case))) == [early, late]


def test_what_is_erased_is_no_longer_sealed(works: Works) -> None:
    late, early = sealed(1), sealed(2, at=NOW - MINUTE)
    short = sealed(3, purpose=Purpose.SCREENING)
    keep(works, lambda work: work.sealed, late, early, short)

    def still(purpose: Purpose) -> list[Any]:
        return works.run(lambda work: list(work.sealed.of_content(CONTENT, purpose=purpose)))

    assert (still(Purpose.EVIDENCE), still(Purpose.SCREENING)) == ([early, late], [short])
    erased = replace(early, wrapped_key=b"", erased_at=NOW, certificate="7", version=2)
    works.run(lambda work: work.sealed.save(erased))
    assert still(Purpose.EVIDENCE) == [late]
    assert works.run(lambda work: work.sealed.get(early.id)) == erased


def test_exposures_of_a_sealed_object_come_oldest_first(works: Works) -> None:
    late, early = exposure(1), exposure(2, at=NOW - MINUTE)
    keep(works, lambda work: work.exposures, late, early, exposure(3, sealed="e-other"))
    assert works.run(lambda work: list(work.exposures.of_sealed(late.sealed))) == [early, late]


def test_attestations_of_a_row_come_newest_first(works: Works) -> None:
    early, late, other = attestation(1), attestation(2, at=NOW + MINUTE), attestation(3, row="P9.G3")
    keep(works, lambda work: work.attestations, early, late, other)
    assert works.run(lambda work: list(work.attestations.of_row("ICU-A2"))) == [late, early]


def test_messages_are_due_that_no_worker_has(works: Works) -> None:
    first, second, later = message(1, due=NOW - MINUTE), message(2), message(3, due=NOW + MINUTE)
    done = replace(message(4), state=MessageState.DELIVERED)
    keep(works, lambda work: work.outbox, second, later, done, first)

    def due(minutes: int = 0, most: int = 9) -> list[Any]:
        return works.run(lambda work: list(work.outbox.due(now=NOW + minutes * MINUTE, most=most)))

    assert (due(), due(most=1), due(1)) == ([first, second], [first], [first, second, later])
    held = replace(first, held_until=NOW + MINUTE, version=2)
    works.run(lambda work: work.outbox.save(held))
    assert (due(), due(1)) == ([second], [held, second, later])


def test_a_destination_is_taken_out_in_the_version_that_was_seen(works: Works) -> None:
    works.run(lambda work: work.destinations.add(destination("a")))
    works.run(lambda work: work.destinations.save(replace(destination("a"), version=2)))
    with pytest.raises(Changed):
        works.run(lambda work: work.destinations.remove(destination("a")))
    works.run(lambda work: work.destinations.remove(replace(destination("a"), version=2)))
    assert works.run(lambda work: work.destinations.find("a")) is None
    with pytest.raises(Missing):
        works.run(lambda work: work.destinations.remove(destination("a")))

    def anew(work: Work) -> object:
        work.destinations.add(destination("a"))
        work.destinations.remove(work.destinations.get("a"))
        work.destinations.add(destination("a"))
        return work.destinations.get("a")

    assert works.run(anew) == destination("a")


def test_destinations_and_surfaces_come_in_name_order(works: Works) -> None:
    names = ["b", "a-z", "Z", "a", "é", "a_b"]

    def put(work: Work) -> None:
        for name in names:
            work.destinations.add(destination(name))
            work.surfaces.put(surface(name))

    works.run(put)
    assert works.run(lambda work: [each.name for each in work.destinations.every()]) == sorted(names)
    assert works.run(lambda work: [each.name for each in work.surfaces.every()]) == sorted(names)


def test_a_surface_takes_the_place_of_the_one_before(works: Works) -> None:
    changed = replace(surface(), jurisdiction="IE")
    works.run(lambda work: work.surfaces.put(surface()))
    works.run(lambda work: work.surfaces.put(changed))
    assert works.run(lambda work: (work.surfaces.get("upload"), list(work.surfaces.every()))) == (
        changed,
        [changed],
    )
    with pytest.raises(Missing):
        works.run(lambda work: work.surfaces.get("elsewhere"))
