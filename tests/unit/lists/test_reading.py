from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from lapwing.lists.mapping import ColumnMap, column_map
from lapwing.lists.port import Fault, Row
from lapwing.lists.reading import MOST_FAULTS, BadRows, read_batches
from lapwing.lists.shared_fields import DAY_NOT_GIVEN
from lapwing.model.errors import BadInput
from lapwing.model.lists import Category, Entry
from tests.lists_material import in_order

TODAY = date(2026, 11, 21)
KINDS = frozenset({"md5", "pdq", "url"})
PAIRED = column_map({"id": "id", "kind": "kind", "value": "value"}, kinds=KINDS)
MD5 = "0123456789abcdef0123456789abcdef"


def canonical(kind: str, value: str) -> str:
    if kind not in KINDS or value.strip() != value or "!" in value:
        raise BadInput("it is no value of its kind")
    return value.lower()


def read(columns: ColumnMap, *rows: Mapping[str, str] | Fault) -> list[Entry]:
    return [entry for _, entry in numbered(columns, rows)]


def numbered(columns: ColumnMap, rows: Iterable[Mapping[str, str] | Fault]) -> list[tuple[int, Entry]]:
    given = [
        row if isinstance(row, Fault) else Row(line=line, cells=row) for line, row in enumerate(rows, start=2)
    ]
    batches = read_batches(given, columns=columns, canonical=canonical, today=TODAY)
    return in_order(batches)


def faults(columns: ColumnMap, *rows: Mapping[str, str] | Fault) -> list[tuple[int, str]]:
    with pytest.raises(BadRows) as refused:
        read(columns, *rows)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def with_column(goal: str, text: str, *, codes: Mapping[str, Mapping[str, str]] | None = None) -> Entry:
    columns = column_map({"id": "id", "md5": "md5", "x": goal}, kinds=KINDS, codes=codes or {})
    (entry,) = read(columns, {"id": "a", "md5": MD5, "x": text})
    return entry


def fault_with_column(goal: str, text: str, *, codes: Mapping[str, Mapping[str, str]] | None = None) -> bool:
    columns = column_map({"id": "id", "md5": "md5", "x": goal}, kinds=KINDS, codes=codes or {})
    return faults(columns, {"id": "a", "md5": MD5, "x": text}) == [(2, "x")]


def test_a_row_becomes_an_entry_with_its_line() -> None:
    (pair,) = numbered(PAIRED, [{"id": "a1", "kind": "md5", "value": MD5}])
    assert pair == (2, Entry(id="a1", kind="md5", value=MD5, item="a1"))


def test_upper_case_hashes_are_matched_and_not_skipped() -> None:
    (entry,) = read(PAIRED, {"id": "a1", "kind": "md5", "value": MD5.upper()})
    assert entry.value == MD5


def test_several_fingerprints_of_a_row_are_entries_of_one_item() -> None:
    columns = column_map({"n": "id", "m": "md5", "p": "pdq", "q": "pdq"}, kinds=KINDS)
    entries = read(
        columns, {"n": "7", "m": "AA", "p": "BB", "q": "CC"}, {"n": "8", "m": "", "p": "DD", "q": ""}
    )
    assert [(entry.id, entry.kind, entry.value, entry.item) for entry in entries] == [
        ("7/md5", "md5", "aa", "7"),
        ("7/pdq", "pdq", "bb", "7"),
        ("7/pdq-2", "pdq", "cc", "7"),
        ("8/pdq", "pdq", "dd", "8"),
    ]


def test_a_list_of_bare_values_takes_the_canonical_value_for_the_id() -> None:
    columns = column_map({"address": "url"}, kinds=KINDS)
    assert read(columns, {"address": "EXAMPLE.org"})[0].id == "example.org"


def test_constants_stand_in_every_row() -> None:
    columns = column_map(
        {"v": "value"},
        kinds=KINDS,
        constants={"kind": "md5", "category": "b", "added_on": "2026-01-31", "note": "n"},
    )
    (entry,) = read(columns, {"v": MD5})
    assert (entry.kind, entry.category, entry.added_on, entry.note) == (
        "md5",
        Category.B,
        date(2026, 1, 31),
        "n",
    )


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a1", "kind": "md5"},
        {"id": "a1", "kind": "md5", "value": MD5, "new": ""},
        {"id": "a1", "kind": "md5", "value": ""},
        {"id": "a1", "kind": "md5", "value": MD5 + "\n"},
        {"id": "a1", "kind": "md5", "value": "!"},
        {"id": "a1", "kind": "sha9", "value": MD5},
        {"id": "", "kind": "md5", "value": MD5},
        {"id": " a1", "kind": "md5", "value": MD5},
        {"id": "a\x1b[2J", "kind": "md5", "value": MD5},
        {"id": "a\u202e", "kind": "md5", "value": MD5},
        {"id": "a" * 2049, "kind": "md5", "value": MD5},
    ],
)
def test_a_row_that_is_not_understood_keeps_the_file_out(row: Mapping[str, str]) -> None:
    good = {"id": "g", "kind": "md5", "value": MD5}
    assert [line for line, _ in faults(PAIRED, good, row, good)] == [3]


