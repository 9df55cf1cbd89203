from datetime import timedelta
from enum import Enum

import pytest

from lapwing.model.cases import Basis, FindingKind
from lapwing.model.lists import Closeness
from lapwing.service.console.bars import MOST_BITS, bar_of
from lapwing.service.console.wording import NAMES, ago, closeness_in_words, name_of, urgency
from tests.policy_material import KINDS, match
from tests.spine_material import NOW


@pytest.mark.parametrize("kind", NAMES, ids=lambda kind: kind.__name__)
def test_every_value_that_a_page_can_show_has_a_name_of_its_own(kind: type[Enum]) -> None:
    names = [name_of(value) for value in kind]
    assert len(set(names)) == len(names)


def test_values_that_share_a_spelling_do_not_share_a_name() -> None:
    assert name_of(FindingKind.TERMS) != name_of(Basis.TERMS)


@pytest.mark.parametrize(
    ("priority", "word"),
    [(100, "now"), (80, "now"), (79, "soon"), (50, "soon"), (49, "can wait"), (0, "can wait")],
)
def test_a_priority_has_a_word(priority: int, word: str) -> None:
    assert urgency(priority) == word


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_match_is_said_in_words(kind: str) -> None:
    assert closeness_in_words(match(kind=kind)).endswith(".")


def test_where_no_review_says_how_near_is_the_same_the_words_say_so() -> None:
    assert "no review says" in closeness_in_words(match(kind="pdq", closeness=Closeness.NEAR))


def test_only_distances_are_drawn_and_never_past_the_end() -> None:
    assert bar_of(match(kind="sha256")) is None
    bar = bar_of(match(kind="pdq", closeness=Closeness.NEAR, exact_bits=4))
    assert bar is not None
    assert (bar.exact, bar.distance, bar.near) == (4, 7, 31)
    assert bar.near <= MOST_BITS


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (86399, "23 hours ago"),
        (86400, "1 day ago"),
        (864000, "10 days ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(seconds: int, words: str) -> None:
    assert ago(NOW, now=NOW + timedelta(seconds=seconds)) == words
