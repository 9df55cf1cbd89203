"""The detector tells every place, and keeps what it found where there are too many."""

import pytest

from lapwing.model.content import Content, Passage, Role, content_id
from lapwing.model.errors import BadInput
from lapwing.signals.detectors.terms import DETECTOR
from lapwing.signals.port import Crowded, Given, TooMany
from lapwing.signals.vocabulary import Vocabulary


def content(*texts: str, role: Role = Role.TEXT) -> Content:
    passages = tuple(Passage(text=text, role=role) for text in texts)
    return Content(id=content_id(role, b""), kind=role, data=b"", passages=passages)


GIVEN = Given(terms=Vocabulary(["word:zzplok"]))


class Full:
    """Finds too many terms in every text but the first."""

    def find(self, text: str) -> tuple[tuple[str, int, int], ...]:
        if text == "first":
            return (("word:zzplok", 0, 5),)
        raise Crowded("too many", found=(("word:zzplok", 1, 2),))


def test_every_place_of_every_passage_is_told() -> None:
    signals = DETECTOR.detect(content("zzplok ZZplok", "none", "a zzpl0k"), given=GIVEN)
    assert [(each.where.passage, each.where.start, each.where.end) for each in signals] == [
        (0, 0, 6),
        (0, 7, 13),
        (2, 2, 8),
    ]


@pytest.mark.parametrize("role", Role)
def test_every_role_is_read(role: Role) -> None:
    assert len(DETECTOR.detect(content("zzplok", role=role), given=GIVEN)) == 1


def test_what_was_found_before_the_limit_is_kept() -> None:
    with pytest.raises(TooMany) as refused:
        DETECTOR.detect(content("first", "second", "third"), given=Given(terms=Full()))
    assert [(each.where.passage, each.where.start) for each in refused.value.found] == [(0, 0), (1, 1)]


def test_non_ascii_text_is_no_fault() -> None:
    text = "\u00e9 zzplok \u4e2d \U0001f355"
    assert [
        text[each.where.start : each.where.end] for each in DETECTOR.detect(content(text), given=GIVEN)
    ] == ["zzplok"]


def test_it_answers_for_terms_alone() -> None:
    with pytest.raises(BadInput):
        DETECTOR.canonical("url", "zzplok")
