"""The kit follows the lists; what was begun with one state of them ends with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapwing.flows.change_entries import NewEntry
from lapwing.flows.learn import EXCEPTIONS, OWN_LIST
from lapwing.model.errors import LapwingError
from lapwing.model.lists import ListClass, Tier
from lapwing.service.settings import read_settings
from lapwing.service.store.lists import Lists
from lapwing.service.wiring.engine import list_kinds, make_kit
from lapwing.service.wiring.ids import new_id
from lapwing.service.wiring.own_lists import StoredOwnLists
from lapwing.service.wiring.present import PresentKit
from tests.lists_material import signal

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE, OTHER = "1" * 64, "2" * 64


class NoPool:
    """Measures nothing, for these tests measure nothing."""

    def measure(self, *_: object, **__: object) -> None:
        raise AssertionError


def present(home: Path) -> PresentKit:
    settings = read_settings(home)
    confined = NoPool()
    return PresentKit(
        Lists(home),
        make=lambda lookup: make_kit(lookup, confined=confined, settings=settings),  # type: ignore[arg-type]  # a stand-in
    )


def put(home: Path, *values: str, name: str = OWN_LIST) -> int:
    own = StoredOwnLists(Lists(home), list_kinds())
    entries = tuple(NewEntry(kind="sha256", value=value, entry_id=value) for value in values)
    return own.put(name, entries, by="person:ann", why="a test", now=NOW)


def test_a_change_counts_from_the_next_look_on_and_old_work_ends_as_it_began(tmp_path: Path) -> None:
    put(tmp_path, ONE)
    kits = present(tmp_path)
    before = kits.now()

    put(tmp_path, OTHER)
    assert kits.now() is before
    kits.refresh()

    after = kits.now()
    found = [len(kit.matcher.match([signal("sha256", OTHER)]).matches) for kit in (before, after)]
    assert found == [0, 1]
    assert (before.matcher.versions, after.matcher.versions) == (((OWN_LIST, 1),), ((OWN_LIST, 2),))


def test_where_nothing_has_changed_the_kit_is_the_same(tmp_path: Path) -> None:
    put(tmp_path, ONE)
    kits = present(tmp_path)
    before = kits.now()
    kits.refresh()
    assert kits.now() is before


def test_a_list_that_cannot_be_read_leaves_the_last_good_state(tmp_path: Path) -> None:
    put(tmp_path, ONE)
    kits = present(tmp_path)
    (tmp_path / "lists" / OWN_LIST / "CURRENT").write_text("damaged")
    with pytest.raises(LapwingError):
        kits.refresh()
    assert kits.now().matcher.versions == ((OWN_LIST, 1),)


def test_terms_come_from_the_same_state_as_everything_else(tmp_path: Path) -> None:
    kits = present(tmp_path)
    own = StoredOwnLists(Lists(tmp_path), list_kinds())
    own.put(OWN_LIST, (NewEntry(kind="term", value="zz-term-0017"),), by="person:ann", why="a test", now=NOW)
    kits.refresh()
    measured = kits.now().measurer.measure(b"so zz-term-0017 it is", kind="text")
    matched = kits.now().matcher.match(measured.signals)
    assert [match.entry.kind for match in matched.matches] == ["term"]


def test_our_own_lists_are_made_when_they_are_first_needed(tmp_path: Path) -> None:
    own = StoredOwnLists(Lists(tmp_path), list_kinds())
    assert own.active(OWN_LIST, [ONE]) == frozenset()
    assert Lists(tmp_path).names() == ()

    assert (put(tmp_path, ONE, OTHER), put(tmp_path, ONE, name=EXCEPTIONS)) == (1, 1)

    assert own.active(OWN_LIST, [ONE, "3" * 64]) == {ONE}
    assert own.take_out(OWN_LIST, (ONE,), by="person:ann", why="a test", now=NOW) == 2
    assert own.active(OWN_LIST, [ONE, OTHER]) == {OTHER}
    infos = {info.name: (info.list_class, info.tier) for info in Lists(tmp_path).infos()}
    assert infos == {OWN_LIST: (ListClass.OWN, Tier.REVIEWED), EXCEPTIONS: (ListClass.ALLOW, Tier.REVIEWED)}


def test_ids_are_in_the_order_of_time_and_each_is_new() -> None:
    ids = [new_id("i") for _ in range(2_000)]
    assert len(set(ids)) == 2_000
    assert all(len(each) == 34 and each.startswith("i-") for each in ids)
    assert [each[:14] for each in ids] == sorted(each[:14] for each in ids)
