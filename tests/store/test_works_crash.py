"""A process that is killed in the middle leaves all of a write or none of it, and all that it had told."""

import subprocess
import sys
from pathlib import Path

import pytest

from lapwing.model.works import Work
from lapwing.service.store.records.models import CaseItemRow, ItemRow
from tests.django_world import Database
from tests.keep_writing import write
from tests.store_material import kept_in_database
from tests.works_material import act, require_whole

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

    items = sorted(ItemRow.objects.values_list("id", flat=True))
    assert set(heard) <= set(items)
    require_whole(kept.lines())
    assert sorted(line.on for line in kept.lines()) == items
    assert sorted(CaseItemRow.objects.values_list("item", flat=True)) == items

    def look(work: Work) -> None:
        assert all(len(work.decisions.of_item(each)) == len(work.cases.of_item(each)) == 1 for each in items)
        (one,) = work.cases.of_item(items[0])
        assert sorted(one.items) == items
        theirs = [work.accounts.get(f"writer-{number}").version - 1 for number in WRITERS]
        assert sum(theirs) == len(items)

    kept.works.run(look)
    kept.works.run(lambda work: write(work, 7, "writer-1"))
    kept.works.run(lambda work: work.record(act("after")))
    require_whole(kept.lines())


def next_line(writer: "subprocess.Popen[str]") -> str:
    assert writer.stdout is not None
    line = writer.stdout.readline().strip()
    assert line, "the writer ended by itself"
    return line
