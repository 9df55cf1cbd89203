import stat
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lapwing.lists.batches import batches_of
from lapwing.lists.info import BadList
from lapwing.lists.reading import BadRows
from lapwing.lists.versions import Imported, Outcome, Provenance, State, losses
from lapwing.model.content import Why
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.model.lists import Category, Entry, Threshold
from lapwing.service.store.folders import AlreadyThere, WriterBusy
from lapwing.service.store.list_acts import What
from lapwing.service.store.list_folder import NoSuchVersion
from lapwing.service.store.lists import Lists, NoSuchList
from tests.lists_material import REFERENCE, at_distance, code, entry, ids, signal

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MD5 = "0123456789abcdef0123456789abcdef"
NAME = REFERENCE.name
GONE = date(2026, 1, 31)

VARIED = (
    entry("b", "md5", MD5, item="i", category=Category.A, added_on=GONE, note="n, 'quoted'"),
    entry("a", "pdq", at_distance(3), item="i"),
    entry("\u00e9", "term", "zz-term-0017"),
    entry("c", "url", "https://example.org/"),
    entry("d", "pdq", at_distance(90), retired_on=GONE),
    entry("e", "term", "ab" * 16),  # looks like a digest and is a word
    entry("f", "sha256", "AB" * 32),  # not canonical: kept as it is
)


def provenance(by: str = "ada") -> Provenance:
    return Provenance(
        file_name="h.csv",
        file_sha256="00" * 32,
        file_bytes=7,
        source="csv_rows",
        mapping="{}",
        imported_at=NOW,
        imported_by=by,
    )


def put(lists: Lists, *entries: Entry, hold: tuple[str, ...] = ()) -> Imported:
    with lists.draft(NAME) as draft:
        for batch in batches_of(enumerate(entries, start=2)):
            draft.add(batch)
        draft.complete()
        return draft.publish(provenance(), hold=hold)


def acts(lists: Lists) -> list[tuple[What, int | None]]:
    return [(act.what, act.version) for act in lists.journal(NAME)]


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    made = Lists(tmp_path / "home")
    made.add(REFERENCE, by="ada", now=NOW)
    return made


def md5s(numbers: Iterable[int]) -> list[Entry]:
    return [entry(f"e{number:05}", "md5", f"{number:032x}") for number in numbers]


def test_what_was_written_is_what_is_read(lists: Lists) -> None:
    put(lists, *VARIED)
    assert list(lists.entries(NAME, 1)) == sorted(VARIED, key=lambda each: each.id)


def test_a_version_is_looked_up_by_every_kind_and_retired_entries_are_not(lists: Lists) -> None:
    put(lists, *VARIED)
    measured = [
        signal("md5", MD5),
        signal("pdq", code()),
        signal("pdq", at_distance(90)),
        signal("term", "ab" * 16),
        signal("term", "zz-term-0017"),
        signal("url", "https://example.org/"),
    ]
    assert ids(lists.lookup().match(measured).matches) == ["e", "\u00e9", "c", "b", "a"]


def test_the_order_of_a_file_changes_nothing_in_the_version(lists: Lists, tmp_path: Path) -> None:
    other = Lists(tmp_path / "other")
    other.add(REFERENCE, by="ada", now=NOW)
    first, second = put(lists, *VARIED), put(other, *reversed(VARIED))
    assert first.version == second.version
    name = f"lists/{NAME}/versions/000001/entries.sqlite"
    assert (tmp_path / "home" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_the_same_content_again_is_no_new_version(lists: Lists) -> None:
    put(lists, *VARIED)
    again = put(lists, *reversed(VARIED))
    assert (again.outcome, again.version.number, again.state) == (Outcome.UNCHANGED, 1, State.SERVING)
    assert len(lists.versions(NAME)) == 1
    assert acts(lists)[-1] == (What.UNCHANGED, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"note": "other"},
        {"category": Category.B},
        {"retired_on": GONE},
        {"added_on": None},
        {"item": "b"},
        {"value": MD5[::-1]},
        {"kind": "sha1"},
    ],
    ids=str,
)
def test_a_change_in_any_field_is_a_new_version(lists: Lists, changed: dict[str, object]) -> None:
    put(lists, *VARIED)
    assert put(lists, replace(VARIED[0], **changed), *VARIED[1:]).version.number == 2  # type: ignore[arg-type]  # a table of fields


