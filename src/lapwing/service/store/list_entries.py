"""The entries of one version: an SQLite file, written once in one canonical order and then only read."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from lapwing.lists.port import Fault
from lapwing.lists.reading import MOST_FAULTS, BadRows
from lapwing.lists.versions import Count, Written
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.lists import Category, Entry

_ROWS_AT_ONCE = 10_000
_SHORTEST_PACKED = 32
"""Hexadecimal digits from which a value is kept as bytes, in half the room."""

# These files are private to one writer until they are complete, and thrown away if it dies, so a journal
# of SQLite's own would protect nothing. A quarter of a gigabyte lets a million rows be sorted in memory.
_WRITING = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"

_STAGING = """
CREATE TABLE staged (
    id TEXT NOT NULL, kind TEXT NOT NULL, value ANY NOT NULL, item TEXT, category TEXT NOT NULL,
    added_on INTEGER, retired_on INTEGER, note TEXT NOT NULL, line INTEGER NOT NULL
) STRICT
"""
_ENTRIES = """
CREATE TABLE entry (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, value ANY NOT NULL, item TEXT, category TEXT NOT NULL,
    added_on INTEGER, retired_on INTEGER, note TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
# Retired entries are not in the index, and every look-up goes through the index: they cannot match.
_INDEX = "CREATE INDEX active_value ON entry (kind, value) WHERE retired_on IS NULL"
_COLUMNS = "id, kind, value, item, category, added_on, retired_on, note"
_TAKE = "INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COPY = f"INSERT INTO entry SELECT {_COLUMNS} FROM staging.staged ORDER BY id"  # noqa: S608 - ours
_TWICE = """
SELECT line, first FROM (SELECT line, min(line) OVER (PARTITION BY id) AS first FROM staged)
WHERE line > first ORDER BY line LIMIT ?
"""
_COUNT = "SELECT kind, count(*), count(retired_on) FROM entry GROUP BY kind ORDER BY kind"
# quote() writes each column as an SQL literal, so that no two entries can read the same.
_ALL_QUOTED = " || ".join(f"quote({name})" for name in _COLUMNS.split(", "))
_QUOTED = f"SELECT {_ALL_QUOTED} FROM entry ORDER BY id"  # noqa: S608 - ours
_EQUAL = (
    f"SELECT {_COLUMNS} FROM entry INDEXED BY active_value"  # noqa: S608 - ours
    " WHERE kind = ? AND value = ? AND retired_on IS NULL ORDER BY id LIMIT ?"
)
_VALUES = (
    "SELECT DISTINCT value FROM entry INDEXED BY active_value"
    " WHERE kind = ? AND retired_on IS NULL ORDER BY value"
)
_ALL = f"SELECT {_COLUMNS} FROM entry ORDER BY id"  # noqa: S608 - ours

Packed = tuple[str, str, str | bytes, str | None, str, int | None, int | None, str]
"""An entry as it is kept, in the order of its columns; days as date.toordinal counts them."""


class Staging:
    """Entries in the order of their file, on disk, until it is known that all of them can be taken."""

    def __init__(self, path: Path) -> None:
        """Keep them in a new file at *path*."""
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_WRITING + _STAGING)

    def add(self, numbered: Iterable[tuple[int, Entry]]) -> None:
        """Take (line, entry) pairs.

        Raises:
            Unavailable: the disk is full or does not answer.
        """
        rows = [(*_packed(entry), line) for line, entry in numbered]
        with _writing_fails_as_unavailable():
            self._connection.execute("BEGIN")
            self._connection.executemany(_TAKE, rows)
            self._connection.execute("COMMIT")

    def write(self, path: Path) -> Written:
        """Write every entry in the order of its id to a new file at *path*.

        Raises:
            BadRows: an id is there twice.
            Unavailable: the disk is full or does not answer.
        """
        with _writing_fails_as_unavailable(), closing(sqlite3.connect(path, isolation_level=None)) as target:
            target.executescript(_WRITING + _ENTRIES)
            target.execute("ATTACH ? AS staging", (str(self._path),))
            target.execute("BEGIN")
            try:
                target.execute(_COPY)
            except sqlite3.IntegrityError as twice:
                raise BadRows(self._faults()) from twice
            target.execute(_INDEX)
            target.execute("COMMIT")
            return _written(target)

    def _faults(self) -> tuple[Fault, ...]:
        """Return a fault for each line whose id is on an earlier line."""
        twice = self._connection.execute(_TWICE, (MOST_FAULTS,))
        return tuple(
            Fault(line=line, column="", says=f"its id is on line {first} already") for line, first in twice
        )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


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


