import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.flows.import_list import Kinds, ListFile, Progress, Stage, import_list
from lapwing.lists.mapping import BadMapping, ColumnMap, map_from_options
from lapwing.lists.reading import ENTRIES_AT_ONCE, BadRows
from lapwing.lists.registry import source_for
from lapwing.lists.versions import Imported, Outcome, State
from lapwing.model.errors import BadInput
from lapwing.service.store.lists import Lists, NoSuchList
from tests.lists_material import REFERENCE, ids, signal

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NAMES = frozenset({"md5", "pdq", "url"})
NAME = REFERENCE.name
MD5 = "0123456789abcdef0123456789abcdef"


def canonical(kind: str, value: str) -> str:
    if kind != "url" and (len(value) != 32 or not value.isalnum()):
        raise BadInput("it is no digest of its length")
    return value.lower()


KINDS = Kinds(names=NAMES, canonical=canonical)


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    made = Lists(tmp_path)
    made.add(REFERENCE, by="ada", now=NOW)
    return made


def take(
    lists: Lists,
    data: bytes | Iterable[bytes],
    *,
    file_name: str = "h.csv",
    columns: ColumnMap | None = None,
    progress: list[Progress] | None = None,
    kinds: Kinds = KINDS,
) -> Imported:
    chunks = [data] if isinstance(data, bytes) else data
    told: list[Progress] = [] if progress is None else progress
    return import_list(
        NAME,
        ListFile(name=file_name, untrusted_chunks=chunks, source=source_for(file_name), columns=columns),
        store=lists,
        kinds=kinds,
        by="ada",
        now=NOW,
        progress=told.append,
    )


def csv_of(numbers: Iterable[int]) -> bytes:
    return b"id,md5\n" + b"".join(f"e{number},{number:032x}\n".encode() for number in numbers)


def test_a_file_named_as_our_fields_are_needs_no_mapping(lists: Lists) -> None:
    done = take(lists, f'\ufeffid,md5,note\r\na1,{MD5.upper()},"two\r\nlines"\r\n'.encode())
    assert (done.outcome, done.version.active) == (Outcome.SERVING, 1)
    (found,) = lists.lookup().match([signal("md5", MD5)]).matches
    assert (found.entry.entry_id, found.entry.note) == ("a1", "two lines")


def test_where_it_came_from_is_kept(lists: Lists) -> None:
    columns = map_from_options(["n=id", "h=md5", "junk=ignored"], kinds=NAMES)
    data = b'{"n": 1, "h": "%s", "junk": 7}\n' % MD5.encode()
    take(lists, [data[:9], data[9:]], file_name="h.jsonl", columns=columns)
    (standing,) = Lists(lists._home.parent).versions(NAME)
    told = standing.version.provenance
    assert (told.file_name, told.file_bytes, told.source) == ("h.jsonl", len(data), "json_lines")
    assert (told.mapping, told.imported_by, told.imported_at) == (str(columns), "ada", NOW)


@pytest.mark.parametrize("at", [0, 7, ENTRIES_AT_ONCE + 5])
@pytest.mark.slow
def test_one_bad_value_anywhere_takes_nothing_and_breaks_nothing_after_it(lists: Lists, at: int) -> None:
    take(lists, csv_of(range(3)))
    rows = csv_of(range(ENTRIES_AT_ONCE + 9)).splitlines()
    rows[1 + at] = b"bad," + MD5.encode() + b"?"
    with pytest.raises(BadRows) as refused:
        take(lists, b"\n".join(rows))
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(2 + at, "md5")]
    assert [standing.version.number for standing in lists.versions(NAME)] == [1]
    assert take(lists, csv_of(range(4))).version.number == 2


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 0),
        (b"id,md5\n", 0),
        (b"id,md5\na\n", 2),
        (b"id,md5\na," + MD5.encode() + b"\na,00000000000000000000000000000000\n", 3),
        (b"id,kind,value\na,sha9," + MD5.encode() + b"\nb,sha9,\n", 2),
        (b"id,md5,md5\n", 1),
        (b"id," * 1_000_000, 1),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_at_its_line(lists: Lists, data: bytes, line: int) -> None:
    with pytest.raises(BadRows) as refused:
        take(lists, data)
    assert refused.value.faults[0].line == line
    assert lists.versions(NAME) == ()