def test_a_row_without_any_fingerprint_is_a_fault() -> None:
    columns = column_map({"n": "id", "m": "md5", "p": "pdq"}, kinds=KINDS)
    assert faults(columns, {"n": "1", "m": "", "p": ""}) == [(2, "m")]


def test_only_a_column_marked_optional_may_be_absent() -> None:
    columns = column_map({"n": "id", "m": "md5", "x": "note?"}, kinds=KINDS)
    assert read(columns, {"n": "1", "m": "aa"})[0].note == ""
    assert faults(columns, {"n": "1", "x": "note"}) == [(2, "m")]


def test_codes_mean_what_their_table_says_and_nothing_else() -> None:
    codes = {"category": {"1": "a", "": "b"}}
    assert with_column("category", "1", codes=codes).category is Category.A
    assert with_column("category", "", codes=codes).category is Category.B
    assert fault_with_column("category", "2", codes=codes)
    assert fault_with_column("category", "a", codes=codes)


def test_without_a_table_a_category_is_our_own_word_or_not_given() -> None:
    assert with_column("category", "c").category is Category.C
    assert with_column("category", "").category is Category.NONE
    assert fault_with_column("category", "C1")


def test_codes_of_kinds_are_translated() -> None:
    columns = column_map({"id": "id", "t": "kind", "v": "value"}, kinds=KINDS, codes={"kind": {"PDQ": "pdq"}})
    assert read(columns, {"id": "a", "t": "PDQ", "v": "AA"})[0].kind == "pdq"
    assert faults(columns, {"id": "a", "t": "pdq", "v": "AA"}) == [(2, "t")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31T23:30:00-05:00", date(2026, 2, 1)),
        ("2026-01-31T23:30:00Z", date(2026, 1, 31)),
    ],
)
def test_days_are_iso_8601(text: str, day: date | None) -> None:
    assert with_column("added_on", text).added_on == day


@pytest.mark.parametrize(
    "text",
    ["31/01/2026", "2026-02-30", "20260131", "2026-W05", "2026-01-31T10:00:00", "0001-01-01T00:00:00+10:00"],
)
def test_other_days_are_faults(text: str) -> None:
    assert fault_with_column("added_on", text)


def test_a_retirement_may_be_of_tomorrow_elsewhere_but_not_later() -> None:
    assert with_column("retired_on", "2026-11-22").retired_on == date(2026, 11, 22)
    assert fault_with_column("retired_on", "2026-11-23")


def test_a_withdrawn_entry_is_retired_and_the_same_every_day() -> None:
    codes = {"status": {"Active": "active", "Withdrawn": "retired"}}
    assert with_column("status", "Active", codes=codes).retired_on is None
    assert with_column("status", "Withdrawn", codes=codes).retired_on == DAY_NOT_GIVEN
    assert fault_with_column("status", "Deleted", codes=codes)
    assert fault_with_column("status", "", codes=codes)


def test_active_with_a_day_of_retirement_is_a_contradiction() -> None:
    columns = column_map(
        {"id": "id", "md5": "md5", "s": "status", "r": "retired_on"},
        kinds=KINDS,
        codes={"status": {"on": "active", "off": "retired"}},
    )
    row = {"id": "a", "md5": MD5, "r": "2026-01-31"}
    assert read(columns, {**row, "s": "off"})[0].retired_on == date(2026, 1, 31)
    assert faults(columns, {**row, "s": "on"}) == [(2, "s")]


def test_a_note_is_one_line_that_a_terminal_can_show() -> None:
    assert with_column("note", " two\r\nlines\t").note == "two lines"
    assert fault_with_column("note", "\x1b[31m")
    assert fault_with_column("note", "x" * 4097)


def test_faults_are_told_together_up_to_a_number() -> None:
    good = {"id": "a1", "kind": "md5", "value": MD5}
    told = faults(PAIRED, good, *[{**good, "value": ""}] * (MOST_FAULTS + 5))
    assert [line for line, _ in told] == list(range(3, 3 + MOST_FAULTS))


def test_no_message_repeats_what_is_in_the_file() -> None:
    with pytest.raises(BadRows) as refused:
        read(
            PAIRED,
            {"id": "a1", "kind": "md5", "value": "secret!"},
            {"id": "a", "kind": "md5", "x\x1b": "secret"},
        )
    assert "secret" not in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_a_fault_of_the_source_keeps_the_file_out() -> None:
    assert faults(PAIRED, Fault(line=9, column="", says="no text")) == [(9, "")]


def test_columns_that_are_not_the_mappings_are_told_once_with_what_is_missing() -> None:
    columns = column_map({"ref": "id", "md5_hex": "md5"}, kinds=KINDS)
    with pytest.raises(BadRows) as refused:
        read(columns, *[{"ref": "a", "MD5": MD5}] * 3)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (2, "MD5")
    assert "the mapping has md5_hex, which is not there" in fault.says
