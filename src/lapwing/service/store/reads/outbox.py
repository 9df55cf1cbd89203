"""What is owed to the platform, and what became of it."""

from collections.abc import Mapping, Sequence

from django.db.models import Count

from lapwing.model.platform import Message, MessageState
from lapwing.service.store.reads.rows import by_key, question, records
from lapwing.service.store.records.models import MessageRow


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
