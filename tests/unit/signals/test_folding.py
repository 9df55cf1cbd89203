"""All spellings of a word fold to one form, in every script, and the way back leads to where it stood."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lapwing.signals.folding import (
    END,
    START,
    fold,
    sign_stream,
    stream,
    traced_sign_stream,
    traced_stream,
    without_signs,
)

SPELLINGS = [
    ("ZZ-Term_0017!", "zz term 0017"),
    ("\uff3a\uff3a\u3000\uff14", "zz 4"),  # full width
    ("\U0001d4dc\U0001d4ea\U0001d4fd\U0001d4f1", "math"),
    ("\u24d0\u24d1\u24d2 \U0001f170\U0001f171", "abc ab"),  # circled, squared
    ("na\u00efve cafe\u0301", "naive cafe"),
    ("\u0142\u00f8\u0111\u0127 \u00e6\u0153\u00df", "lodh aeoess"),
    ("\u1d05\u1d0f\u0262 \u0251\u0131", "dog ai"),  # small capitals and shapes
    ("a\u200bb\u2060c\u00add\ufe0f", "abcd"),
    ("\u202eab\u202c", "ab"),
    ("don't won\u2019t", "dont wont"),
    ("a\t\r\n  b...c", "a b c"),
    ("a\U0001f355b \U0001f468\u200d\U0001f469\u200d\U0001f467c", "a b c"),
    ("\U0001f1ec\U0001f1e7", ""),  # a flag is no word
    ("x\u0336y\u0489z\u20dd", "xyz"),
    ("\u0665\u0667 \u096a \u0e57", "57 4 7"),
    ("\u00bd \u2167 \u2116", "1 2 viii no"),
    ("\ud800a\x00b", "a b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), SPELLINGS)
def test_every_spelling_folds_to_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


SCRIPTS = {
    "Arabic": ("\u0645\u064f\u062d\u064e\u0645\u0651\u062f", "\u0645\u062d\u0645\u062f"),
    "Arabic stretched": ("\u0645\u0640\u0640\u062d", "\u0645\u062d"),
    "Hebrew": ("\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
    "Hindi": ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
    "Bengali": ("\u09ac\u09be\u0982\u09b2\u09be", "\u09ac\u09be\u0982\u09b2\u09be"),
    "Tamil": ("\u0ba4\u0bae\u0bbf\u0bb4\u0bcd", "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd"),
    "Thai": ("\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22\u0e19\u0e49\u0e33", None),
    "Chinese": ("\u4e2d\u6587", "\u4e2d\u6587"),
    "Japanese": ("\uff76\uff9e\u3068\u304b\u3099", "\u30ac\u3068\u304c"),
    "Korean": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00"),
    "Russian": ("\u041f\u0420\u0418\u041c\u0415\u0420", "\u043f\u0440\u0438\u043c\u0435\u0440"),
    "Greek": ("\u03a0\u03b1\u03c1\u03ac\u03b4\u03b5\u03b9\u03b3\u03bc\u03b1", None),
    "Georgian": ("\u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8", "\u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8"),
    "Turkish": ("\u0130stanbul \u0131l\u0131k", "istanbul ilik"),
}


@pytest.mark.parametrize(("text", "folded"), SCRIPTS.values(), ids=SCRIPTS)
def test_words_stay_words_of_their_own_script(text: str, folded: str | None) -> None:
    assert fold(text)
    assert " " not in fold(text) or text.count(" ")
    if folded is not None:
        assert fold(text) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", [text for text, _ in SCRIPTS.values()], ids=SCRIPTS)
def test_every_normal_form_folds_alike(text: str, form: str) -> None:
    normal = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # parametrised over the four names
    assert fold(normal) == fold(text)


ANY = st.text(alphabet=st.characters(), max_size=60)
MARKED = st.text(
    alphabet="aA1 -!'\u0301\u0e01\u0e35\u0e49\u304b\u3099\u1112\u1161\u11ab\ud55c"
    "\u0628\u064e\u200b\uff76\uff9e\u4e2d\u0439",
    max_size=40,
)


@pytest.mark.slow
@given(ANY | MARKED)
@example("\u1112\u1161\u11ab")
@example("\u09c7\u09be")
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.slow
@given(ANY | MARKED)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.swapcase().casefold()) == fold(text.casefold())


@pytest.mark.slow
@given(ANY | MARKED)
def test_a_stream_is_the_folded_text_between_its_ends(text: str) -> None:
    assert stream(text).replace(" ", "") == START + fold(text).replace(" ", "") + END
    assert "  " not in stream(text)
    assert stream(text).startswith(f"{START} ")
    assert stream(text).endswith(f" {END}")


@pytest.mark.slow
@given(ANY | MARKED | st.text(alphabet="aB1!|@$ -\u00e9\u20ac'", max_size=30))
def test_without_its_signs_a_stream_with_signs_is_the_stream(text: str) -> None:
    assert without_signs(sign_stream(text)) == stream(text)


@pytest.mark.slow
@given(ANY | MARKED | st.text(alphabet="aB1!|@$ -\u00e9\u20ac'", max_size=30))
def test_the_way_back_starts_from_what_is_searched(text: str) -> None:
    assert traced_stream(text).text == stream(text)
    assert traced_sign_stream(text).text == sign_stream(text)


@pytest.mark.slow
@given(ANY | MARKED)
def test_every_place_lies_inside_the_text_and_in_order(text: str) -> None:
    traced = traced_stream(text)
    spans = [traced.span(place, place + 1) for place in range(2, len(traced.text) - 2)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text(alphabet="aB1 -'`.", max_size=30))
def test_each_letter_of_an_ascii_text_is_led_back_to_itself(text: str) -> None:
    traced = traced_stream(text)
    for place, letter in enumerate(traced.text):
        if letter.isalnum():
            assert text[slice(*traced.span(place, place + 1))].lower() == letter


@given(MARKED)
def test_a_long_text_folds_as_a_short_one_does(text: str) -> None:
    assert stream(f"{text} {'x' * 500}") == stream(text)[:-1] + f"{'x' * 500} {END}"
    assert sign_stream(f"{text} {'x' * 500}") == sign_stream(text)[:-1] + f"{'x' * 500} {END}"


@given(
    st.text(alphabet="aB \u00e9\u0301-\u200b\U0001d4dc", max_size=30),
    st.text(alphabet="-\u200b ", max_size=5),
)
def test_a_word_is_led_back_to_itself(before: str, after: str) -> None:
    text = f"{before} zQqz {after}"
    traced = traced_stream(text)
    place = traced.text.index(" zqqz ") + 1
    assert text[slice(*traced.span(place, place + 4))] == "zQqz"


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["\u0e38\u0e48", "\u0301\u0327", "\u0f71\u0f74", "a\u200b", "\u1112\u1161", "\u304b\u3099"]
)
def test_endless_marks_take_linear_time(unit: str) -> None:
    text = "a" + unit * (200_000 // len(unit))
    assert len(fold(text)) <= len(text)
