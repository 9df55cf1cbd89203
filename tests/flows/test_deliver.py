"""What is owed is sent until it is taken, by one worker at a time, and given up only after the last wait."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from lapwing.flows.deliver import (
    LEASE,
    TEST_TOPIC,
    WAITS,
    NotDead,
    Reply,
    deliver_due,
    send_again,
    send_all_again,
)
from lapwing.flows.learn import INSIDE
from lapwing.model.errors import NotPermitted, Unavailable
from lapwing.model.platform import Destination, Message, MessageState
from lapwing.model.works import Work
from tests.spine_material import ANN, LEAD, NOW, World, world


@dataclass
class Post:
    """Answers as it is told, and remembers what it was given."""

    taken: bool = True
    sent: list[str] = field(default_factory=list)

    def send(self, message: Message, destination: Destination, *, now: datetime) -> Reply:
        assert destination.name == message.destination
        assert now >= message.made_at
        self.sent.append(message.id)
        return Reply(taken=self.taken, status="204" if self.taken else "503")


def owing(destination: str = "harbour") -> tuple[World, str]:
    here = world()
    message = Message(
        id=here.new_id("m"),
        destination=destination,
        topic="item.action",
        on="i-1",
        body="{}",
        made_at=NOW,
        due_at=NOW,
    )
    here.works.run(lambda work: work.outbox.add(message))
    return here, message.id


def nothing(message: Message) -> None:
    raise AssertionError(message.id)


def deliver(here: World, post: Post, *, at: datetime = NOW) -> int:
    return deliver_due(works=here.works, post=post, inside=nothing, clock=lambda: at)


def message_of(here: World, message_id: str) -> Message:
    return here.works.run(lambda work: work.outbox.get(message_id))


def test_a_message_that_is_taken_is_sent_once() -> None:
    here, message_id = owing()
    post = Post()
    deliver(here, post)
    deliver(here, post, at=NOW + timedelta(days=9))
    assert post.sent == [message_id]
    assert message_of(here, message_id).state is MessageState.DELIVERED
    assert here.acts == ["message.deliver"]


def test_a_message_that_is_refused_is_tried_after_each_wait_and_then_given_up() -> None:
    here, message_id = owing()
    post, now = Post(taken=False), NOW
    deliver(here, post)
    for wait in WAITS:
        deliver(here, post, at=now + wait - timedelta(seconds=1))
        now += wait
        deliver(here, post, at=now)
    assert len(post.sent) == 1 + len(WAITS)
    assert message_of(here, message_id).state is MessageState.DEAD
    assert here.acts == ["message.give-up"]


def test_what_a_worker_has_is_left_alone_until_its_lease_ends() -> None:
    here, message_id = owing()
    held = replace(message_of(here, message_id), held_until=NOW + LEASE, version=2)
    here.works.run(lambda work: work.outbox.save(held))
    assert deliver(here, Post(), at=NOW + LEASE - timedelta(seconds=1)) == 0
    assert deliver(here, Post(), at=NOW + LEASE) == 1


def test_a_message_to_ourselves_that_fails_is_tried_again() -> None:
    here, message_id = owing(INSIDE)

    def fails(_: Message) -> None:
        raise Unavailable

    deliver_due(works=here.works, post=Post(), inside=fails, clock=lambda: NOW)
    assert message_of(here, message_id).last_status == "lapwing.unavailable"
    done: list[str] = []
    later = NOW + WAITS[0]
    deliver_due(works=here.works, post=Post(), inside=lambda m: done.append(m.id), clock=lambda: later)
    assert done == [message_id]


def test_a_destination_that_is_paused_gets_nothing_until_it_is_not() -> None:
    here, _ = owing()

    def pause(*, paused: bool) -> None:
        def write(work: Work) -> None:
            before = work.destinations.get("harbour")
            work.destinations.save(replace(before, paused=paused, version=before.version + 1))

        here.works.run(write)

    post = Post()
    pause(paused=True)
    deliver(here, post)
    assert not post.sent
    pause(paused=False)
    deliver(here, post, at=NOW + timedelta(hours=1))
    assert len(post.sent) == 1


def test_a_message_that_was_given_up_is_sent_again_by_who_may() -> None:
    here, message_id = owing()
    with pytest.raises(NotDead):
        send_again(message_id, works=here.works, by=LEAD, now=NOW)
    deliver(here, Post())
    with pytest.raises(NotPermitted):
        send_again(message_id, works=here.works, by=ANN, now=NOW)
    send_again(message_id, works=here.works, by=LEAD, now=NOW)
    post = Post()
    deliver(here, post)
    assert post.sent == [message_id]


def test_what_is_owed_to_a_destination_that_was_removed_is_given_up_at_once() -> None:
    here, message_id = owing("gone")
    deliver(here, Post())
    assert message_of(here, message_id).state is MessageState.DEAD
    assert here.acts == ["message.give-up"]


def test_a_test_is_tried_once() -> None:
    here, message_id = owing()
    before = message_of(here, message_id)
    here.works.run(lambda work: work.outbox.save(replace(before, topic=TEST_TOPIC, version=2)))
    deliver(here, Post(taken=False))
    assert message_of(here, message_id).state is MessageState.DEAD


def test_all_that_was_given_up_is_made_due_and_what_is_due_is_left_alone() -> None:
    here, dead = owing("gone")
    deliver(here, Post())
    due = replace(message_of(here, dead), id=here.new_id("m"), state=MessageState.DUE, version=1)
    here.works.run(lambda work: work.outbox.add(due))
    assert send_all_again([dead, due.id], works=here.works, by=LEAD, now=NOW) == 1
    assert message_of(here, dead).state is MessageState.DUE
    assert here.acts == ["message.give-up", "message.replay"]
    with pytest.raises(NotPermitted):
        send_all_again([dead], works=here.works, by=ANN, now=NOW)
