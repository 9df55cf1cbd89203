"""A process that is killed in the middle leaves all of a write or none of it, and all that it had told."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from lapwing.model.works import Work
from lapwing.service.store.records.models import CaseItemRow, ItemRow
from tests.django_world import Database
from tests.keep_writing import write
from tests.store_material import kept_in_database
from tests.works_material import Kept, account, act, require_whole

ROOT = Path(__file__).parents[2]
WRITERS = (1, 2)


@pytest.mark.slow
@pytest.mark.parametrize("told", [1, 7])
def test_processes_that_are_killed_leave_nothing_half_written(database: Database, told: int) -> None:
    kept = kept_in_database()
    writers = [
        subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", "tests.keep_writing", database.url, str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in WRITERS
    ]
    heard = [next_line(writer) for _ in range(told) for writer in writers]
    for writer in writers:
        writer.kill()
    for writer in writers:
        rest, _ = writer.communicate(timeout=30)
        # The last line may have been cut off by the death.
        heard += [line for line in rest.splitlines() if len(line) == len(heard[0])]

    items = require_nothing_half_written(kept, names=[f"writer-{number}" for number in WRITERS])
    assert set(heard) <= set(items)
    kept.works.run(lambda work: write(work, 7, "writer-1"))
    kept.works.run(lambda work: work.record(act("after")))
    require_whole(kept.lines())


@pytest.mark.slow
def test_a_write_that_is_killed_at_any_statement_is_there_or_not(database: Database) -> None:
    assert database.kind
    kept = kept_in_database()
    kept.works.run(lambda work: work.accounts.add(account("writer")))
    for step in range(1, 99):
        before = len(kept.lines())
        died = dies_at(step, lambda step=step: kept.works.run(lambda work: write(work, step, "writer")))  # type: ignore[misc]  # a default is how a loop's value is kept
        items = require_nothing_half_written(kept, names=["writer"])
        assert len(items) - before in ({0, 1} if died else {1})
        if not died:
            break
    assert step > 9


def dies_at(step: int, do: Callable[[], object]) -> bool:
    """Do something in a fork that kills itself before a statement or around a commit; say whether it did."""
    connections.close_all()
    if isinstance(connections["default"], PostgreSQL):
        connections["default"].close_pool()
    child = os.fork()
    if child == 0:
        try:
            _count_down(step)
            do()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _count_down(steps: int) -> None:
    """Kill this process at the given step."""
    left = [steps]

    def step() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(execute: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401  # as Django has it
        step()
        return execute(*arguments)

    def counted(connection: Any) -> Any:  # noqa: ANN401  # Django's own, of whichever kind
        commit = connection._commit

        def commit_in_two_steps() -> None:
            step()
            commit()
            step()

        connection._commit = commit_in_two_steps
        connection.execute_wrappers.append(watch)
        return connection

    counted(connections["default"])
    open_one: Any = connections.create_connection
    # Whoever keeps works writes by a connection of its own.
    connections.create_connection = lambda alias: counted(open_one(alias))  # type: ignore[method-assign]  # in a fork that ends soon


def require_nothing_half_written(kept: Kept, *, names: Sequence[str]) -> list[str]:
    """Assert that each item has all that belongs to it, and that nothing else is there; return the items."""
    items = sorted(ItemRow.objects.values_list("id", flat=True))
    require_whole(kept.lines())
    assert sorted(line.on for line in kept.lines()) == items
    assert sorted(CaseItemRow.objects.values_list("item", flat=True)) == items

    def look(work: Work) -> None:
        assert all(len(work.decisions.of_item(each)) == len(work.cases.of_item(each)) == 1 for each in items)
        cases = {case.id: case for each in items for case in work.cases.of_item(each)}
        assert sorted(each for case in cases.values() for each in case.items) == items
        assert sum(work.accounts.get(name).version - 1 for name in names) == len(items)

    kept.works.run(look)
    return items


def next_line(writer: "subprocess.Popen[str]") -> str:
    assert writer.stdout is not None
    line = writer.stdout.readline().strip()
    assert line, "the writer ended by itself"
    return line
