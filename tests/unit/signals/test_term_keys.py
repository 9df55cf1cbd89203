"""A list's term has one key, which says how it has to stand, and too little is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.errors import BadInput
from lapwing.signals.term_keys import MOST_CHARACTERS, Rule, canonical_term, split_key


def test_a_bare_term_is_a_word() -> None:
    assert canonical_term("zzplok") == "word:zzplok"


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_can_be_written_in_any_case(rule: Rule) -> None:
    assert canonical_term(f" {rule.upper()} : ZZ-plok") == f"{rule}:zz plok"
    assert split_key(f"{rule}:zz plok") == (rule, "zz plok")


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("zz$plok", "word:zzsplok"),
        ("zzpl@k", "word:zzplak"),
        ("@zzplok", "word:zzplok"),
        ("zzplok!", "word:zzplok"),
        ("$zzplok", "word:szzplok"),
        ("zzpl0k", "word:zzpl0k"),
        ("0017", "word:0017"),
        ("zzc++ plok", "word:zzc plok"),
        ("zz\u2020plok", "word:zz plok"),
        ("word:zz: plok", "word:zz plok"),
        ("word: word:zz", "word:word zz"),
        ("start:wrod:zz", "start:wrod zz"),
        ("word", "word:word"),
    ],
)
def test_signs_inside_a_word_are_letters_and_digits_stay(term: str, key: str) -> None:
    assert canonical_term(term) == key


@pytest.mark.parametrize(
    "term", ["", "a", "!", "word:", "start: x", "\u200b\u200b", "\U0001f355\U0001f355", "@"]
)
def test_too_little_to_find_is_refused(term: str) -> None:
    with pytest.raises(BadInput, match="letters or digits"):
        canonical_term(term)


@pytest.mark.parametrize(
    "term",
    [
        "wrod:zzplok",
        "words: zzplok",
        "any where:zzplok",
        ":zzplok",
        "zz: plok",
        "https://zz.example/",
        "word\uff1azzplok",
        "zz\ufe55plok",
    ],
)
def test_what_stands_before_a_colon_is_a_rule_or_the_term_is_refused(term: str) -> None:
    with pytest.raises(BadInput, match="none of the rules word, start, anywhere, exact") as refused:
        canonical_term(term)
    assert "plok" not in str(refused.value)


@pytest.mark.parametrize("key", ["zzplok", "wrod:zzplok", "WORD:zzplok", " word:zzplok"])
def test_a_key_begins_with_its_rule(key: str) -> None:
    with pytest.raises(BadInput):
        split_key(key)


def test_the_longest_term_is_taken_and_a_longer_one_refused() -> None:
    longest = "zx" * (MOST_CHARACTERS // 2)
    assert canonical_term(longest) == f"word:{longest}"
    with pytest.raises(BadInput):
        canonical_term(longest + "z")


@given(st.text(alphabet=st.characters(), max_size=40) | st.text(alphabet="wordstaexcny:! @$1z", max_size=20))
def test_a_key_is_its_own_key(value: str) -> None:
    try:
        key = canonical_term(value)
    except BadInput:
        return
    assert canonical_term(key) == key
