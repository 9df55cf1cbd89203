import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.lines import MOST_LINE_BYTES, numbered_lines
from lapwing.lists.port import Fault


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a", [(1, "a")]),
        (b"a\n", [(1, "a\n")]),
        (b"a\r\nb\rc\n", [(1, "a\r\n"), (2, "b\r"), (3, "c\n")]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb", [(1, "a\n"), (2, "\ufeffb")]),
        ("\u2028\x0b\x1c\x85".encode(), [(1, "\u2028\x0b\x1c\x85")]),
    ],
)
def test_lines_end_at_lf_cr_lf_and_cr_and_nowhere_else(data: bytes, lines: list[tuple[int, str]]) -> None:
    assert list(numbered_lines([data])) == lines


@pytest.mark.slow
@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", "\u00e9".encode(), b""]), max_size=30))
def test_where_chunks_are_cut_changes_nothing(chunks: list[bytes]) -> None:
    assert list(numbered_lines(chunks)) == list(numbered_lines([b"".join(chunks)]))


@pytest.mark.slow
@pytest.mark.parametrize("chunk_bytes", [4096, 2 * MOST_LINE_BYTES])
def test_a_line_may_be_as_long_as_the_limit_and_no_longer(chunk_bytes: int) -> None:
    def faults(length: int) -> list[object]:
        data = b"x" * length
        chunks = (data[at : at + chunk_bytes] for at in range(0, length, chunk_bytes))
        return [each for each in numbered_lines(chunks) if isinstance(each, Fault)]

    assert not faults(MOST_LINE_BYTES)
    assert len(faults(MOST_LINE_BYTES + 1)) == 1


@pytest.mark.parametrize("bad", [b"\xff", b"\0", b"\xed\xa0\x80"])
def test_what_is_no_text_is_a_fault_at_its_line_and_ends_the_reading(bad: bytes) -> None:
    first, fault, *rest = numbered_lines([b"one\n" + bad + b"\nthree\n"])
    assert first == (1, "one\n")
    assert isinstance(fault, Fault)
    assert fault.line == 2
    assert not rest


def test_utf_16_is_called_by_its_name() -> None:
    (fault,) = numbered_lines(["id\n".encode("utf-16")])
    assert isinstance(fault, Fault)
    assert "UTF-16" in fault.says