def test_a_line_that_is_gone_from_the_file_is_gone_from_the_list(lists: Lists) -> None:
    put(lists, *md5s(range(20)))
    put(lists, *md5s(range(19)))
    assert not lists.lookup().match([signal("md5", f"{19:032x}")]).matches
    assert [change.entry.id for change in lists.diff(NAME, 1, 2)] == ["e00019"]


def test_an_id_that_is_there_twice_is_named_with_both_lines_and_nothing_is_taken(lists: Lists) -> None:
    put(lists, *VARIED)
    twice = [*md5s(range(3)), *md5s(range(1, 3)), *md5s([1])]
    with pytest.raises(BadRows) as refused:
        put(lists, *twice)
    assert [(fault.line, fault.says) for fault in refused.value.faults] == [
        (5, "its id is on line 3 already"),
        (6, "its id is on line 4 already"),
        (7, "its id is on line 3 already"),
    ]
    assert [each.version.number for each in lists.versions(NAME)] == [1]


def test_a_version_that_is_held_does_not_serve_until_a_person_takes_it(lists: Lists) -> None:
    put(lists, *md5s(range(100)))
    held = put(lists, *md5s(range(50)), hold=("shrank",))
    assert (held.outcome, held.state, held.why) == (Outcome.HELD, State.HELD, ("shrank",))
    assert lists.lookup().versions == ((NAME, 1),)
    lists.accept(NAME, 2, by="bo", why="the source confirmed it", now=NOW)
    assert lists.lookup().versions == ((NAME, 2),)
    assert [(each.state, each.why) for each in lists.versions(NAME)] == [
        (State.PAST, ""),
        (State.SERVING, "shrank"),
    ]
    last = lists.journal(NAME)[-1]
    assert (last.what, last.by, last.why, last.version, last.was) == (
        What.ACCEPTED,
        "bo",
        "the source confirmed it",
        2,
        1,
    )


def test_importing_a_held_file_again_keeps_it_held_and_makes_no_other(lists: Lists) -> None:
    put(lists, *md5s(range(100)))
    put(lists, *md5s(range(50)), hold=("shrank",))
    again = put(lists, *md5s(range(50)), hold=("shrank",))
    assert (again.outcome, again.state, again.version.number) == (Outcome.UNCHANGED, State.HELD, 2)


def test_a_person_can_go_back_and_the_next_import_does_not_undo_it(lists: Lists) -> None:
    put(lists, *md5s(range(10)))
    put(lists, *md5s(range(20)))
    lists.accept(NAME, 1, by="bo", why="false entries in 2", now=NOW)
    again = put(lists, *md5s(range(20)))
    assert (again.state, again.why) == (State.HELD, ("a person has put this version aside",))
    assert lists.lookup().versions == ((NAME, 1),)
    assert put(lists, *md5s(range(21))).state is State.SERVING


def test_accepting_needs_a_version_a_reason_and_a_change(lists: Lists) -> None:
    put(lists, *md5s(range(10)))
    put(lists, *md5s(range(5)), hold=("shrank",))
    with pytest.raises(BadInput, match="reason"):
        lists.accept(NAME, 2, by="bo", why=" ", now=NOW)
    with pytest.raises(BadInput, match="serves already"):
        lists.accept(NAME, 1, by="bo", why="w", now=NOW)
    with pytest.raises(NoSuchVersion):
        lists.accept(NAME, 3, by="bo", why="w", now=NOW)
    with pytest.raises(NoSuchList):
        lists.accept("other", 1, by="bo", why="w", now=NOW)
    assert lists.lookup().versions == ((NAME, 1),)


def test_every_change_is_in_the_journal_with_who_and_when(lists: Lists) -> None:
    put(lists, *VARIED)
    lists.revise(replace(REFERENCE, threshold=Threshold(near_bits=20)), by="bo", why="measured", now=NOW)
    assert acts(lists) == [
        (What.ADDED, None),
        (What.IMPORTED, 1),
        (What.SERVING, 1),
        (What.REVISED, None),
    ]
    assert {act.by for act in lists.journal(NAME)} == {"ada", "bo"}
    assert {act.at for act in lists.journal(NAME)} == {NOW}


