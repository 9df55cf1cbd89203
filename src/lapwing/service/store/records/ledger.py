"""Appending to the ledger, inside the transaction of what its lines are about."""

from collections.abc import Sequence

from django.db import connections
from django.db.backends.utils import CursorWrapper

from lapwing.evidence.ledger import Head, extend
from lapwing.model.acts import Act
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.records.session import moment

_HEAD = """
SELECT h."number", h."digest", l."at" FROM "records_head" h
LEFT JOIN "records_line" l ON l."number" = h."number" WHERE h."id" = 1
"""
_MOVE = 'UPDATE "records_head" SET "number" = %s, "digest" = %s WHERE "id" = 1'
_APPEND = """
INSERT INTO "records_line" ("number", "text", "digest", "act", "on", "by", "at")
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def append(acts: Sequence[Act], *, alias: str, cursor: CursorWrapper) -> None:
    """Make acts the ledger's next lines. Nobody else can append until the transaction is over.

    Raises:
        Unwritable: an act has no form as a line.
        IntegrityLost: the ledger's head is gone.
    """
    if not acts:
        return
    operations = connections[alias].ops
    # On SQLite the transaction has been the only writer since it began.
    cursor.execute(_HEAD + (" FOR UPDATE OF h" if connections[alias].features.has_select_for_update else ""))
    row = cursor.fetchone()
    if row is None:
        raise IntegrityLost("the ledger's head is gone")
    lines = extend(Head(row[0], bytes(row[1])), acts, last_at=None if row[2] is None else moment(row[2]))
    cursor.executemany(
        _APPEND,
        [
            (
                line.number,
                line.text.decode(),
                line.digest,
                line.act,
                line.on,
                line.by,
                operations.adapt_datetimefield_value(line.at),
            )
            for line in lines
        ],
    )
    cursor.execute(_MOVE, (lines[-1].number, lines[-1].digest))
