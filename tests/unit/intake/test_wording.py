"""Text, names, URLs and queries are one passage each, in the role that the platform gives it."""

import pytest

from lapwing.intake import all_kinds, recognise
from lapwing.model.content import Grain, Limits, Role, Why

WORDED = {"text": Role.TEXT, "url": Role.URL, "name": Role.NAME, "query": Role.QUERY}


@pytest.mark.parametrize("name", WORDED)
def test_each_kind_gives_its_role_and_needs_no_worker(name: str) -> None:
    kind = all_kinds()[name]
    content = kind.read(b"good morning", limits=Limits(), grain=Grain.SCALED)
    assert [(passage.text, passage.role) for passage in content.passages] == [("good morning", WORDED[name])]
    assert content.facts == {"encoding": "utf-8", "characters": "12"}
    assert not kind.confined


def test_only_text_is_recognised_by_its_bytes() -> None:
    assert recognise(b"https://example.org/") == "text"
    assert [all_kinds()[name].recognises(b"Harbour walkers") for name in WORDED] == [
        True,
        False,
        False,
        False,
    ]


def test_what_was_replaced_and_what_was_cut_are_gaps() -> None:
    content = all_kinds()["name"].read(b"a\0bcd", limits=Limits(characters=3), grain=Grain.SCALED)
    assert content.passages[0].text == "a\ufffdb"
    assert [(gap.who, gap.why) for gap in content.gaps] == [("name", Why.DAMAGED), ("name", Why.NOT_WHOLE)]
