"""What is remembered of content, and look-backs."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class FingerprintsRow(models.Model):
    """See model.look_backs.Fingerprints: one row a content, whatever is remembered of it."""

    content_id = KeyField(primary_key=True)
    kind = KeyField()
    seen_at = models.DateTimeField()
    packed = models.BinaryField()

    class Meta:
        """Walked through in the order of time."""

        db_table = "records_fingerprints"
        indexes: ClassVar = [models.Index(fields=["seen_at", "content_id"], name="fingerprints_seen")]


class LookBackRow(Kept):
    """See model.look_backs.LookBack."""

    list_name = KeyField()
    state = KeyField()
    changed_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """The newest of a list is asked for, and which were done when."""

        db_table = "records_look_back"
        indexes: ClassVar = [
            models.Index(fields=["list_name", "begun_at"], name="look_back_of_list"),
            models.Index(fields=["state", "begun_at"], name="look_back_in_state"),
            models.Index(fields=["done_at"], name="look_back_done"),
        ]
