"""Decisions, as they were made."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class DecisionRow(models.Model):
    """See model.decision.Kept. id: in the order of keeping. matches, gaps: how many there are."""

    id = models.BigAutoField(primary_key=True)
    decision = KeyField()
    item = KeyField()
    made_at = models.DateTimeField()
    surface = KeyField()
    step = KeyField()
    matches = models.PositiveIntegerField()
    gaps = models.PositiveIntegerField()
    body = models.TextField()

    class Meta:
        """The same decision about the same item is kept once."""

        db_table = "records_decision"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "item"], name="decision_about_item"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "made_at"], name="decision_of_item"),
            models.Index(fields=["made_at"], name="decision_made"),
        ]
