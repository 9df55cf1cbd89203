"""Appending to the ledger, inside the transaction of what its lines are about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connections
from django.db.backends.utils import CursorWrapper

from lapwing.evidence.ledger import Head, Line, extend
from lapwing.model.acts import Act
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.records.adding import adding, run_prepared
from lapwing.service.store.records.models import LineRow
from lapwing.service.store.records.session import moment

_HEAD = 'SELECT "number", "digest" FROM "records_head" WHERE "id" = 1'
_LAST_AT = 'SELECT "at" FROM "records_line" WHERE "number" = %s'
_MOVE = 'UPDATE "records_head" SET "number" = %s, "digest" = %s WHERE "id" = 1'


def append(
    acts: Sequence[Act], *, alias: str, cursor: CursorWrapper, known: Line | None = None
) -> Line | None:
    """Make acts the ledger's next lines; return the last. Nobody else can append until this is committed.

    known: a line that was once the last. If it still is it need not be asked for.

    Raises:
        Unwritable: an act has no form as a line.
        IntegrityLost: the ledger's head is gone.
    """
    if not acts:
        return known
    # On SQLite the transaction has been the only writer since it began.
    cursor.execute(_HEAD + (" FOR UPDATE" if connections[alias].features.has_select_for_update else ""))
    row = cursor.fetchone()
    if row is None:
        raise IntegrityLost("the ledger's head is gone")
    head = Head(row[0], bytes(row[1]))
    last_at = known.at if known is not None and known.head == head else _last_at(head, cursor)
    lines = extend(head, acts, last_at=last_at)
    _write(lines, alias=alias, cursor=cursor)
    return lines[-1]


def _last_at(head: Head, cursor: CursorWrapper) -> datetime | None:
    """Return when the last line was made, or None if there is none.

    It is asked for once the head is locked: a statement that had to wait for the lock does not see the line
    that whoever held it has just made.
    """
    cursor.execute(_LAST_AT, (head.number,))
    row = cursor.fetchone()
    return None if row is None else moment(row[0])


def _write(lines: Sequence[Line], *, alias: str, cursor: CursorWrapper) -> None:
    """Write lines, and that the ledger ends with the last of them."""
    connection, table = connections[alias], adding(LineRow, may_be_there=False)
    adapted = connection.ops.adapt_datetimefield_value
    rows = [
        (line.number, line.text.decode(), line.digest, line.act, line.on, line.by, adapted(line.at))
        for line in lines
    ]
    head = (lines[-1].number, lines[-1].digest)
    if connection.vendor == "postgresql":
        both = f'WITH "lines" AS ({table.many}) {_MOVE}'
        run_prepared(both, (table.as_json(rows), *head), connection=connection)
        return
    cursor.executemany(table.one, rows)
    cursor.execute(_MOVE, head)