def test_a_lookup_follows_what_changes_and_an_old_one_stays_as_it_was(lists: Lists) -> None:
    put(lists, *md5s(range(20)))
    old = lists.lookup()
    assert lists.lookup() is old
    put(lists, *md5s(range(25)))
    new = lists.lookup()
    last = [signal("md5", f"{24:032x}")]
    assert (len(old.match(last).matches), len(new.match(last).matches)) == (0, 1)
    lists.revise(replace(REFERENCE, threshold=Threshold(near_bits=5)), by="bo", why="measured", now=NOW)
    assert lists.lookup().thresholds[NAME].near_bits == 5
    assert new.thresholds[NAME].near_bits == 31


def test_another_process_sees_a_change_through_the_files_alone(lists: Lists, tmp_path: Path) -> None:
    reader = Lists(tmp_path / "home")
    assert reader.lookup().versions == ()
    put(lists, *VARIED)
    assert reader.lookup().versions == ((NAME, 1),)
    assert reader.term_keys() == ("ab" * 16, "zz-term-0017")


def test_a_lookup_serves_many_threads(lists: Lists) -> None:
    put(lists, *VARIED)
    lookup = lists.lookup()
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(ids(lookup.match([signal("md5", MD5)]).matches)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["b"]] * 4


def test_one_writer_at_a_time(lists: Lists, tmp_path: Path) -> None:
    with lists.draft(NAME), pytest.raises(WriterBusy):
        lists.revise(REFERENCE, by="bo", why="w", now=NOW)
    with lists.draft(NAME), pytest.raises(WriterBusy), Lists(tmp_path / "home").draft(NAME):
        pass
    assert put(lists, *VARIED).version.number == 1


def test_a_draft_that_is_not_published_leaves_nothing(lists: Lists, tmp_path: Path) -> None:
    with lists.draft(NAME) as draft:
        for batch in batches_of(enumerate(VARIED)):
            draft.add(batch)
    assert not list((tmp_path / "home/lists" / NAME / "incoming").iterdir())
    assert lists.versions(NAME) == ()


def test_lists_are_registered_once_and_checked(lists: Lists) -> None:
    assert lists.infos() == (REFERENCE,)
    assert lists.info(NAME) == REFERENCE
    with pytest.raises(AlreadyThere):
        lists.add(REFERENCE, by="ada", now=NOW)
    with pytest.raises(BadList):
        lists.add(replace(REFERENCE, name="../x"), by="ada", now=NOW)
    with pytest.raises(NoSuchList):
        lists.info("../home")
    with pytest.raises(NoSuchList):
        lists.revise(replace(REFERENCE, name="other"), by="ada", why="w", now=NOW)


def test_nobody_else_can_read_a_list(lists: Lists, tmp_path: Path) -> None:
    put(lists, *VARIED)
    put(lists, *VARIED[1:])
    lists.accept(NAME, 1, by="bo", why="w", now=NOW)
    for path in (tmp_path / "home/lists").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "home/lists").stat().st_mode) == 0o700


def test_without_lists_the_answer_is_unknown(tmp_path: Path) -> None:
    (gap,) = Lists(tmp_path / "none").lookup().match([signal("md5", MD5)]).gaps
    assert gap.why is Why.NO_LIST


def test_a_list_awaiting_its_first_version_does_not_stop_the_others(lists: Lists) -> None:
    put(lists, *VARIED)
    lists.add(replace(REFERENCE, name="new"), by="ada", now=NOW)
    assert not lists.lookup().match([signal("md5", MD5)]).gaps
    assert lists.versions("new") == ()


def test_the_counts_of_a_version_are_by_kind(lists: Lists) -> None:
    counts = put(lists, *VARIED).version.counts
    assert (counts["pdq"].active, counts["pdq"].retired) == (1, 1)
    assert counts["term"].active == 2
    assert not losses(counts, counts, lost={})