def _written(connection: sqlite3.Connection) -> Written:
    """Return what all entries of a file came to."""
    digest = hashlib.sha256()
    quoted = connection.execute(_QUOTED)
    while rows := quoted.fetchmany(_ROWS_AT_ONCE):
        digest.update("\n".join(row for (row,) in rows).encode() + b"\n")
    counts = {
        kind: Count(active=entries - retired, retired=retired)
        for kind, entries, retired in connection.execute(_COUNT)
    }
    return Written(content_sha256=digest.hexdigest(), counts=counts)


def open_entries(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read, without a lock: the file never changes.

    Raises:
        IntegrityLost: it cannot be opened.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        # Processes share the pages instead of each copying them; 2 GB is the most SQLite allows.
        connection.execute("PRAGMA mmap_size=2147418112")
    except sqlite3.Error as refused:
        raise IntegrityLost(f"{path} cannot be opened: {refused}") from refused
    return connection


def equal(connection: sqlite3.Connection, kind: str, value: str, *, most: int) -> list[Entry]:
    """Return the first *most* active entries of a value, in the order of their ids."""
    return [_entry(row) for row in connection.execute(_EQUAL, (kind, _pack(value), most))]


def values(connection: sqlite3.Connection, kind: str) -> Iterator[str]:
    """Yield every distinct active value of a kind; those of one length and all in hexadecimal, ascending."""
    return (_unpack(value) for (value,) in connection.execute(_VALUES, (kind,)))


def codes(connection: sqlite3.Connection, kind: str) -> Iterator[bytes | str]:
    """Yield every distinct active value of a kind as kept, ascending: as bytes where it is hexadecimal."""
    return (value for (value,) in connection.execute(_VALUES, (kind,)))


def all_entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield every entry, retired ones too, in the order of the ids."""
    return map(_entry, connection.execute(_ALL))


def _packed(entry: Entry) -> Packed:
    """Return an entry as it is kept: hexadecimal as bytes, and no item where it is the id."""
    return (
        entry.id,
        entry.kind,
        _pack(entry.value),
        None if entry.item == entry.id else entry.item,
        entry.category.value,
        None if entry.added_on is None else entry.added_on.toordinal(),
        None if entry.retired_on is None else entry.retired_on.toordinal(),
        entry.note,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    """Return the entry that a kept row holds."""
    entry_id, kind, value, item, category, added_on, retired_on, note = row
    return Entry(
        id=entry_id,
        kind=kind,
        value=_unpack(value),
        item=entry_id if item is None else item,
        category=_CATEGORIES[category],
        added_on=None if added_on is None else date.fromordinal(added_on),
        retired_on=None if retired_on is None else date.fromordinal(retired_on),
        note=note,
    )


_CATEGORIES: Mapping[str, Category] = {category.value: category for category in Category}


def _pack(value: str) -> str | bytes:
    """Return a long value of lower-case hexadecimal digits as bytes, and any other as it is."""
    if len(value) < _SHORTEST_PACKED:
        return value
    try:
        packed = bytes.fromhex(value)
    except ValueError:
        return value
    return packed if packed.hex() == value else value


def _unpack(value: str | bytes) -> str:
    """Undo _pack."""
    return value if isinstance(value, str) else value.hex()
