"""A text has a view for each way in which it may be seen, and a quick look never misses that it has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.tricks import may_hold_signs
from lapwing.signals.views import LEAST_MENDED, is_worth_a_look, may_show_another, views

VIEWS = {
    "plain": ("ab cd.", ["ab cd."]),
    "markup": ("a<b>b", ["a<b>b", "ab"]),
    "broken": ("a\nb", ["a\nb", "ab"]),
    "both": ("a<b>b\nc", ["a<b>b\nc", "ab\nc", "abc"]),
    "turned": ("\u202eba", ["\u202eba", "ab"]),
    "turned in markup": ("\u202eb<i>a", ["\u202eb<i>a", "\u202eba", "ab"]),
}


@pytest.mark.parametrize(("text", "seen"), VIEWS.values(), ids=VIEWS)
def test_a_text_is_seen_in_each_of_its_ways(text: str, seen: list[str]) -> None:
    assert [view.traced.text for view in views(text)] == seen


def test_short_terms_do_not_count_where_lines_were_mended() -> None:
    assert [view.least_letters for view in views("a<b>b\nc")] == [0, 0, LEAST_MENDED]


TEXTS = st.text(alphabet="ab1 .-'<>/&;#*_~|!+@\n\r\x00\u202e\u202c\ue000\U0001f1e6\u00e9", max_size=30)


@given(TEXTS)
def test_a_text_without_other_views_is_known_for_one(text: str) -> None:
    if not may_show_another(text):
        assert [view.traced.text for view in views(text)] == [text]


@given(TEXTS)
def test_what_is_not_worth_a_look_has_nothing_to_see(text: str) -> None:
    if not is_worth_a_look(text):
        assert not may_hold_signs(text)
        assert len(list(views(text))) == 1


@given(TEXTS)
def test_every_place_of_every_view_lies_inside_the_text(text: str) -> None:
    for view in views(text):
        for place in range(len(view.traced.text)):
            start, end = view.traced.span(place, place + 1)
            assert 0 <= start < end <= len(text)
