"""The detector tells each form once, keeps what it found at a limit, and never takes a bad URL for clean."""

import pytest

from lapwing.model.content import Content, Passage, Role, content_id
from lapwing.model.errors import BadInput
from lapwing.signals.detectors.urls import DETECTOR
from lapwing.signals.port import Given, TooMany


def content(*texts: str, role: Role = Role.TEXT) -> Content:
    passages = tuple(Passage(text=text, role=role) for text in texts)
    return Content(id=content_id(role, b""), kind=role, data=b"", passages=passages)


def values(what: Content, kind: str) -> list[str]:
    return [each.value for each in DETECTOR.detect(what, given=Given()) if each.kind == kind]


def test_each_form_is_told_once_for_all_passages() -> None:
    signals = DETECTOR.detect(content("example.org/a", "http://example.org/a example.org/b"), given=Given())
    assert len({(each.kind, each.value) for each in signals}) == len(signals)
    assert {each.where.passage for each in signals if each.value == "example.org/a"} == {0}
    assert {each.where.passage for each in signals if each.value == "example.org/b"} == {1}


def test_what_was_found_before_the_limit_is_kept() -> None:
    with pytest.raises(TooMany) as refused:
        DETECTOR.detect(content(" ".join(f"a{number}.example.org" for number in range(2000))), given=Given())
    assert len(refused.value.found) > 1000
    assert "example" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("example.org", "example.org/"),
        (" https://example.org/a b ", "example.org/a%20b"),
        ("hxxp://example[.]org", "example.org/"),
        ("http://unheard-of.zzzz", "unheard-of.zzzz/"),
        ("view-source:http://example.org/a", "example.org/a"),
    ],
)
def test_a_passage_that_is_a_url_is_one_as_a_whole(text: str, url: str) -> None:
    assert url in values(content(text, role=Role.URL), "url")


@pytest.mark.parametrize(
    "text", ["", "a word", "javascript:alert(1)", "data:text/plain,x", "http://", "\ud800"]
)
def test_a_url_that_is_none_is_unknown_and_not_clean(text: str) -> None:
    with pytest.raises(BadInput):
        DETECTOR.detect(content(text, role=Role.URL), given=Given())


def test_names_and_queries_are_read_too() -> None:
    assert values(content("join example dot org", role=Role.NAME), "domain")[0] == "example.org"
    assert values(content("example.org", role=Role.QUERY), "domain")[0] == "example.org"
