from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.changes import Changed, applied, changes, tally
from lapwing.model.lists import Entry

ENTRIES = st.builds(
    Entry,
    id=st.text(alphabet="abc\u00e9\U0001f426", min_size=1, max_size=3),
    kind=st.sampled_from(["md5", "pdq"]),
    value=st.sampled_from(["00", "ff"]),
    item=st.just("x"),
    retired_on=st.sampled_from([None, date(2026, 1, 31)]),
)
SIDES = st.lists(ENTRIES, unique_by=lambda entry: entry.id).map(lambda some: sorted(some, key=lambda e: e.id))

ONE = Entry(id="a", kind="md5", value="00", item="a")


@pytest.mark.slow
@given(SIDES, SIDES)
def test_the_differences_turn_the_old_into_the_new(old: list[Entry], new: list[Entry]) -> None:
    assert list(applied(old, changes(old, new))) == new


@pytest.mark.slow
@given(SIDES)
def test_a_version_does_not_differ_from_itself(side: list[Entry]) -> None:
    assert not list(changes(side, side))


@pytest.mark.slow
@given(SIDES, SIDES)
def test_what_was_added_one_way_was_removed_the_other(old: list[Entry], new: list[Entry]) -> None:
    added = [change.after for change in changes(old, new) if change.what is Changed.ADDED]
    removed = [change.before for change in changes(new, old) if change.what is Changed.REMOVED]
    assert added == removed


def test_retired_is_told_apart_from_changed() -> None:
    retired = replace(ONE, retired_on=date(2026, 1, 31))
    assert [change.what for change in changes([ONE], [retired])] == [Changed.RETIRED]
    assert [change.what for change in changes([retired], [ONE])] == [Changed.CHANGED]
    assert [change.what for change in changes([ONE], [replace(ONE, note="n")])] == [Changed.CHANGED]


def test_changes_are_counted_by_kind() -> None:
    new = [replace(ONE, value="ff"), replace(ONE, id="b", kind="pdq")]
    assert tally(changes([ONE], new)) == {
        "md5": {Changed.ADDED: 0, Changed.REMOVED: 0, Changed.RETIRED: 0, Changed.CHANGED: 1},
        "pdq": {Changed.ADDED: 1, Changed.REMOVED: 0, Changed.RETIRED: 0, Changed.CHANGED: 0},
    }
