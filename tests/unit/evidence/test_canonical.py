import json
from enum import IntEnum, StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.evidence.canonical import MOST_DEEP, MOST_WHOLE, NotAFact, canonical

NAMES = st.text(st.characters(codec="utf-8"), max_size=6)
WHOLE = st.integers(-MOST_WHOLE, MOST_WHOLE)
FACTS = st.recursive(
    st.none() | st.booleans() | WHOLE | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    GREEN = "green"


class Count(IntEnum):
    TWO = 2


@pytest.mark.slow
@settings(max_examples=40)
@given(st.dictionaries(NAMES, FACTS, max_size=5))
def test_the_text_is_what_another_implementation_of_rfc_8785_writes(facts: dict[str, Any]) -> None:
    assert canonical(facts) == rfc8785.dumps(facts)


def test_every_character_below_a_space_is_escaped_as_rfc_8785_asks() -> None:
    text = "".join(map(chr, range(0x21))) + '"\\/\x7f\u2028\U0001f600'
    assert canonical({"a": text}) == rfc8785.dumps({"a": text})


def test_names_are_in_the_order_of_rfc_8785_section_3_2_3() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    order = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(names, 0)))) == order


def test_enums_are_the_text_or_number_that_they_are() -> None:
    assert canonical({"colour": Colour.GREEN, "count": Count.TWO}) == b'{"colour":"green","count":2}'


@pytest.mark.parametrize("number", [MOST_WHOLE, -MOST_WHOLE])
def test_the_last_exact_whole_number_is_written(number: int) -> None:
    assert canonical({"n": number}) == b'{"n":%d}' % number


@pytest.mark.parametrize(
    "facts",
    [
        {"n": MOST_WHOLE + 1},
        {"n": -MOST_WHOLE - 1},
        {"n": 1.0},
        {"n": float("nan")},
        {"n": b"bytes"},
        {"n": {"inner": {1, 2}}},
        {"n": "\ud800"},
        {"\ud800": 1},
        {1: "a name that is a number"},
        {"n": ({2: 1},)},
    ],
)
def test_what_has_no_one_spelling_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(NotAFact):
        canonical(facts)


def nested(levels: int) -> dict[str, Any]:
    fact: dict[str, Any] = {}
    for _ in range(levels - 1):
        fact = {"in": fact}
    return fact


def test_sixteen_levels_are_written_and_seventeen_are_not() -> None:
    assert canonical(nested(MOST_DEEP)).count(b"{") == MOST_DEEP
    with pytest.raises(NotAFact, match="levels"):
        canonical(nested(MOST_DEEP + 1))
