"""The worker counts and reads once a day, and reads soon after a list is new."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from lapwing.model.lists import ListClass
from lapwing.service.store.reads.ledger import lines
from lapwing.service.store.reads.matches import newest_measured
from lapwing.service.wiring.daily import do_if_due
from tests.django_world import Database
from tests.policy_material import BOOK
from tests.register_material import Played
from tests.spine_material import NOW

if TYPE_CHECKING:
    from lapwing.service.wiring.service import Service

HOUR = timedelta(hours=1)


@pytest.fixture
def here(sqlite: Database, tmp_path: Path) -> Played:
    assert sqlite.kind
    made = Played(tmp_path)
    made.begin()
    return made


def done(here: Played, at: datetime) -> int:
    kit = SimpleNamespace(book=BOOK)
    service = SimpleNamespace(works=here.works, lists=here.lists, kit=kit, clock=lambda: at)
    return do_if_due(cast("Service", service))


def test_what_was_done_today_is_not_done_again_until_tomorrow(here: Played) -> None:
    assert [done(here, NOW + hours * HOUR) for hours in (0, 1, 19, 20, 21)] == [2, 0, 0, 2, 0]
    measured = newest_measured()
    assert measured
    assert (measured.share, measured.policy_version) == (BOOK.sample_share, BOOK.version)


def test_a_new_list_is_read_without_waiting_for_tomorrow(here: Played) -> None:
    assert done(here, NOW) == 2
    here.bring("new", ListClass.CSAM, "id,term\nt1,zz-term-0018\n")
    assert [done(here, NOW + hours * HOUR) for hours in (1, 2)] == [1, 0]
    assert len(lines(act="list.verify")) == 2


def test_a_damaged_list_is_read_again_tomorrow_and_not_all_day(here: Played, tmp_path: Path) -> None:
    (entries,) = (tmp_path / "lists" / "hashes").rglob("entries.sqlite")
    entries.write_bytes(entries.read_bytes()[:-1])
    assert [done(here, NOW + hours * HOUR) for hours in (0, 1, 20)] == [2, 0, 2]
