"""A writer's way to the database, inside a transaction that it may share with other writers."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

from lapwing.service.store.records.adding import Adding
from lapwing.service.store.records.pending import Pending

if TYPE_CHECKING:
    from lapwing.model.decision import Surface

# Any number will do, as long as nobody else of this database takes it.
_JOINING_LOCK = 0x6C617077696E67


class Overtaken(Exception):
    """Another process changed what this writer had read in its transaction; it can begin again."""


def moment(kept: datetime | str) -> datetime:
    """Return a time that the driver gave: SQLite's has none, and gives the text that was kept."""
    at = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class Session:
    """What the writers of a transaction share, one after the other.

    careful: each statement is run when it is asked for, so that each refusal comes where it belongs.
    wrote: the present writer has written something.
    surfaces: those that were asked for in this transaction, which nearly every write does.
    seen: for each (table, id) that the present writer asked for, the version that it was given; 0 for none.
    """

    def __init__(self, alias: str, cursor: CursorWrapper, *, careful: bool) -> None:
        """Work by *cursor*, on the database of that Django alias."""
        self.alias = alias
        self.careful = careful
        self.pending = Pending()
        self.wrote = False
        self.surfaces: dict[str, Surface] = {}
        self.seen: dict[tuple[str, str], int] = {}
        self._connection = connections[alias]
        self._cursor = cursor
        self._adapt = self._connection.ops.adapt_datetimefield_value
        self._takes_times = self._connection.vendor == "postgresql"
        self._is_quiet = False

    def begin(self) -> None:
        """Let the next writer begin."""
        self.wrote = False
        self.seen.clear()

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows that a question gives."""
        self._cursor.execute(sql, self._prepared(values))
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def row_of(self, sql: str, key: str) -> tuple[Any, ...] | None:
        """Return the row that one id names, where none is pending that could be it."""
        self._is_quiet = True
        try:
            self._cursor.execute(sql, (key,))
        finally:
            self._is_quiet = False
        found: tuple[Any, ...] | None = self._cursor.fetchone()
        return found

    def change(self, sql: str, values: Sequence[Any]) -> int:
        """Return how many rows a statement changed."""
        wrote = self.wrote
        self._cursor.execute(sql, self._prepared(values))
        changed: int = self._cursor.rowcount
        self.wrote = wrote or changed > 0
        return changed

    def add(self, adding: Adding, values: Sequence[Any], *, each_is_new: bool) -> bool:
        """Add a row now or at the end. Say whether it was added; of one that is still to be, that it was."""
        if self.careful:
            return self.change(adding.one, values) > 0
        self.pending.add(adding, self._prepared(values), each_is_new=each_is_new)
        self.wrote = True
        return True

    def settle(self) -> None:
        """Add what is pending."""
        self._is_quiet = True
        try:
            self.pending.settle(cursor=self._cursor, alias=self.alias)
        finally:
            self._is_quiet = False

    def watch(
        self, execute: Callable[..., Any], sql: str, params: object, many: object, context: dict[str, Any]
    ) -> Any:  # noqa: ANN401  # what Django's own function returns
        """Run any statement of this connection, Django's own ones too; what is pending is there before it."""
        if not self._is_quiet:
            self.settle()
            self.wrote = self.wrote or not sql.lstrip().startswith("SELECT")
        return execute(sql, params, many, context)

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

    def _prepared(self, values: Sequence[Any]) -> list[Any]:
        """Return values as the database's driver takes them."""
        if self._takes_times:
            return list(values)
        return [self._adapt(each) if isinstance(each, datetime) else each for each in values]