EMPTY_MD5 = b"d41d8cd98f00b204e9800998ecf8427e"


def bars_empty(kind: str, values: Sequence[str]) -> Mapping[str, str]:
    return {EMPTY_MD5.decode(): "it is nothing"} if kind == "md5" and EMPTY_MD5.decode() in values else {}


@pytest.mark.parametrize("digits", [{}, {"md5": 32}], ids=["by row", "by block"])
def test_what_stands_for_nothing_keeps_the_file_out_with_its_line(
    lists: Lists, digits: Mapping[str, int]
) -> None:
    take(lists, csv_of(range(3)))
    kinds = Kinds(names=NAMES, canonical=canonical, digits=digits, never_listed=bars_empty)
    data = csv_of(range(5)) + b"e,%s\ne6,%032x\nf,%s\n" % (EMPTY_MD5.upper(), 6, EMPTY_MD5)
    with pytest.raises(BadRows) as refused:
        take(lists, data, kinds=kinds)
    assert [fault.line for fault in refused.value.faults] == [7, 9]
    assert refused.value.faults[0].says.startswith("it is nothing, which would match")
    assert [standing.version.number for standing in lists.versions(NAME)] == [1]


def test_what_a_source_has_withdrawn_may_stand_for_nothing(lists: Lists) -> None:
    kinds = Kinds(names=NAMES, canonical=canonical, never_listed=bars_empty)
    data = b"id,md5,retired_on\na,%s,2026-01-31\nb,%s,\n" % (EMPTY_MD5, MD5.encode())
    assert take(lists, data, kinds=kinds).version.active == 1


def test_columns_of_other_names_ask_for_a_mapping(lists: Lists) -> None:
    with pytest.raises(BadMapping):
        take(lists, b"hash_id,md5_hex\na," + MD5.encode())


def test_a_mapping_whose_column_is_gone_refuses_the_file(lists: Lists) -> None:
    columns = map_from_options(["id=id", "md5=md5", "withdrawn=retired_on"], kinds=NAMES)
    with pytest.raises(BadRows) as refused:
        take(lists, csv_of(range(2)), columns=columns)
    assert {fault.column for fault in refused.value.faults} == {"withdrawn"}


@pytest.mark.parametrize(
    ("left", "state"), [(100, State.SERVING), (90, State.SERVING), (89, State.HELD), (1, State.HELD)]
)
def test_a_list_that_shrinks_by_over_a_tenth_waits_for_a_person(
    lists: Lists, left: int, state: State
) -> None:
    take(lists, csv_of(range(100)))
    done = take(lists, csv_of(range(left)))
    assert done.state is state
    assert bool(done.why) is (state is State.HELD)
    served = lists.lookup().match([signal("md5", f"{99:032x}")])
    assert bool(served.matches) is (left == 100 or state is State.HELD)


@pytest.mark.parametrize(("kept", "state"), [(90, State.SERVING), (89, State.HELD), (0, State.HELD)])
def test_a_list_whose_entries_are_replaced_waits_for_a_person(lists: Lists, kept: int, state: State) -> None:
    take(lists, csv_of(range(100)))
    done = take(lists, csv_of([*range(kept), *range(1_000, 1_200)]))
    assert done.state is state
    assert bool(done.why) is (state is State.HELD)
    if done.why:
        assert (
            done.why[0]
            == f"all kinds together: {100 - kept} of the 100 entries that are serving are not in it"
        )
        assert lists.lookup().match([signal("md5", f"{99:032x}")]).matches


def test_a_source_that_counts_its_entries_anew_loses_nothing(lists: Lists) -> None:
    take(lists, csv_of(range(100)))
    renamed = csv_of(range(100)).replace(b"\ne", b"\nnew-")
    assert take(lists, renamed).state is State.SERVING


