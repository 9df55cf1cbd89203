from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.cells import BadCell, read_code, read_day, read_name, read_note


@pytest.mark.parametrize("text", ["a", "a b", "\u00e9", "\u0646\u200c\u0645", "a" * 2048])
def test_a_name_is_taken_as_it_is(text: str) -> None:
    assert read_name(text) == text


@pytest.mark.parametrize("text", ["", " a", "a\u00a0", "a" * 2049, "a\nb", "a\x7fb", "a\x9bb", "a\u202eb"])
def test_a_name_that_is_none_or_could_not_be_shown_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        read_name(text)


@given(st.text(max_size=40))
def test_a_note_that_was_read_reads_the_same_again(text: str) -> None:
    try:
        note = read_note(text)
    except BadCell:
        return
    assert read_note(note) == note
    assert "\n" not in note
    assert "\x1b" not in note


@given(st.dates())
def test_every_day_reads_as_itself(day: date) -> None:
    assert read_day(day.isoformat()) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    try:
        day = read_day(text)
    except BadCell:
        return
    assert (day is None) is (text == "")


def test_a_code_is_never_guessed() -> None:
    assert read_code("1", {"1": "a"}) == "a"
    for text in ("", "1 ", "2"):
        with pytest.raises(BadCell):
            read_code(text, {"1": "a"})
