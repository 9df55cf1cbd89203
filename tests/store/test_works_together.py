"""Whoever writes at the same time is committed together, and each gets what is their own."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from lapwing.model.errors import Unavailable
from lapwing.model.works import AlreadyThere, Changed, Missing, Unsure, Work
from lapwing.service.store.records.group import MOST_TOGETHER, Group, Writer
from lapwing.service.store.records.works import DjangoWorks
from tests.django_world import Database
from tests.policy_material import decided, match
from tests.store_material import closing, kept_in_database, on_another_thread
from tests.works_material import CONTENT, NOW, account, act, case, item, require_whole, surface

THREADS = 12
CONNECTIONS = 20
"""As many as a process has of PostgreSQL's, beside the one by which it writes."""


def batch(works: DjangoWorks, *writes: Callable[[Work], Any]) -> list[Writer]:
    """Commit some writes together, as if they had waited at the same time."""
    writers = [Writer(write) for write in writes]
    works._commit(writers)
    return writers


def add(name: str) -> Callable[[Work], str]:
    def write(work: Work) -> str:
        work.accounts.add(account(name))
        work.record(act(name))
        return name

    return write


def test_writers_from_many_threads_each_get_their_answer_and_the_ledger_is_whole(database: Database) -> None:
    assert database.kind
    kept = kept_in_database()
    names = [str(number) for number in range(10 * THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda name: closing(lambda: kept.works.run(add(name))), names))
    assert answers == names
    require_whole(kept.lines())
    assert sorted(line.on for line in kept.lines()) == sorted(names)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_that_fails_takes_nothing_from_the_others(database: Database, at: int) -> None:
    assert database.kind
    kept = kept_in_database()
    works = kept.works
    assert isinstance(works, DjangoWorks)

    def fail(work: Work) -> None:
        add("lost")(work)
        work.surfaces.put(surface("lost"))
        work.decisions.keep(decided(match()), item="lost", at=NOW)
        raise Missing("something")

    writes: list[Callable[[Work], Any]] = [add("ann"), add("ben")]
    writes.insert(at, fail)
    ended = batch(works, *writes)
    assert [type(each.failure) for each in ended].index(Missing) == at
    assert [each.answer for each in ended if each.failure is None] == ["ann", "ben"]
    assert [line.on for line in kept.lines()] == ["ann", "ben"]

    def look(work: Work) -> list[Any]:
        found = [work.accounts.find(name) for name in ("lost", "ann", "ben")]
        return [*found, work.surfaces.every(), work.decisions.of_item("lost")]

    assert works.run(look) == [None, account("ann"), account("ben"), [], []]


def test_of_two_who_add_the_same_the_second_is_told(database: Database) -> None:
    assert database.kind
    kept = kept_in_database()
    assert isinstance(kept.works, DjangoWorks)
    first, second, third = batch(kept.works, add("ann"), add("ann"), add("ben"))
    assert (first.failure, type(second.failure), third.failure) == (None, AlreadyThere, None)
    assert [line.on for line in kept.lines()] == ["ann", "ben"]


def test_one_that_is_there_already_is_told_so_where_it_is_added(database: Database) -> None:
    assert database.kind
    works = DjangoWorks()
    works.run(add("ann"))

    def tell(work: Work) -> str:
        try:
            work.accounts.add(account("ann"))
        except AlreadyThere:
            return "known"
        return "new"

    assert [each.answer for each in batch(works, tell, add("ben"), tell)] == ["known", "ben", "known"]


def test_of_two_who_change_the_same_version_the_second_is_told(database: Database) -> None:
    assert database.kind
    works = DjangoWorks()
    works.run(add("ann"))
    change = replace(account("ann"), version=2)
    first, second = batch(works, *[lambda work: work.accounts.save(change)] * 2)
    assert (first.failure, type(second.failure)) == (None, Changed)


def test_an_act_that_is_no_line_fails_alone(database: Database) -> None:
    assert database.kind
    kept = kept_in_database()
    assert isinstance(kept.works, DjangoWorks)

    def tell(work: Work) -> None:
        work.accounts.add(account("lost"))
        work.record(replace(act(), by=""))

    ended = batch(kept.works, add("ann"), tell, add("ben"))
    assert [each.failure is None for each in ended] == [True, False, True]
    assert [line.on for line in kept.lines()] == ["ann", "ben"]
    assert kept.works.run(lambda work: work.accounts.find("lost")) is None


def test_writes_by_djangos_own_means_are_in_the_transaction(database: Database) -> None:
    assert database.kind
    from lapwing.service.store.records.models import SurfaceRow  # noqa: PLC0415  # after Django is made ready

    works = DjangoWorks()

    def fail(work: Work) -> None:
        SurfaceRow.objects.create(id="lost", body="{}")
        work.accounts.get("nobody")

    def look(work: Work) -> int:
        work.surfaces.put(surface())
        return SurfaceRow.objects.count()

    failed, looked = batch(works, fail, look)
    assert (type(failed.failure), looked.answer) == (Missing, 1)


@pytest.mark.slow
def test_who_was_overtaken_by_another_process_begins_again(postgres: Database) -> None:
    assert postgres.kind
    works, others = DjangoWorks(), DjangoWorks()
    works.run(add("ann"))
    tries = []

    def change(work: Work) -> int:
        seen = work.accounts.get("ann")
        tries.append(seen.version)
        if len(tries) == 1:
            on_another_thread(lambda: others.run(lambda there: there.accounts.save(replace(seen, version=2))))
        work.accounts.save(replace(seen, version=seen.version + 1))
        return seen.version

    def tell(work: Work) -> None:
        if work.accounts.find("ben") is None:
            tries.append(0)
            if tries.count(0) == 1:
                on_another_thread(lambda: others.run(add("ben")))
            work.accounts.add(account("ben"))

    assert works.run(change) == 2
    works.run(tell)
    assert tries == [1, 2, 0]
    stale = replace(account("ann"), version=3)
    with pytest.raises(Changed):
        works.run(lambda work: work.accounts.save(stale))


