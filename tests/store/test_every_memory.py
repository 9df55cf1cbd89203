"""What is remembered of content, and how far looking back has come: the same in memory and on databases."""

from dataclasses import replace

import pytest

from lapwing.model.content import ContentId
from lapwing.model.errors import BadInput
from lapwing.model.look_backs import LookBackState, Place
from lapwing.model.works import Work, Works
from tests.works_material import CONTENT, MINUTE, NOW, OTHER, fingerprints, look_back

THIRD = ContentId("c-" + "0" * 40)
WHOLE_SECOND = NOW.replace(microsecond=0)
KNOWN = (
    fingerprints(CONTENT, at=WHOLE_SECOND),
    fingerprints(OTHER, at=WHOLE_SECOND),
    fingerprints(THIRD, at=NOW),
)


def fill(work: Work) -> None:
    for each in reversed(KNOWN):
        work.memory.put(each)


def test_it_is_walked_through_in_the_order_of_time_from_wherever_one_was(works: Works) -> None:
    works.run(fill)
    assert works.run(lambda work: list(work.memory.after(None, most=9))) == list(KNOWN)
    place, walked = None, []
    while some := works.run(lambda work, at=place: list(work.memory.after(at, most=1))):  # type: ignore[misc]  # a default is how a loop's value is kept
        walked += some
        place = Place(some[-1].seen_at, some[-1].content_id)
    assert walked == list(KNOWN)
    beginning = Place(NOW, ContentId(""))
    assert works.run(lambda work: list(work.memory.after(beginning, most=9))) == [KNOWN[2]]


def test_content_that_is_seen_again_is_kept_once_and_moves_to_the_end(works: Works) -> None:
    works.run(fill)
    again = fingerprints(CONTENT, at=NOW + MINUTE, packed=b"other")
    works.run(lambda work: work.memory.put(again))
    assert works.run(lambda work: list(work.memory.after(None, most=9))) == [KNOWN[1], KNOWN[2], again]
    assert works.run(lambda work: work.memory.find(CONTENT)) == again


def test_what_is_forgotten_is_gone(works: Works) -> None:
    works.run(fill)
    assert works.run(lambda work: work.memory.forget([CONTENT, OTHER, ContentId("c-none")])) == 2
    assert works.run(lambda work: list(work.memory.after(None, most=9))) == [KNOWN[2]]
    assert works.run(lambda work: work.memory.find(CONTENT)) is None


def test_a_write_that_fails_remembers_and_forgets_nothing(works: Works) -> None:
    works.run(fill)

    def fail(work: Work) -> None:
        work.memory.forget([CONTENT])
        work.memory.put(fingerprints(OTHER, at=NOW + MINUTE))
        raise BadInput("stop")

    with pytest.raises(BadInput):
        works.run(fail)
    assert works.run(lambda work: list(work.memory.after(None, most=9))) == list(KNOWN)


@pytest.mark.parametrize("name", ["nul\0", "lone\ud800", "x" * 513])
def test_an_id_that_no_database_could_index_is_refused(works: Works, name: str) -> None:
    with pytest.raises(BadInput):
        works.run(lambda work: work.memory.put(fingerprints(ContentId(name))))
    assert works.run(lambda work: work.memory.find(ContentId(name))) is None


def test_the_newest_look_back_of_a_list_and_all_that_are_unfinished_are_found(works: Works) -> None:
    old, done = look_back(1, at=NOW - MINUTE), replace(look_back(2), state=LookBackState.DONE)
    other = replace(look_back(3, list_name="other"), state=LookBackState.SETTLING)

    def write(work: Work) -> None:
        for each in (done, old, other):
            work.look_backs.add(each)

    works.run(write)
    assert works.run(lambda work: work.look_backs.newest_of("harbour")) == done
    assert works.run(lambda work: work.look_backs.newest_of("none")) is None
    assert works.run(lambda work: work.look_backs.newest_of("nul\0")) is None
    assert works.run(lambda work: list(work.look_backs.unfinished())) == [old, other]
