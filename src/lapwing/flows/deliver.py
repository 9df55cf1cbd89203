"""What is owed is sent until it is taken: claimed, tried, and noted, each attempt at most once at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from lapwing.flows.learn import INSIDE
from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput, LapwingError
from lapwing.model.people import ENGINE, Actor, Permission
from lapwing.model.platform import Destination, Message, MessageState
from lapwing.model.works import Work, Works

LEASE = timedelta(minutes=2)
"""How long a worker has a message; after it another may try. Longer than any attempt may take."""

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before each further attempt. Source: Standard Webhooks, "Deliverability and reliability"."""


TEST_TOPIC = "webhook.test"
"""A message that a person sends to see whether a destination takes any; it is tried once."""


class NotDead(BadInput):
    """The message is still being sent; there is nothing to send again yet."""

    code = "lapwing.not-dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How an attempt ended.

    taken: the receiver has it. status: the HTTP status, or the name of the fault. is_last: another attempt
        would end like this one.
    """

    taken: bool
    status: str
    is_last: bool = False


class Post(Protocol):
    """Carries a message to a destination outside."""

    def send(self, message: Message, destination: Destination, *, now: datetime) -> Reply:
        """Try once, and return how it ended; never raises for what the receiver does."""
        ...


def deliver_due(
    *,
    works: Works,
    post: Post,
    inside: Callable[[Message], None],
    clock: Callable[[], datetime],
    most: int = 50,
) -> int:
    """Try every message that is due, up to *most* of them; return how many there were.

    inside: does what a message to ourselves asks for; a LapwingError is an attempt that failed.
    """
    ENGINE.require(Permission.OUTBOX_SEND)
    claimed = works.run(lambda work: _claim(work, now=clock(), most=most))
    for message, destination in claimed:
        reply = _tried(message, destination, post=post, inside=inside, now=clock())
        _keep(works, message.id, reply, now=clock())
    return len(claimed)


def send_again(message_id: str, *, works: Works, by: Actor, now: datetime) -> Message:
    """Make a message that was given up or delivered due once more.

    Raises:
        NotPermitted: *by* may not. NotDead: it is being sent. Missing: there is no such message.
    """
    by.require(Permission.OUTBOX_REPLAY)

    return works.run(lambda work: _again(work, message_id, by=by, now=now))


def send_all_again(message_ids: Sequence[str], *, works: Works, by: Actor, now: datetime) -> int:
    """Make those of some messages that were given up due once more; return how many there were.

    Raises:
        NotPermitted: *by* may not. Missing: one is not there.
    """
    by.require(Permission.OUTBOX_REPLAY)

    def write(work: Work) -> int:
        dead = [each for each in message_ids if work.outbox.get(each).state is MessageState.DEAD]
        for each in dead:
            _again(work, each, by=by, now=now)
        return len(dead)

    return works.run(write)


def _again(work: Work, message_id: str, *, by: Actor, now: datetime) -> Message:
    message = work.outbox.get(message_id)
    if message.state is MessageState.DUE:
        raise NotDead
    after = replace(
        message,
        state=MessageState.DUE,
        attempts=0,
        due_at=now,
        held_until=None,
        version=message.version + 1,
    )
    work.outbox.save(after)
    work.record(Act(act="message.replay", on=message.id, by=by.id, at=now, facts={"about": message.on}))
    return after


def _claim(work: Work, *, now: datetime, most: int) -> list[tuple[Message, Destination | None]]:
    destinations = {each.name: each for each in work.destinations.every()}
    claimed: list[tuple[Message, Destination | None]] = []
    for message in work.outbox.due(now=now, most=most):
        destination = destinations.get(message.destination)
        if destination is not None and destination.paused:
            after = replace(message, due_at=now + WAITS[1], version=message.version + 1)
            work.outbox.save(after)
            continue
        after = replace(message, held_until=now + LEASE, version=message.version + 1)
        work.outbox.save(after)
        claimed.append((after, destination))
    return claimed


def _tried(
    message: Message,
    destination: Destination | None,
    *,
    post: Post,
    inside: Callable[[Message], None],
    now: datetime,
) -> Reply:
    if message.destination == INSIDE:
        try:
            inside(message)
        except LapwingError as fault:
            return Reply(taken=False, status=fault.code)
        return Reply(taken=True, status="done")
    if destination is None:
        return Reply(taken=False, status="no such destination", is_last=True)
    reply = post.send(message, destination, now=now)
    return replace(reply, is_last=message.topic == TEST_TOPIC)


def _keep(works: Works, message_id: str, reply: Reply, *, now: datetime) -> None:
    works.run(lambda work: _note(work, message_id, reply, now=now))


def _note(work: Work, message_id: str, reply: Reply, *, now: datetime) -> None:
    """Keep how an attempt ended; when there is to be no further one, that is an act."""
    message = work.outbox.get(message_id)
    attempts = message.attempts + 1
    after = replace(
        message, attempts=attempts, held_until=None, last_status=reply.status, version=message.version + 1
    )
    facts: dict[str, Fact] = {
        "about": message.on,
        "destination": message.destination,
        "attempts": attempts,
        "status": reply.status,
    }
    if reply.taken:
        after = replace(after, state=MessageState.DELIVERED, delivered_at=now)
        work.record(Act(act="message.deliver", on=message.id, by=ENGINE.id, at=now, facts=facts))
    elif reply.is_last or attempts > len(WAITS):
        after = replace(after, state=MessageState.DEAD)
        work.record(Act(act="message.give-up", on=message.id, by=ENGINE.id, at=now, facts=facts))
    else:
        after = replace(after, due_at=now + WAITS[attempts - 1])
    work.outbox.save(after)