def joined(work: Work, number: int, meanwhile: Callable[[], None]) -> str:
    found = work.cases.to_join(CONTENT)
    meanwhile()
    if found is None:
        found = case(number)
        work.cases.add(found)
    return found.id


@pytest.mark.slow
def test_two_processes_do_not_open_two_cases_of_one_content(postgres: Database) -> None:
    assert postgres.kind
    works, others = DjangoWorks(), DjangoWorks()
    with ThreadPoolExecutor(1) as pool:
        theirs = []

        def let_them_try() -> None:
            ask = partial(others.run, lambda work: joined(work, 2, lambda: None))
            theirs.append(pool.submit(closing, ask))
            # They wait for us, so that nothing but time tells that they have come.
            time.sleep(0.5)

        ours = works.run(lambda work: joined(work, 1, let_them_try))
        assert theirs[0].result(30) == ours == case(1).id


def test_a_write_that_asks_for_what_it_added_runs_once(database: Database) -> None:
    assert database.kind
    tries = []

    def write(work: Work) -> int:
        tries.append(1)
        work.items.add(item())
        return len(work.items.of_content(CONTENT))

    assert (DjangoWorks().run(write), len(tries)) == (1, 1)


def test_a_database_that_is_gone_is_unavailable_and_nothing_is_kept(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sqlite.kind
    works = DjangoWorks()
    with monkeypatch.context() as gone:
        connections["default"].close()
        gone.setitem(connections["default"].settings_dict, "NAME", "/nonexistent/lapwing.sqlite")
        with pytest.raises(Unavailable) as refused:
            works.run(add("ann"))
        assert not isinstance(refused.value, Unsure)
    assert works.run(lambda work: work.accounts.find("ann")) is None


def test_a_commit_that_does_not_end_is_unsure(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sqlite.kind
    works = DjangoWorks()

    def refuse() -> None:
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        with works._link.lent():
            broken.setattr(connections["default"], "_commit", refuse)
        ended = batch(works, add("ann"), add("ben"))
    assert [type(each.failure) for each in ended] == [Unsure, Unsure]
    assert works.run(lambda work: work.accounts.find("ann")) is None


def test_who_waits_meanwhile_is_committed_together() -> None:
    sizes: list[int] = []
    first, rest = threading.Event(), threading.Event()

    def commit(writers: Sequence[Writer]) -> None:
        sizes.append(len(writers))
        if len(sizes) == 1:
            first.set()
            rest.wait(10)
        for writer in writers:
            writer.end(writer.write(None), None)  # type: ignore[arg-type]  # these look at no Work

    group = Group(commit)
    with ThreadPoolExecutor(MOST_TOGETHER + 9) as pool:
        answers = [pool.submit(group.run, lambda _: 0)]
        first.wait(10)
        answers += [
            pool.submit(group.run, lambda _, number=number: number) for number in range(1, MOST_TOGETHER + 5)
        ]
        while len(group._waiting) < MOST_TOGETHER + 4:
            pass
        rest.set()
        assert [each.result(10) for each in answers] == list(range(MOST_TOGETHER + 5))
    assert sizes == [1, MOST_TOGETHER, 4]


def test_a_leader_that_dies_leaves_the_others_unsure_and_the_next_one_leads() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def commit(writers: Sequence[Writer]) -> None:
        begun.set()
        go_on.wait(10)
        if len(writers) > 1:
            raise MemoryError
        writers[0].end("kept", None)

    group = Group(commit)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(group.run, lambda _: None)
        begun.wait(10)
        others = [pool.submit(group.run, lambda _: None) for _ in range(3)]
        while len(group._waiting) < 3:
            pass
        go_on.set()
        assert first.result(10) == "kept"
        assert sorted(type(each.exception(10)).__name__ for each in others) == [
            "MemoryError",
            "Unsure",
            "Unsure",
        ]
    assert group.run(lambda _: None) == "kept"


def test_a_forked_child_begins_with_nobody_waiting() -> None:
    def commit(writers: Sequence[Writer]) -> None:
        child = os.fork()
        if child == 0:
            os._exit(0 if group._mutex.acquire(timeout=1) and not group._busy else 1)
        writers[0].end(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), None)

    group = Group(commit)
    assert group.run(lambda _: None) == 0


@pytest.mark.slow
def test_those_who_wait_hold_no_connection_that_whoever_writes_would_need(postgres: Database) -> None:
    assert postgres.kind
    connections["default"].close()
    works, looked = DjangoWorks(), threading.Barrier(CONNECTIONS + 1)

    def look_and_add(name: str) -> str:
        connections["default"].ensure_connection()
        looked.wait(timeout=60)
        time.sleep(0.2)  # so that the one that has looked at nothing leads
        return works.run(add(name))

    names = [str(number) for number in range(CONNECTIONS)]
    with ThreadPoolExecutor(len(names)) as pool:
        rest = [pool.submit(closing, partial(look_and_add, name)) for name in names]
        looked.wait(timeout=60)
        assert works.run(add("first")) == "first"
        assert [each.result() for each in rest] == names


def test_a_write_is_no_part_of_another_transaction(database: Database) -> None:
    assert database.kind
    works = DjangoWorks()
    with transaction.atomic(), pytest.raises(RuntimeError):
        works.run(add("ann"))