@pytest.mark.parametrize(
    "damage",
    [
        "CURRENT",
        "info.json",
        "versions/000001/manifest.json",
        "versions/000001/entries.sqlite",
        "versions/000001/near-pdq/segment.json",
        "versions/000001/near-pdq/codes.npy",
    ],
)
@pytest.mark.parametrize("how", ["gone", "cut"])
def test_a_list_that_is_damaged_is_never_taken_for_an_empty_one(
    lists: Lists, tmp_path: Path, damage: str, how: str
) -> None:
    put(lists, *VARIED)
    path = tmp_path / "home/lists" / NAME / damage
    content = path.read_bytes()
    path.unlink()
    if how == "cut":
        path.write_bytes(content[:-7])
    with pytest.raises(IntegrityLost):
        Lists(tmp_path / "home").lookup().match([signal("md5", MD5), signal("pdq", code())])


@pytest.mark.parametrize(
    "name", ["manifest.json", "entries.sqlite", "near-pdq/ids.npy", "near-pdq/segment.json"]
)
def test_verifying_finds_a_single_bit(lists: Lists, tmp_path: Path, name: str) -> None:
    put(lists, *VARIED)
    lists.verify(NAME)
    path = tmp_path / "home/lists" / NAME / "versions/000001" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(IntegrityLost):
        Lists(tmp_path / "home").verify(NAME)


def test_a_page_of_the_entries_that_is_no_longer_one_is_damage(lists: Lists, tmp_path: Path) -> None:
    put(lists, *VARIED)
    path = tmp_path / "home/lists" / NAME / "versions/000001/entries.sqlite"
    path.write_bytes(b"\xa5" * path.stat().st_size)
    with pytest.raises(IntegrityLost):
        Lists(tmp_path / "home").lookup().match([signal("md5", MD5)])


@pytest.mark.parametrize("damage", ["changed", "dropped", "swapped", "added"])
def test_a_journal_that_was_changed_before_its_end_is_damage(
    lists: Lists, tmp_path: Path, damage: str
) -> None:
    put(lists, *VARIED)
    journal = tmp_path / "home/lists" / NAME / "journal.jsonl"
    first, second, *rest = journal.read_bytes().splitlines(keepends=True)
    lines = {
        "changed": [first.replace(b"ada", b"ben"), second],
        "dropped": [second],
        "swapped": [second, first],
        "added": [first, first, second],
    }
    assert lines["changed"][0] != first
    journal.write_bytes(b"".join([*lines[damage], *rest]))
    with pytest.raises(IntegrityLost, match="does not follow the one before"):
        lists.journal(NAME)
    with pytest.raises(IntegrityLost):
        lists.check(NAME)


def test_acts_that_are_missing_from_the_end_of_a_journal_are_named(lists: Lists, tmp_path: Path) -> None:
    put(lists, *VARIED)
    assert lists.check(NAME) == ()
    journal = tmp_path / "home/lists" / NAME / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:1]))
    assert [act.what for act in lists.check(NAME)] == [What.IMPORTED, What.SERVING]


@pytest.mark.parametrize(
    "name", ["manifest.json", "entries.sqlite", "near-pdq/segment.json", "near-pdq/codes.npy"]
)
def test_a_file_of_any_version_that_is_gone_or_shorter_is_found_without_reading_it(
    lists: Lists, tmp_path: Path, name: str
) -> None:
    put(lists, *VARIED)
    put(lists, *VARIED[:-1])
    path = tmp_path / "home/lists" / NAME / "versions/000001" / name
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(IntegrityLost):
        lists.check(NAME)
    path.unlink()
    with pytest.raises(IntegrityLost):
        lists.check(NAME)


def test_a_journal_line_that_a_crash_cut_short_is_written_again(lists: Lists, tmp_path: Path) -> None:
    put(lists, *VARIED)
    journal = tmp_path / "home/lists" / NAME / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    assert acts(lists) == [(What.ADDED, None), (What.IMPORTED, 1)]
    put(lists, *VARIED)
    assert acts(lists) == [(What.ADDED, None), (What.IMPORTED, 1), (What.SERVING, 1), (What.UNCHANGED, 1)]
