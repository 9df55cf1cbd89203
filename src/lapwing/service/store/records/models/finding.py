"""Findings, with those that were undone."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class FindingRow(Kept):
    """See model.cases.Finding. reasoned: it says why."""

    case = KeyField()
    kind = KeyField()
    by = KeyField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    reasoned = models.BooleanField()

    class Meta:
        """An index for each question."""

        db_table = "records_finding"
        indexes: ClassVar = [
            models.Index(fields=["case", "at"], name="finding_of_case"),
            models.Index(fields=["at"], name="finding_made"),
        ]
