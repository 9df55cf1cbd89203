"""What is owed to the platform, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lapwing.flows.deliver import TEST_TOPIC
from lapwing.model.platform import Message, MessageState
from lapwing.service.store.reads.rows import by_key, question, records
from lapwing.service.store.records.models import MessageRow

_LOOKED_AT = 20
_MOST_COUNTED = 1_000
"""Of what is owed: a thousand is as bad as more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a destination takes what is sent there.

    delivered_at: when it took the newest message that it took, or None. owed: how many are due; failing: how
        many of them were tried in vain; dead: how many were given up, tests apart. last_fault: how an attempt
        ended that failed lately; empty where none did.
    """

    delivered_at: datetime | None
    owed: int
    failing: int
    dead: int
    last_fault: str


@question
def delivery_to(destination: str, *, using: str = "default") -> Delivery:
    """Return how a destination takes what is sent there."""
    rows = by_key(MessageRow.objects.using(using), destination=destination)
    taken = records(rows.filter(state=MessageState.DELIVERED).order_by("-made_at", "-id")[:1], Message)
    due = records(rows.filter(state=MessageState.DUE).order_by("-made_at", "-id")[:_MOST_COUNTED], Message)
    dead = rows.filter(state=MessageState.DEAD).exclude(topic=TEST_TOPIC)
    newest_dead = records(dead.order_by("-made_at", "-id")[:_LOOKED_AT], Message)
    failing = [each for each in due if each.attempts]
    faulty = sorted((*failing, *newest_dead), key=lambda each: each.made_at, reverse=True)
    return Delivery(
        delivered_at=taken[0].delivered_at if taken else None,
        owed=len(due),
        failing=len(failing),
        dead=dead.count(),
        last_fault=faulty[0].last_status if faulty else "",
    )


@question
def messages(
    *,
    state: MessageState | None = None,
    destination: str | None = None,
    on: str | None = None,
    most: int = 50,
    after: int = 0,
    using: str = "default",
) -> Sequence[Message]:
    """Return messages, last made first; of a state, to a destination and about an id if asked for.

    after: how many to pass over, for the next page.
    """
    wanted = {"state": state, "destination": destination, "on": on}
    found = by_key(MessageRow.objects.using(using), **{name: each for name, each in wanted.items() if each})
    return records(found.order_by("-made_at", "-id")[after : after + most], Message)


@question
def message_counts(*, using: str = "default") -> Mapping[MessageState, int]:
    """Return how many messages are in each state, nought where there is none."""
    rows = MessageRow.objects.using(using).values_list("state").annotate(messages=Count("id")).order_by()
    return dict.fromkeys(MessageState, 0) | {MessageState(state): count for state, count in rows}
