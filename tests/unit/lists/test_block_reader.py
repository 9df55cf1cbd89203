from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.block_reader import BlockReader
from lapwing.lists.mapping import ColumnMap, column_map
from lapwing.lists.port import Block
from lapwing.lists.reading import BadRows, read_batches
from lapwing.model.errors import BadInput
from lapwing.model.lists import Entry
from tests.lists_material import in_order

TODAY = date(2026, 11, 21)
DIGITS = {"md5": 32, "pdq": 64}
KINDS = frozenset({*DIGITS, "url"})
MD5, PDQ = "0123456789abcdef0123456789ABCDEF", "fedcba98" * 8


def canonical(kind: str, value: str) -> str:
    digits = value.strip().lower()
    if len(digits) != DIGITS.get(kind, len(digits)) or not set(digits) <= set("0123456789abcdef"):
        raise BadInput("it is no value of its kind")
    return digits


def mapped(columns: Mapping[str, str], **codes: Mapping[str, str]) -> ColumnMap:
    return column_map(columns, kinds=KINDS, codes=codes)


MAPS = (
    mapped({"a": "id", "b": "md5", "c": "pdq", "d": "category"}, category={"1": "a", "": "none"}),
    mapped({"a": "id", "b": "md5", "c": "item", "d": "note"}),
    mapped({"a": "id", "b": "value", "c": "kind", "d": "retired_on"}, kind={"m": "md5", "p": "pdq"}),
    mapped({"a": "id", "b": "md5", "c": "status", "d": "added_on"}, status={"on": "active", "": "retired"}),
    mapped({"b": "md5", "a": "ignored", "c": "ignored", "d": "ignored"}),
)
CELLS = {
    "a": st.sampled_from(["e1", "e2", "\u00e9", "", " x", "a\x1bb"]),
    "b": st.sampled_from([MD5, MD5.lower(), "", MD5[:-1] + " ", " " + MD5, PDQ, "zz"]),
    "c": st.sampled_from([PDQ, "", "m", "p", "on", "item 7"]),
    "d": st.sampled_from(["", "1", "2026-01-31", "2027-01-31", "note"]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=4)
PLAIN_ROWS = st.lists(
    st.fixed_dictionaries({**CELLS, "a": st.just("e1"), "b": st.sampled_from([MD5, MD5.lower()])}),
    min_size=1,
    max_size=4,
)


def read(columns: ColumnMap, rows: list[dict[str, str]], digits: Mapping[str, int]) -> object:
    """Return (line, entry) of each entry, or the faults."""
    block = Block(line=2, cells={name: [row[name] for row in rows] for name in rows[0]})
    try:
        return in_order(
            read_batches([block], columns=columns, canonical=canonical, today=TODAY, digits=digits)
        )
    except BadRows as refused:
        return refused.faults


@pytest.mark.slow
@pytest.mark.parametrize("columns", MAPS, ids=range(len(MAPS)))
@given(rows=st.one_of(ROWS, PLAIN_ROWS))
def test_a_block_is_read_as_its_rows_are(columns: ColumnMap, rows: list[dict[str, str]]) -> None:
    assert read(columns, rows, DIGITS) == read(columns, rows, {})


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        (MAPS[0], {"a": ["e1", "e2"], "b": [MD5, ""], "c": [PDQ, PDQ], "d": ["1", ""]}),
        (MAPS[2], {"a": ["e1", "e2"], "b": [MD5, PDQ], "c": ["m", "p"], "d": ["2026-01-31", ""]}),
        (MAPS[4], {"a": ["", "x"], "b": [MD5, MD5], "c": ["", ""], "d": ["", ""]}),
    ],
)
def test_what_lists_usually_hold_is_read_in_blocks(columns: ColumnMap, cells: dict[str, list[str]]) -> None:
    assert BlockReader(columns, digits=DIGITS, today=TODAY).batches(Block(line=2, cells=cells))


def test_a_kind_of_which_not_any_digits_will_do_is_left_to_the_reader_of_rows() -> None:
    columns = mapped({"a": "id", "b": "url"})
    block = Block(line=2, cells={"a": ["e1"], "b": [PDQ]})
    assert BlockReader(columns, digits=DIGITS, today=TODAY).batches(block) is None


def test_entries_of_a_block_know_their_lines() -> None:
    rows = [{"a": f"e{at}", "b": MD5, "c": "" if at else PDQ, "d": ""} for at in range(3)]
    found = read(MAPS[0], rows, DIGITS)
    assert isinstance(found, list)
    assert [(line, entry.id) for line, entry in found] == [
        (2, "e0/md5"),
        (2, "e0/pdq"),
        (3, "e1/md5"),
        (4, "e2/md5"),
    ]
    assert all(isinstance(entry, Entry) and entry.value in {MD5.lower(), PDQ} for _, entry in found)
