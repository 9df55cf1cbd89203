"""Every list is read, what is damaged hides nothing of the others, and the ledger has what was found."""

from collections.abc import Sequence

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows.verify_lists import verified_lists, verify_lists
from lapwing.model.errors import BadInput, IntegrityLost, LapwingError, Unavailable
from tests.spine_material import NOW, world


class Shelf:
    """Lists of which some are not what was written. faults: by name, what each reading raises in turn."""

    def __init__(self, **faults: list[LapwingError]) -> None:
        self.faults = faults

    def names(self) -> Sequence[str]:
        return ("hashes", "terms")

    def verify_versions(self, name: str) -> Sequence[int]:
        if self.faults.get(name):
            raise self.faults[name].pop(0)
        return (1, 2)


def test_what_was_read_is_recorded_and_read_back() -> None:
    made = world()
    verified = verify_lists(lists=Shelf(), works=made.works, clock=lambda: NOW)
    assert verified.versions == {"hashes": 2, "terms": 2}
    line = made.works.lines[-1]
    assert (line.act, line.on, line.by) == ("list.verify", "lists", "engine")
    assert verified_lists(act_of(line.text)) == verified


def test_a_damaged_list_is_named_beside_those_that_are_whole() -> None:
    shelf = Shelf(hashes=[IntegrityLost("entries"), IntegrityLost("entries")])
    verified = verify_lists(lists=shelf, works=world().works, clock=lambda: NOW)
    assert (verified.versions, verified.damaged) == ({"terms": 2}, ("hashes",))


def test_a_version_that_came_just_then_is_no_damage() -> None:
    shelf = Shelf(hashes=[IntegrityLost("the journal and the folder do not agree")])
    assert verify_lists(lists=shelf, works=world().works, clock=lambda: NOW).damaged == ()


def test_a_list_that_was_moved_away_meanwhile_is_left_out() -> None:
    shelf = Shelf(terms=[BadInput("terms")])
    assert verify_lists(lists=shelf, works=world().works, clock=lambda: NOW).versions == {"hashes": 2}


def test_what_cannot_be_read_now_leaves_no_line() -> None:
    made, shelf = world(), Shelf(terms=[Unavailable("a disk")])
    with pytest.raises(Unavailable):
        verify_lists(lists=shelf, works=made.works, clock=lambda: NOW)
    assert "list.verify" not in made.acts
