"""The platform is owed a message about what is now to be done with an item."""

from datetime import datetime

import msgspec

from lapwing.model.platform import Item, Message, action_for
from lapwing.model.works import NewId, Work


def tell(work: Work, item: Item, *, because: str, new_id: NewId, now: datetime) -> None:
    """Owe every destination that wants it a message about what is now to be done with *item*.

    because: the id of the decision or finding. The message names ids and steps, never content.
    """
    topic = "item.action"
    for destination in work.destinations.every():
        if destination.topics and topic not in destination.topics:
            continue
        message_id = new_id("m")
        body = {
            "id": message_id,
            "type": topic,
            "at": now.isoformat(),
            "item": item.id,
            "reference": item.reference,
            "surface": item.surface,
            "account": item.account,
            "action": action_for(item.step),
            "step": item.step,
            "because": because,
            "version": item.version,
        }
        work.outbox.add(
            Message(
                id=message_id,
                destination=destination.name,
                topic=topic,
                on=item.id,
                body=msgspec.json.encode(body).decode(),
                made_at=now,
                due_at=now,
            )
        )
