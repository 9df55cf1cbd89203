import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.port import Block, Fault, Row
from lapwing.lists.registry import all_sources, source_for
from lapwing.lists.separated import SEPARATORS, Separated

CSV = source_for("list.csv")
assert isinstance(CSV, Separated)


def by_the_csv_module(text: str) -> list[Row]:
    """Return what the csv module alone makes of a text that it accepts."""
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    header, begun_at, rows = next(records), records.line_num + 1, []
    for record in records:
        if record:
            rows.append(Row(line=begun_at, cells=dict(zip(header, record, strict=True))))
        begun_at = records.line_num + 1
    return rows


@given(
    lines=st.lists(
        st.sampled_from(["1,2", ",", '"x",y', '"a\nb",\u00e9', "", " , ", "\u2028,;"]), max_size=12
    ),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.integers(1, 40),
)
def test_rows_are_those_of_the_csv_module_whether_or_not_they_come_in_blocks(
    lines: list[str], ends: str, size: int
) -> None:
    text = ends.join(["a,b", *lines])
    data = text.encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(CSV.rows(pieces)) == list(CSV.rows([data])) == by_the_csv_module(text)


def test_rows_without_quotes_come_in_blocks_and_a_block_begins_again_after_a_quoted_one() -> None:
    first = b'id,note\na,1\nb,"2"\n'
    given = list(CSV.blocks([first, b"c,3\nd,4\n"]))  # type: ignore[attr-defined]  # it is Separated
    assert [type(each) for each in given] == [Row, Row, Block]
    assert (given[2].line, dict(given[2].cells)) == (4, {"id": ["c", "d"], "note": ["3", "4"]})


@pytest.mark.parametrize("untrusted_row", [b"e,5,6\n", b"e\n", b"e,\xff\n", b"e,\0\n"])
def test_a_bad_row_inside_what_could_be_a_block_has_its_own_line(untrusted_row: bytes) -> None:
    faults = [each for each in CSV.rows([b"id,note\na,1\nb,2\n" + untrusted_row]) if isinstance(each, Fault)]
    assert faults[0].line == 4


@pytest.mark.parametrize("taken", SEPARATORS)
@pytest.mark.parametrize("meant", SEPARATORS)
def test_a_file_with_another_separator_names_the_shape_that_reads_it(taken: str, meant: str) -> None:
    source = all_sources()[SEPARATORS[taken][1]]
    (first, *rest) = source.rows([f"id{meant}md5\na{meant}b\n".encode()])
    if taken == meant:
        assert first == Row(line=2, cells={"id": "a", "md5": "b"})
        return
    assert isinstance(first, Fault)
    assert (first.line, rest) == (1, [])
    assert f"a {SEPARATORS[meant][0]}" in first.says
    assert first.says.endswith(SEPARATORS[meant][1])


def test_a_repeated_column_is_named() -> None:
    (fault,) = CSV.rows([b"id,md5,md5\n"])
    assert isinstance(fault, Fault)
    assert (fault.line, fault.column) == (1, "md5")
