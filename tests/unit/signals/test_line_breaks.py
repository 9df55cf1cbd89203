"""A word that a line break parts is found in one piece, whatever the lines around it hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.line_breaks import mended
from lapwing.signals.rewriting import Rewritten


def texts(text: str) -> list[str]:
    return [each.text for each in mended(Rewritten(text))]


MENDED = [
    ("a wo\nrd b", ["a word b"]),
    ("a wo \t\r\n  rd b", ["a word b"]),
    ("a wo-\nrd b", ["a word b"]),
    ("a wo=\r\nrd b", ["a word b"]),
    ("wo\n\nrd", ["word"]),
    ("wo\r\n\r\nrd", ["word"]),
    ("a b\nc d\ne f", ["a bc de f"]),
    ("x\nwo\nrd\ny", ["xwordy", "xwo\nrdy", "x\nword\ny"]),
    ("\u0939\u093f\u0928\u094d\n\u0926\u0940", ["\u0939\u093f\u0928\u094d\u0926\u0940"]),
]


@pytest.mark.parametrize(("text", "read"), MENDED)
def test_every_break_is_mended_in_one_of_the_ways(text: str, read: list[str]) -> None:
    assert texts(text) == read


@pytest.mark.parametrize(
    "text", ["", "\n", "a.\nb", "a\n- b", "a b", "\na\n", "a\n\n\nb\x0b\x0c", "a\n\n\n\n\nb"]
)
def test_where_no_word_is_parted_nothing_is_mended(text: str) -> None:
    assert texts(text) == []


@given(st.text(alphabet="ab -\n\r\t", max_size=60))
def test_each_letter_comes_from_its_place(text: str) -> None:
    for each in mended(Rewritten(text)):
        back = [text[slice(*each.span(at, at + 1))] for at in range(len(each.text))]
        assert back == list(each.text)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["\n", "a\n", " \n", "a \n", "a-\n", " ", "- "])
def test_endless_lines_take_linear_time(unit: str) -> None:
    text = "a" + unit * (200_000 // len(unit)) + "b"
    assert all(len(each) < len(text) for each in texts(text))
