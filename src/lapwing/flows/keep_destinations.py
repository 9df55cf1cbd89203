"""Where webhooks go is written down by a person: added, changed, paused, tried, removed; each is an act."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from lapwing.flows.deliver import TEST_TOPIC
from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import Destination, Message
from lapwing.model.works import NewId, Work, Works

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

CHANGE_OVER = timedelta(hours=24)
"""So long the secret before signs beside a new one."""


class BadDestination(BadInput):
    """A destination cannot be as described."""

    code = "lapwing.bad-destination"


def put_destination(destination: Destination, *, works: Works, by: Actor, now: datetime) -> Destination:
    """Keep a destination, in the place of the one of its name if there is one; its version is ours to count.

    What is owed to it already goes to its new address.

    Raises:
        NotPermitted: *by* may not.
        BadDestination: its name is none.
        Changed: somebody else has changed it meanwhile.
    """
    by.require(Permission.DESTINATION_WRITE)
    if not _NAME.fullmatch(destination.name):
        raise BadDestination("a name is up to 64 lower-case letters, digits and hyphens")

    def write(work: Work) -> Destination:
        before = work.destinations.find(destination.name)
        if before is None:
            after = replace(destination, version=1)
            work.destinations.add(after)
        else:
            after = replace(destination, version=before.version + 1)
            if replace(after, version=before.version) == before:
                return before
            work.destinations.save(after)
        work.record(_act(after, by=by, now=now))
        return after

    return works.run(write)


def pause_destination(name: str, *, works: Works, by: Actor, now: datetime) -> Destination:
    """Send nothing there until it is resumed; what is owed meanwhile is kept.

    Raises:
        NotPermitted: *by* may not. Missing: there is none of that name.
    """
    return _change(name, paused=True, works=works, by=by, now=now)


def resume_destination(name: str, *, works: Works, by: Actor, now: datetime) -> Destination:
    """Send what is owed to it again.

    Raises:
        NotPermitted: *by* may not. Missing: there is none of that name.
    """
    return _change(name, paused=False, works=works, by=by, now=now)


def rotate_secret(name: str, secret_id: str, *, works: Works, by: Actor, now: datetime) -> Destination:
    """Sign what goes there with another secret; the one before signs beside it for CHANGE_OVER.

    Raises:
        NotPermitted: *by* may not. Missing: there is none of that name.
    """
    by.require(Permission.DESTINATION_WRITE)

    def write(work: Work) -> Destination:
        before = work.destinations.get(name)
        after = replace(
            before,
            secret_id=secret_id,
            former_secret_id=before.secret_id,
            former_until=now + CHANGE_OVER,
            version=before.version + 1,
        )
        work.destinations.save(after)
        work.record(_act(after, by=by, now=now))
        return after

    return works.run(write)


def remove_destination(name: str, *, why: str, works: Works, by: Actor, now: datetime) -> Destination:
    """Send nothing there any more; what is still owed to it is given up at the next attempt.

    Raises:
        NotPermitted: *by* may not. Missing: there is none of that name. BadDestination: nobody says why.
    """
    by.require(Permission.DESTINATION_WRITE)
    if not why.strip():
        raise BadDestination("a reason has to be given")

    def write(work: Work) -> Destination:
        gone = work.destinations.get(name)
        work.destinations.remove(gone)
        facts: dict[str, Fact] = {"secret": gone.secret_id}
        act = Act(act="destination.remove", on=name, by=by.id, at=now, why=why.strip(), facts=facts)
        work.record(act)
        return gone

    return works.run(write)


def send_test(name: str, *, works: Works, new_id: NewId, by: Actor, now: datetime) -> Message:
    """Owe a destination a message that asks for nothing, whatever its topics; it is tried once.

    Raises:
        NotPermitted: *by* may not. Missing: there is none of that name. BadDestination: it is paused.
    """
    by.require(Permission.DESTINATION_WRITE)
    message_id = new_id("m")
    body = {"id": message_id, "type": TEST_TOPIC, "at": now.isoformat()}
    message = Message(
        id=message_id,
        destination=name,
        topic=TEST_TOPIC,
        on=name,
        body=msgspec.json.encode(body).decode(),
        made_at=now,
        due_at=now,
    )

    def write(work: Work) -> Message:
        if work.destinations.get(name).paused:
            raise BadDestination("it is paused; resume it first")
        work.outbox.add(message)
        work.record(Act(act="destination.test", on=name, by=by.id, at=now, facts={"message": message_id}))
        return message

    return works.run(write)


def _change(name: str, *, paused: bool, works: Works, by: Actor, now: datetime) -> Destination:
    by.require(Permission.DESTINATION_WRITE)

    def write(work: Work) -> Destination:
        before = work.destinations.get(name)
        if before.paused is paused:
            return before
        after = replace(before, paused=paused, version=before.version + 1)
        work.destinations.save(after)
        work.record(_act(after, by=by, now=now))
        return after

    return works.run(write)


def _act(destination: Destination, *, by: Actor, now: datetime) -> Act:
    # The address itself may name a secret path of the platform's, and the ledger is for ever.
    facts: dict[str, Fact] = {
        "topics": tuple(sorted(destination.topics)),
        "paused": destination.paused,
        "secret": destination.secret_id,
    }
    return Act(act="destination.put", on=destination.name, by=by.id, at=now, facts=facts)
