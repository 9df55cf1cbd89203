"""Outgoing messages: owed, delivered or given up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class MessageRow(Kept):
    """See model.platform.Message."""

    destination = KeyField()
    topic = KeyField()
    on = KeyField()
    state = KeyField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """Those that are due are few, however many were delivered."""

        db_table = "records_message"
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(state="due"), name="message_due"),
            models.Index(fields=["state", "made_at"], name="message_in_state"),
            models.Index(fields=["on"], name="message_on"),
        ]
