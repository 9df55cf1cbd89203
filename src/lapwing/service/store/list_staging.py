"""Entries on their way into a version: taken in the order of their file, then put in that of their ids."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lapwing.lists.batches import Batch
from lapwing.lists.port import Fault
from lapwing.lists.reading import MOST_FAULTS, BadRows
from lapwing.lists.versions import Count, Written
from lapwing.model.errors import Unavailable
from lapwing.service.store.list_entries import COLUMNS, CREATE_ENTRIES, CREATE_INDEX
from lapwing.service.store.list_travel import CannotTravel, Field, travelling

MOST_ROWS = 8192
"""So many entries travel together."""

_ROWS_AT_ONCE = 10_000

# These files are private to one writer until they are complete, and thrown away if it dies, so a journal
# of SQLite's own would protect nothing.
_WRITING = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
# Of what is appended nothing is read again soon; what is sorted, is sorted in runs of that many bytes.
_APPENDING = "PRAGMA cache_size=-4096; PRAGMA temp_store=MEMORY;"
_SORTING = "PRAGMA cache_size=-131072;"

_STAGING = f"""
CREATE TABLE staged (
    id TEXT NOT NULL, kind TEXT NOT NULL, value ANY NOT NULL, item TEXT, category TEXT NOT NULL,
    added_on INTEGER, retired_on INTEGER, note TEXT NOT NULL, line INTEGER NOT NULL
) STRICT;
CREATE TEMP TABLE place (i INTEGER PRIMARY KEY) STRICT;
WITH RECURSIVE counted (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i < {MOST_ROWS - 1})
INSERT INTO place SELECT i FROM counted;
"""  # noqa: S608 - a number of ours
_COPY = f"INSERT INTO entry SELECT {COLUMNS} FROM staging.staged ORDER BY id"  # noqa: S608 - ours
_TWICE = """
SELECT line, first FROM (SELECT line, min(line) OVER (PARTITION BY id) AS first FROM staged)
WHERE line > first ORDER BY line LIMIT ?
"""


class Staging:
    """Entries in the order of their file, on disk, until it is known that all of them can be taken."""

    def __init__(self, path: Path) -> None:
        """Keep them in a new file at *path*."""
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_WRITING + _APPENDING + _STAGING)
        self._active: Counter[str] = Counter()
        self._retired: Counter[str] = Counter()
        self._same = _Same()

    def add(self, batch: Batch) -> None:
        """Take entries.

        Raises:
            Unavailable: the disk is full or does not answer.
        """
        active = batch.retired_on.count(None)
        self._active[batch.kind] += active
        self._retired[batch.kind] += len(batch) - active
        with _writing_fails_as_unavailable():
            self._connection.execute("BEGIN")
            for start in range(0, len(batch), MOST_ROWS):
                self._take(batch.part(start, start + MOST_ROWS))
            self._connection.execute("COMMIT")

    def _take(self, batch: Batch) -> None:
        """Take entries that travel together, or in halves."""
        try:
            fields = list(travelling(batch))
        except CannotTravel:
            half = len(batch) // 2
            self._take(batch.part(0, half))
            self._take(batch.part(half, len(batch)))
            return
        self._same.see(fields)
        values = ", ".join(field.sql for field in fields)
        bound = {name: value for field in fields for name, value in field.bound.items()}
        self._connection.execute(
            f"INSERT INTO staged SELECT {values} FROM place WHERE i < :rows",  # noqa: S608 - ours
            {**bound, "rows": len(batch)},
        )

    def write(self, path: Path) -> Written:
        """Write every entry in the order of its id to a new file at *path*.

        Raises:
            BadRows: an id is there twice.
            Unavailable: the disk is full or does not answer.
        """
        with _writing_fails_as_unavailable(), closing(sqlite3.connect(path, isolation_level=None)) as target:
            target.executescript(_WRITING + _SORTING + CREATE_ENTRIES)
            target.execute("ATTACH ? AS staging", (str(self._path),))
            target.execute("BEGIN")
            try:
                target.execute(_COPY)
            except sqlite3.IntegrityError as twice:
                raise BadRows(self._faults()) from twice
            target.execute(CREATE_INDEX)
            target.execute("COMMIT")
            return Written(content_sha256=self._digest(target), counts=self._counts())

    def _digest(self, target: sqlite3.Connection) -> str:
        """Return SHA-256 over every entry, each written as SQL literals, so that no two can read the same."""
        digest = hashlib.sha256()
        sql, bound = self._same.quoted(target)
        entries = target.execute(f"SELECT {sql} FROM entry ORDER BY id", bound)  # noqa: S608 - ours
        while rows := entries.fetchmany(_ROWS_AT_ONCE):
            digest.update("\n".join([row for (row,) in rows]).encode() + b"\n")
        return digest.hexdigest()

    def _counts(self) -> dict[str, Count]:
        """Return how many entries there are, by kind."""
        return {
            kind: Count(active=self._active[kind], retired=self._retired[kind])
            for kind in sorted(self._active)
        }

    def _faults(self) -> tuple[Fault, ...]:
        """Return a fault for each line whose id is on an earlier line."""
        twice = self._connection.execute(_TWICE, (MOST_FAULTS,))
        return tuple(
            Fault(line=line, column="", says=f"its id is on line {first} already") for line, first in twice
        )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class _Same:
    """Which columns have one value in all entries; each is then quoted once and not in every row."""

    def __init__(self) -> None:
        self._value: dict[str, object] = {}
        self._varies: set[str] = set()

    def see(self, fields: list[Field]) -> None:
        """Take note of more entries."""
        for field in fields:
            if not field.same or self._value.setdefault(field.name, field.value) != field.value:
                self._varies.add(field.name)

    def quoted(self, connection: sqlite3.Connection) -> tuple[str, dict[str, object]]:
        """Return an SQL expression for all columns of an entry as literals, and what is bound to it."""
        parts, bound, before = [], {}, ""
        for name in COLUMNS.split(", "):
            if name in self._varies or name not in self._value:
                parts += [f":before_{name}", f"quote({name})"]
                bound[f"before_{name}"], before = before, ""
            else:
                before += connection.execute("SELECT quote(?)", (self._value[name],)).fetchone()[0]
        return " || ".join([*parts, ":after"]), {**bound, "after": before}


@contextmanager
def _writing_fails_as_unavailable() -> Iterator[None]:
    """Say of an error while writing that it may be tried again.

    Raises:
        Unavailable: the disk is full or does not answer.
    """
    try:
        yield
    except sqlite3.Error as refused:
        raise Unavailable(f"the entries cannot be written: {refused}") from refused