def test_an_id_that_gets_another_value_is_lost(lists: Lists) -> None:
    def data(moved: int) -> bytes:
        return b"id,md5,url\n" + b"".join(b"e%d,%032x,u%d\n" % (at, at, at + moved) for at in range(10))

    take(lists, data(0))
    assert take(lists, data(2)).why == ("url: 2 of the 10 entries that are serving are not in it",)


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=8),
)
@settings(max_examples=15)
def test_nothing_over_a_tenth_is_unlisted_unseen(
    old: list[tuple[int, bool]], new: list[tuple[int, bool]]
) -> None:
    columns = map_from_options(["id=id", "md5=md5", "gone=retired_on"], kinds=NAMES)

    def data(rows: list[tuple[int, bool]]) -> bytes:
        days = ((number, b"2026-01-31" if gone else b"") for number, gone in rows)
        return b"id,md5,gone\n" + b"".join(b"r%d,%032x,%s\n" % (at, *row) for at, row in enumerate(days))

    def active(rows: list[tuple[int, bool]]) -> list[int]:
        return [number for number, gone in rows if not gone]

    with tempfile.TemporaryDirectory() as home:
        lists = Lists(Path(home))
        lists.add(REFERENCE, by="ada", now=NOW)
        take(lists, data(old), columns=columns)
        done = take(lists, data(new), columns=columns)
    lost = sum(number not in active(new) for number in active(old))
    shrank = len(active(old)) - len(active(new))
    waits = max(lost, shrank) * 10 > len(active(old))
    assert done.state is (State.HELD if waits else State.SERVING)


def test_withdrawing_over_a_tenth_waits_too(lists: Lists) -> None:
    columns = map_from_options(["id=id", "md5=md5", "gone=retired_on"], kinds=NAMES)

    def data(retired: int) -> bytes:
        days = (b"2026-01-31" if number < retired else b"" for number in range(20))
        return b"id,md5,gone\n" + b"".join(b"e%d,%032x,%s\n" % (at, at, day) for at, day in enumerate(days))

    take(lists, data(0), columns=columns)
    assert take(lists, data(2), columns=columns).state is State.SERVING
    assert not lists.lookup().match([signal("md5", f"{1:032x}")]).matches
    assert take(lists, data(5), columns=columns).state is State.HELD


def test_importing_twice_is_one_version(lists: Lists) -> None:
    take(lists, csv_of(range(9)))
    again = take(lists, csv_of(reversed(range(9))) + b"\n")
    assert (again.outcome, again.version.number) == (Outcome.UNCHANGED, 1)


@pytest.mark.slow
def test_progress_only_grows_and_ends_with_the_whole_file(lists: Lists) -> None:
    told: list[Progress] = []
    data = csv_of(range(ENTRIES_AT_ONCE + 1)) + b'"last",' + MD5.encode()
    take(lists, (data[at : at + 10_000] for at in range(0, len(data), 10_000)), progress=told)
    stages = [each.stage for each in told]
    assert stages[:2] == [Stage.READING, Stage.READING]
    assert stages[-3:] == [Stage.READING, Stage.SORTING, Stage.PUBLISHING]
    assert [each.entries for each in told] == sorted(each.entries for each in told)
    assert (told[-1].read_bytes, told[-1].entries) == (len(data), ENTRIES_AT_ONCE + 2)


def test_a_source_that_breaks_off_leaves_the_old_version(lists: Lists) -> None:
    take(lists, csv_of(range(9)))

    def breaks() -> Iterator[bytes]:
        yield csv_of(range(50))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        take(lists, breaks())
    assert lists.lookup().versions == ((NAME, 1),)


def test_a_list_that_is_not_registered_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoSuchList):
        take(Lists(tmp_path), csv_of(range(2)))


def test_matches_come_in_an_order_that_imports_do_not_change(lists: Lists) -> None:
    url = b"https://example.org/"
    take(lists, b"id,url\n" + b"".join(b"%c,%s\n" % (each, url) for each in b"cab"))
    assert ids(lists.lookup().match([signal("url", url.decode())]).matches) == ["a", "b", "c"]
