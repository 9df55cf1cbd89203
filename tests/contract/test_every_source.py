"""What every list source has to keep, whatever its shape."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.port import Fault, Row, Source
from lapwing.lists.registry import all_sources, source_for
from lapwing.model.errors import BadInput

SOURCES = list(all_sources().values())
GOOD = [
    pytest.param(source, *each, id=f"{source.manifest.name}-{at}")
    for source in SOURCES
    for at, each in enumerate(source.good)
]
BAD = [
    pytest.param(source, *each, id=f"{source.manifest.name}-{at}")
    for source in SOURCES
    for at, each in enumerate(source.bad)
]
EVERY = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.manifest.name)


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize(("source", "data", "rows"), GOOD)
@pytest.mark.parametrize("size", [1, 7, 1_000_000])
def test_a_good_example_gives_its_rows_however_it_is_cut(
    source: Source, data: bytes, rows: tuple[Row, ...], size: int
) -> None:
    assert tuple(source.rows(in_pieces(data, size))) == rows


@pytest.mark.parametrize(("source", "data", "line"), BAD)
def test_a_bad_example_is_refused_with_its_line(source: Source, data: bytes, line: int) -> None:
    faults = [each for each in source.rows(in_pieces(data, 65_536)) if isinstance(each, Fault)]
    assert [fault.line for fault in faults] == [line]


@EVERY
@given(data=st.binary(max_size=400), size=st.integers(1, 50))
def test_any_bytes_give_rows_and_faults_in_the_order_of_their_lines(
    source: Source, data: bytes, size: int
) -> None:
    whole = list(source.rows([data]))
    lines = [each.line for each in whole]
    assert lines == sorted(lines)
    assert list(source.rows(in_pieces(data, size))) == whole


@EVERY
@given(text=st.text(alphabet='ab,"{}:[]\\\r\n \t1', max_size=200))
def test_no_row_holds_what_is_no_text(source: Source, text: str) -> None:
    for each in source.rows([text.encode()]):
        if isinstance(each, Row):
            assert all("\0" not in cell for cell in each.cells.values())


@EVERY
@pytest.mark.parametrize("untrusted_byte", [b"x", b",", b'"', b"[", b"{", b"\xff", b"\0"])
def test_a_file_without_an_end_is_left_before_much_of_it_is_held(
    source: Source, untrusted_byte: bytes
) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while taken < 64:
            taken += 1
            yield untrusted_byte * 65_536

    list(source.rows(endless()))
    assert taken <= 20


@EVERY
def test_a_source_says_what_it_is(source: Source) -> None:
    assert source.manifest.about
    assert source.suffixes
    assert source.good
    assert source.bad
    assert all(source_for(f"list{suffix.upper()}") is source for suffix in source.suffixes)


def test_an_unknown_ending_is_not_guessed_at() -> None:
    with pytest.raises(BadInput, match=r"\.csv"):
        source_for("list.xlsx")
