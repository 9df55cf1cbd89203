"""Sealed objects: what the vault holds, and what it held."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class SealedRow(Kept):
    """See model.evidence.Sealed."""

    content_id = KeyField()
    purpose = KeyField()
    master_key = KeyField()
    sealed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """An index for each question."""

        db_table = "records_sealed"
        indexes: ClassVar = [
            models.Index(fields=["content_id", "purpose", "sealed_at"], name="sealed_of_content"),
            models.Index(fields=["purpose", "sealed_at"], name="sealed_for_purpose"),
            models.Index(fields=["master_key"], name="sealed_under_key"),
        ]
