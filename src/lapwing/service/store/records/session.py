"""One writer's way to the database, inside a transaction that it may share with other writers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

# Any number will do, as long as nobody else of this database takes it.
_JOINING_LOCK = 0x6C617077696E67


class Overtaken(Exception):
    """Another process changed what this writer had read in its transaction; it can begin again."""


class Session:
    """What a writer's shelves share.

    seen: for each (table, id) that the writer asked for, the version that it was given; 0 for none.
    """

    def __init__(self, alias: str, cursor: CursorWrapper) -> None:
        """Work by *cursor*, on the database of that Django alias."""
        self._connection = connections[alias]
        self._cursor = cursor
        self._adapt = self._connection.ops.adapt_datetimefield_value
        self.alias = alias
        self.seen: dict[tuple[str, str], int] = {}

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows that a question gives."""
        self._cursor.execute(sql, self._prepared(values))
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def change(self, sql: str, values: Sequence[Any]) -> int:
        """Return how many rows a statement changed."""
        self._cursor.execute(sql, self._prepared(values))
        changed: int = self._cursor.rowcount
        return changed

    def require_first(self, table: str, key: str, *, version: int) -> None:
        """Do nothing unless this writer has read that version here, and somebody else has been faster since.

        Raises:
            Overtaken: so it is.
        """
        if self.seen.get((table, key)) == version:
            raise Overtaken

    def join_in_turn(self) -> None:
        """Wait until nobody else is about to open or join a case, so that one content has one case.

        SQLite has one writer at a time anyway. Of PostgreSQL's, only those wait that ask for this.
        """
        if self._connection.vendor == "postgresql":
            self.rows("SELECT pg_advisory_xact_lock(%s)", (_JOINING_LOCK,))

    def moment(self, kept: datetime | str) -> datetime:
        """Return a time that the driver gave: SQLite's has none, and gives the text that was kept."""
        at = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def _prepared(self, values: Sequence[Any]) -> list[Any]:
        """Return values as the database's driver takes them."""
        return [self._adapt(each) if isinstance(each, datetime) else each for each in values]
