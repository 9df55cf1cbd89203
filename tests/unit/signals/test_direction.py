"""What is written backwards under an override is read forwards, and each letter is led back to its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.direction import as_read
from lapwing.signals.rewriting import Rewritten

RLO, LRO, POP, RLI, LRE, POP_ISOLATE = "\u202e", "\u202d", "\u202c", "\u2067", "\u202a", "\u2069"
SHALOM = "\u05e9\u05dc\u05d5\u05dd"

READ = {
    "to its end": (f"so {RLO}cba{POP} it", "so abc it"),
    "to the end of the line": (f"{RLO}cba\nabc", "abc\nabc"),
    "without an end": (f"x{RLO}cba", "xabc"),
    "one behind the other": (f"{RLO}fe{POP}{RLO}dcba{POP}", "abcdef"),
    "turned back inside": (f"{RLO}ba{LRO}cd{POP}fe{POP}", "efcdab"),
    "an embedding inside": (f"{RLO}ba{LRE}cd{POP}fe", "efcdab"),
    "an isolate inside": (f"{RLO}ba{RLI}cd{POP_ISOLATE}fe", "efcdab"),
    "an end inside an isolate": (f"{RLO}ba{RLI}{POP}cd{POP_ISOLATE}fe", "efcdab"),
    "an end of nothing": (f"{POP}{POP_ISOLATE}{RLO}ba", "ab"),
}


@pytest.mark.parametrize(("text", "read"), READ.values(), ids=READ)
def test_a_text_is_read_from_left_to_right(text: str, read: str) -> None:
    assert next(as_read(Rewritten(text))).text == read


def test_letters_put_from_left_to_right_are_read_from_the_right_too() -> None:
    text = f"{LRO}{SHALOM[::-1]}{POP}"
    assert [each.text for each in as_read(Rewritten(text))] == [SHALOM[::-1], SHALOM]


@pytest.mark.parametrize("text", ["", "abc", "caf\u00e9", SHALOM, f"{LRE}abc{POP}"])
def test_without_an_override_there_is_no_other_order(text: str) -> None:
    assert list(as_read(Rewritten(text))) == []


def test_a_place_is_led_back() -> None:
    text = f"so {RLO}fedcba{POP} it"
    (read,) = as_read(Rewritten(text))
    assert text[slice(*read.span(read.text.index("bcd"), read.text.index("e")))] == "dcb"


@given(st.text(alphabet=f"ab {RLO}{LRO}{POP}{RLI}{LRE}{POP_ISOLATE}\n\u05d0", max_size=60))
def test_no_letter_is_lost_and_each_comes_from_its_place(text: str) -> None:
    letters = sorted(each for each in text if each in "ab \n\u05d0")
    for read in as_read(Rewritten(text)):
        assert sorted(read.text) == letters
        assert [text[slice(*read.span(at, at + 1))] for at in range(len(read.text))] == list(read.text)


@pytest.mark.slow
@pytest.mark.parametrize("unit", [RLO, f"{RLO}a{POP}", f"{RLO}a{LRO}b", f"{RLI}a", f"a{POP_ISOLATE}"])
def test_endless_overrides_take_linear_time(unit: str) -> None:
    text = RLO + unit * (150_000 // len(unit))
    for read in as_read(Rewritten(text)):
        assert len(read.text) <= len(text)
