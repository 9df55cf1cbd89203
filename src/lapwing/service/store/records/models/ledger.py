"""The ledger: its lines, where it ends, and signed checkpoints of it."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.keys import KeyField

HEAD = 1
"""The id of the one row that says where the ledger ends."""


class LineRow(models.Model):
    """See evidence.ledger.Line. text: the line itself, which alone is hashed; the rest is to find it by."""

    number = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    digest = models.BinaryField(max_length=32)
    act = KeyField()
    on = KeyField()
    by = KeyField()
    at = models.DateTimeField()

    class Meta:
        """An index for each question."""

        db_table = "records_line"
        indexes: ClassVar = [
            models.Index(fields=["on", "number"], name="line_on"),
            models.Index(fields=["act", "number"], name="line_of_act"),
            models.Index(fields=["by", "number"], name="line_by"),
        ]


class HeadRow(models.Model):
    """Where the ledger ends; whoever appends holds this row's lock until the transaction is over."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        """There is one."""

        db_table = "records_head"


class CheckpointRow(models.Model):
    """A signed checkpoint. size: of how many lines; root: their Merkle root; text: the signed note itself.

    frontier: what the next checkpoint goes on from; see evidence.merkle.Frontier.packed.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()
    frontier = models.BinaryField()

    class Meta:
        """By size."""

        db_table = "records_checkpoint"
