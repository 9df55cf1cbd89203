"""A change of a list is noted by somebody who may change lists, and by nobody else."""

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows.keep_list import register_list
from lapwing.flows.note_list import note_list
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.model.people import Actor, Role
from tests.spine_material import ANN, NOW, world

ADA = Actor(id="person:ada", roles=frozenset({Role.ADMINISTRATOR}))


def test_it_becomes_a_line_on_the_list() -> None:
    here = world()
    note_list("list.accept", "known", {"version": 3}, works=here.works, by=ADA, why=" right ", now=NOW)
    act = act_of(here.works.lines[-1].text)
    assert (act.act, act.on, act.by, act.why, dict(act.facts)) == (
        "list.accept",
        "list:known",
        "person:ada",
        "right",
        {"version": 3},
    )


def test_who_may_not_change_lists_notes_nothing() -> None:
    here = world()
    with pytest.raises(NotPermitted):
        note_list("list.accept", "known", {}, works=here.works, by=ANN, why="", now=NOW)
    assert here.works.lines == ()


def test_a_list_is_registered_by_somebody() -> None:
    info = ListInfo(name="known", title="K", source="s", list_class=ListClass.CSAM, tier=Tier.AUTHORITY)
    with pytest.raises(BadInput):
        register_list(info, registry=Nobody(), by=" ", now=NOW)


class Nobody:
    """A registry that is not to be asked."""

    def add(self, info: ListInfo, *, by: str, now: object) -> None:
        pytest.fail(f"{info.name} was registered by {by!r} at {now}")
