"""Rows that are added at the end of a transaction, a table at a time.

Each statement is a trip to the database and back, and trips are most of what a write costs.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from lapwing.service.store.records.adding import Adding, add_all


class Doubtful(Exception):
    """One of those who share a transaction cannot be served on the quick way; they take the careful one."""


class Pending:
    """Rows to be added. One asked for by id is found here; before any other question all are added."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: dict[Adding, list[Sequence[Any]]] = {}
        self._new: set[Adding] = set()
        self._records: dict[tuple[str, str], Any] = {}

    def add(self, adding: Adding, values: Sequence[Any], *, each_is_new: bool) -> None:
        """Have a row added. each_is_new: it matters if one is there, as of all others of that table."""
        self._rows.setdefault(adding, []).append(values)
        if each_is_new:
            self._new.add(adding)

    def name(self, table: str, key: str, record: object) -> None:
        """Say which record a row to be added is."""
        self._records[table, key] = record

    def find(self, table: str, key: str) -> Any:  # noqa: ANN401  # a record of that table's kind
        """Return the record to be added to a table under that id, or None."""
        return self._records.get((table, key))

    def settle(self, *, cursor: CursorWrapper, alias: str) -> None:
        """Add every row.

        Raises:
            Doubtful: one that was to be new is there already.
        """
        rows, self._rows = self._rows, {}
        self._records.clear()
        new, self._new = self._new, set()
        if not rows:
            return
        added = add_all(rows, cursor=cursor, alias=alias)
        counted = zip(rows.items(), added, strict=True)
        if any(adding in new and count != len(some) for (adding, some), count in counted):
            raise Doubtful
