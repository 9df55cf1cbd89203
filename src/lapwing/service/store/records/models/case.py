"""Cases, and which items and contents are in them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class CaseRow(Kept):
    """See model.cases.Case."""

    queue = KeyField()
    priority = models.IntegerField()
    state = KeyField()
    account = KeyField(null=True)  # None is no account, and the empty text is nobody's
    opened_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    claimed_by = KeyField(null=True)  # None is nobody
    claimed_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The undecided ones are few, however many there have been."""

        db_table = "records_case"
        indexes: ClassVar = [
            models.Index(
                fields=["-priority", "opened_at", "id"],
                condition=~Q(state="decided"),
                name="case_to_take",
            ),
            models.Index(fields=["state", "opened_at"], name="case_in_state"),
        ]


class CaseItemRow(models.Model):
    """An item is in a case."""

    id = models.BigAutoField(primary_key=True)
    case = KeyField()
    item = KeyField()

    class Meta:
        """Once, and found from either side."""

        db_table = "records_case_item"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "item"], name="case_has_item")]
        indexes: ClassVar = [models.Index(fields=["item"], name="case_of_item")]


class CaseContentRow(models.Model):
    """A content is in a case."""

    id = models.BigAutoField(primary_key=True)
    case = KeyField()
    content_id = KeyField()

    class Meta:
        """Once, and found from either side."""

        db_table = "records_case_content"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "content_id"], name="case_has_content")
        ]
        indexes: ClassVar = [models.Index(fields=["content_id"], name="case_of_content")]
