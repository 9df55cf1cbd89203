"""Bytes become well-formed text; what was none is replaced and counted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.texts import decode, looks_like_text

MOST = 1000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0\ufeff"), max_size=50)
)
def test_text_comes_back_as_it_was_written(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), most_characters=MOST)
    assert (decoded.text, decoded.replaced, decoded.cut) == (text, 0, False)


@pytest.mark.parametrize(
    ("data", "text", "replaced"),
    [
        (b"a\0b", "a\ufffdb", 1),
        ("a\ufdd0\U0010ffffb".encode(), "a\ufffd\ufffdb", 2),
        (b"caf\xe9", "caf\ufffd", 1),
        (b"\xed\xa0\x80", "\ufffd" * 3, 3),
        (b"\xff\xfea\0\0\xd8b\0", "a\ufffdb", 1),
        (b"\xfe\xff\0a\xdc\0", "a\ufffd", 1),
        (b"\xff\xfea\0b", "a\ufffd", 1),
        ("\ufffd".encode(), "\ufffd", 0),
        (b"", "", 0),
    ],
)
def test_what_is_no_text_is_replaced_and_counted(data: bytes, text: str, replaced: int) -> None:
    decoded = decode(data, most_characters=MOST)
    assert (decoded.text, decoded.replaced) == (text, replaced)


@pytest.mark.parametrize("letter", ["a", "ü", "你", "🐦"])
@pytest.mark.parametrize(("count", "cut"), [(9, False), (10, False), (11, True), (200, True)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_is_kept_up_to_the_limit(letter: str, count: int, cut: bool, encoding: str) -> None:  # noqa: FBT001 - an expected value
    decoded = decode((letter * count).encode(encoding), most_characters=10)
    assert (decoded.text, decoded.cut, decoded.replaced) == (letter * min(count, 10), cut, 0)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_give_bounded_well_formed_text(data: bytes, most: int) -> None:
    text = decode(data, most_characters=most).text
    assert len(text) <= most
    assert text.encode().decode() == text
    assert "\0" not in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [b"a" * 10_000_000, b"\0" * 10_000_000, "你".encode() * 3_333_333, b"\xff" * 10_000_000]
)
def test_a_line_of_ten_megabytes_is_read_in_time(line: bytes) -> None:
    began = time.process_time()
    decode(line, most_characters=16 << 20)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        (b"good morning\r\n\t\x1b[1mbold\x0c", True),
        ("grüße".encode(), True),
        ("grüße".encode()[:3], True),
        ("hi".encode("utf-16"), True),
        (b"", False),
        (b"\xef\xbb\xbf", False),
        (b"caf\xe9 noir", False),
        (b"a\0b", False),
        (b"\x7fELF", False),
        (b"a\x01", False),
    ],
)
def test_text_is_known_by_its_bytes(data: bytes, is_text: bool) -> None:  # noqa: FBT001 - an expected value
    assert looks_like_text(data) is is_text
