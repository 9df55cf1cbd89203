"""The ledger as checkpoints are made of it: its length, its lines in order, and the checkpoints."""

from collections.abc import Sequence

from django.db import connections

from lapwing.evidence.checkpoints import read_note
from lapwing.evidence.merkle import unpacked
from lapwing.flows.checkpoint import Kept
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.reads.ledger import head
from lapwing.service.store.reads.rows import question
from lapwing.service.store.records.models import CheckpointRow, LineRow

_KEEP = """
INSERT INTO "records_checkpoint" ("size", "root", "at", "text", "frontier") VALUES (%s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""


class DjangoBook:
    """See flows.checkpoint.LedgerBook."""

    def __init__(self, alias: str = "default") -> None:
        """Read and keep in the database of that alias."""
        self._alias = alias

    def length(self) -> int:
        """Return how many lines there are."""
        return head(using=self._alias).number

    @question
    def texts(self, *, after: int, most: int) -> Sequence[bytes]:
        """Return the texts of the lines after that number, in order, at most so many.

        Raises:
            IntegrityLost: one of them is missing.
        """
        found = LineRow.objects.using(self._alias).filter(number__gt=after, number__lte=after + most)
        rows = list(found.order_by("number").values_list("number", "text"))
        if [number for number, _ in rows] != list(range(after + 1, after + 1 + most)):
            raise IntegrityLost("a line of the ledger is missing")
        return [text.encode() for _, text in rows]

    @question
    def last(self) -> Kept | None:
        """Return the newest checkpoint, or None.

        Raises:
            IntegrityLost: it is not what was written.
        """
        row = CheckpointRow.objects.using(self._alias).order_by("-size").first()
        if row is None:
            return None
        note, frontier = row.text.encode(), unpacked(bytes(row.frontier))
        made = read_note(note).checkpoint
        if (made.size, made.root) != (frontier.size, frontier.root()):
            raise IntegrityLost("a checkpoint of the ledger is not what was signed")
        return Kept(checkpoint=made, note=note, frontier=frontier)

    @question
    def keep(self, kept: Kept) -> bool:
        """Keep a checkpoint; say False where there is one of that length already, and change nothing."""
        made = kept.checkpoint
        connection = connections[self._alias]
        at = connection.ops.adapt_datetimefield_value(made.at)
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, (made.size, made.root, at, kept.note.decode(), kept.frontier.packed()))
            return bool(cursor.rowcount)
