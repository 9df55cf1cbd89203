"""Destinations are kept by who may, paused and resumed, and each change is an act without the address."""

import pytest

from lapwing.flows.keep_destinations import (
    BadDestination,
    pause_destination,
    put_destination,
    resume_destination,
)
from lapwing.model.errors import NotPermitted
from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination
from lapwing.model.works import Missing
from tests.spine_material import ANN, NOW, World, world

SIGNER = "harbour"
ADMIN = Actor(id="person:ada", roles=frozenset({Role.ADMINISTRATOR}))
HARBOUR = Destination(name="harbour", url="https://harbour.example/secret-path", secret_id=SIGNER)


def put(here: World, destination: Destination = HARBOUR, by: Actor = ADMIN) -> Destination:
    return put_destination(destination, works=here.works, by=by, now=NOW)


def test_a_destination_is_added_and_changed_and_the_same_again_is_no_act() -> None:
    here = world(destinations=())
    assert put(here).version == 1
    assert put(here).version == 1
    moved = Destination(name="harbour", url="https://other.example/", secret_id=SIGNER)
    assert put(here, moved).version == 2
    assert here.acts == ["destination.put", "destination.put"]
    assert "secret-path" not in str(here.works.lines)


def test_a_destination_is_paused_and_resumed() -> None:
    here = world()
    assert pause_destination("harbour", works=here.works, by=ADMIN, now=NOW).paused
    assert pause_destination("harbour", works=here.works, by=ADMIN, now=NOW).version == 2
    assert not resume_destination("harbour", works=here.works, by=ADMIN, now=NOW).paused
    assert here.acts == ["destination.put"] * 2
    with pytest.raises(Missing):
        pause_destination("nobody", works=here.works, by=ADMIN, now=NOW)


def test_a_moderator_sends_nothing_anywhere() -> None:
    here = world()
    with pytest.raises(NotPermitted):
        put(here, by=ANN)
    with pytest.raises(NotPermitted):
        pause_destination("harbour", works=here.works, by=ANN, now=NOW)
    assert here.acts == []


@pytest.mark.parametrize("name", ["", "Harbour", "a b", "-a", "a" * 65, "a\n"])
def test_a_name_is_one(name: str) -> None:
    with pytest.raises(BadDestination):
        put(world(), Destination(name=name, url="https://harbour.example/", secret_id=SIGNER))
