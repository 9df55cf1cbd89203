"""Every place in a rewritten text leads back to the place that it came from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.rewriting import Rewritten

DROP_X = re.compile("x+")
DOUBLE_A = re.compile("a")
SHORTEN_B = re.compile("b+")
START = re.compile(r"\A")


def rewritten(text: str) -> Rewritten:
    return (
        Rewritten(text)
        .sub(DROP_X, lambda _: "")
        .sub(DOUBLE_A, lambda _: "aa")
        .sub(SHORTEN_B, lambda _: "b")
        .sub(START, lambda _: "|")
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "stretch"),
    [
        ("cd", 1, 2, "c"),
        ("cxxd", 1, 3, "cxxd"),
        ("cxxd", 1, 2, "c"),
        ("cxxd", 2, 3, "d"),
        ("xcx", 1, 2, "c"),
        ("cad", 2, 3, "a"),
        ("cad", 1, 5, "cad"),
        ("cbbbd", 2, 3, "bbb"),
        ("cbbxbd", 2, 3, "bbxb"),
    ],
)
def test_a_replaced_part_stands_as_a_whole(text: str, start: int, end: int, stretch: str) -> None:
    assert text[slice(*rewritten(text).span(start, end))] == stretch


def test_nothing_replaced_is_the_text_itself() -> None:
    plain = Rewritten("cd")
    assert plain.sub(DROP_X, lambda _: "") is plain
    assert plain.span(0, 2) == (0, 2)


@pytest.mark.slow
@given(st.text(alphabet="abcxd", max_size=30), st.data())
def test_places_stay_in_order_and_inside(text: str, data: st.DataObject) -> None:
    after = rewritten(text + "c")
    start = data.draw(st.integers(1, len(after.text) - 1))
    end = data.draw(st.integers(start + 1, len(after.text)))
    first, last = after.span(start, end)
    assert 0 <= first <= last <= len(text) + 1
    wider = after.span(max(1, start - 1), min(len(after.text), end + 1))
    assert wider[0] <= first
    assert last <= wider[1]


@given(st.text(alphabet="cde", min_size=1, max_size=20), st.text(alphabet="xab", max_size=5))
def test_what_was_not_replaced_is_found_where_it_was(before: str, between: str) -> None:
    after = rewritten(before + between + "f")
    place = after.text.index("f")
    assert after.span(place, place + 1) == (len(before + between), len(before + between) + 1)
