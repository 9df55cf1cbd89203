"""Items: what appeared on the platform."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class ItemRow(Kept):
    """See model.platform.Item."""

    surface = KeyField()
    reference = KeyField()
    account = KeyField(null=True)  # None is no account, and the empty text is nobody's
    content_id = KeyField()
    received_at = models.DateTimeField()
    state = KeyField()
    step = KeyField()
    published_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """An index for each question."""

        db_table = "records_item"
        indexes: ClassVar = [
            models.Index(fields=["content_id", "received_at"], name="item_of_content"),
            models.Index(fields=["state", "received_at"], name="item_in_state"),
            models.Index(fields=["surface", "reference"], name="item_by_reference"),
            models.Index(fields=["account", "received_at"], name="item_of_account"),
        ]
