"""Destinations are kept by who may, paused and resumed, and each change is an act without the address."""

import pytest

from lapwing.flows.keep_destinations import (
    CHANGE_OVER,
    BadDestination,
    pause_destination,
    put_destination,
    remove_destination,
    resume_destination,
    rotate_secret,
    send_test,
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


def test_a_secret_is_rotated_and_the_one_before_signs_on_for_a_while() -> None:
    here = world()
    after = rotate_secret("harbour", "harbour-2", works=here.works, by=ADMIN, now=NOW)
    assert (after.secret_id, after.former_secret_id) == ("harbour-2", "harbour")
    assert after.former_until == NOW + CHANGE_OVER
    assert here.acts == ["destination.put"]
    with pytest.raises(NotPermitted):
        rotate_secret("harbour", "harbour-3", works=here.works, by=ANN, now=NOW)


def test_a_destination_is_removed_for_a_reason() -> None:
    here = world()
    with pytest.raises(BadDestination):
        remove_destination("harbour", why=" ", works=here.works, by=ADMIN, now=NOW)
    with pytest.raises(NotPermitted):
        remove_destination("harbour", why="Moved.", works=here.works, by=ANN, now=NOW)
    remove_destination("harbour", why="Moved.", works=here.works, by=ADMIN, now=NOW)
    assert here.works.run(lambda work: work.destinations.every()) == []
    assert here.acts == ["destination.remove"]
    with pytest.raises(Missing):
        remove_destination("harbour", why="Moved.", works=here.works, by=ADMIN, now=NOW)


def test_a_test_is_owed_to_that_destination_alone_and_names_nobody() -> None:
    here = world(destinations=("harbour", "other"))
    sent = send_test("harbour", works=here.works, new_id=here.new_id, by=ADMIN, now=NOW)
    owed = here.works.run(lambda work: work.outbox.due(now=NOW, most=9))
    assert [each.id for each in owed] == [sent.id]
    assert '"type":"webhook.test"' in sent.body
    assert here.acts == ["destination.test"]


def test_nothing_is_tried_on_a_destination_that_is_paused_or_is_not_there() -> None:
    here = world()
    pause_destination("harbour", works=here.works, by=ADMIN, now=NOW)
    with pytest.raises(BadDestination):
        send_test("harbour", works=here.works, new_id=here.new_id, by=ADMIN, now=NOW)
    with pytest.raises(Missing):
        send_test("nobody", works=here.works, new_id=here.new_id, by=ADMIN, now=NOW)
    with pytest.raises(NotPermitted):
        send_test("harbour", works=here.works, new_id=here.new_id, by=ANN, now=NOW)
