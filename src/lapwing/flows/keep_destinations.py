"""Where webhooks go is written down by a person: added, changed, paused; each of it is an act."""

import re
from dataclasses import replace
from datetime import datetime

from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import Destination
from lapwing.model.works import Work, Works

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


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
