"""A term is looked for without its spaces and with letters that look like two, where it is long enough."""

import pytest

from lapwing.signals.term_spellings import MOST_ONE_BY_ONE, spellings


@pytest.mark.parametrize(
    ("words", "all_spellings"),
    [
        ("plok", {"plok"}),
        ("zz a b c", {"zz a b c"}),
        ("zz abcd", {"zz abcd", "zzabcd"}),
        ("zz ab cd", {"zz ab cd", "zzab cd", "zz abcd", "zzabcd"}),
        ("zzmok", {"zzmok"}),
        ("zzmlok", {"zzmlok", "zzrnlok"}),
        ("wzmlok", {"wzmlok", "vvzmlok", "wzrnlok", "vvzrnlok"}),
        ("zz term", {"zz term", "zzterm", "zz terrn", "zzterrn"}),
        ("\u4e2d\u6587 zzterm", {"\u4e2d\u6587 zzterm"}),
    ],
)
def test_a_term_has_its_spellings(words: str, all_spellings: set[str]) -> None:
    assert spellings(words)[0] == words
    assert set(spellings(words)) == all_spellings
    assert len(spellings(words)) == len(all_spellings)


def test_where_there_are_many_only_all_are_taken() -> None:
    at_most, more = "m" * MOST_ONE_BY_ONE, "m" * (MOST_ONE_BY_ONE + 2)
    assert len(spellings(at_most)) == MOST_ONE_BY_ONE + 2
    assert spellings(more) == (more, "rn" * len(more))
    assert spellings(" ".join(more)) == (" ".join(more), more, " ".join(["rn"] * len(more)), "rn" * len(more))
