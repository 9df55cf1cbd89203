"""Messages are read by their published form; what is none is refused."""

import pytest

from lapwing.policy.wire import inside, read, texts


def test_the_published_examples_are_read() -> None:
    # protobuf.dev, Encoding: field 2 is "testing"; field 3 holds a message whose field 1 is 150.
    assert texts(read(bytes.fromhex("120774657374696e67")), 2) == ["testing"]
    assert inside(read(bytes.fromhex("1a03089601")), 3) == [[]]


def test_numbers_of_every_sort_are_passed_over() -> None:
    stored = bytes.fromhex("08960111" + "00" * 8 + "1d" + "00" * 4 + "220161")
    assert read(stored) == [(4, b"a")]


def test_a_long_field_has_its_length_in_several_bytes() -> None:
    assert read(b"\x0a\x80\x02" + b"x" * 256) == [(1, b"x" * 256)]


def test_a_field_of_no_known_sort_is_refused() -> None:
    with pytest.raises(ValueError, match="sort 3"):
        read(b"\x0b")
