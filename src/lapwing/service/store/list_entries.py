"""The entries of one version: an SQLite file, written once in one canonical order and then only read."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lapwing.model.errors import IntegrityLost
from lapwing.model.lists import Category, Entry

SHORTEST_PACKED = 32
"""Hexadecimal digits from which a value is kept as bytes, in half the room."""

CREATE_ENTRIES = """
CREATE TABLE entry (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, value ANY NOT NULL, item TEXT, category TEXT NOT NULL,
    added_on INTEGER, retired_on INTEGER, note TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
# Retired entries are not in the index, and every look-up goes through the index: they cannot match.
CREATE_INDEX = "CREATE INDEX active_value ON entry (kind, value) WHERE retired_on IS NULL"
COLUMNS = "id, kind, value, item, category, added_on, retired_on, note"
_EQUAL = (
    f"SELECT {COLUMNS} FROM entry INDEXED BY active_value"  # noqa: S608 - ours
    " WHERE kind = ? AND value = ? AND retired_on IS NULL ORDER BY id LIMIT ?"
)
_VALUES = (
    "SELECT DISTINCT value FROM entry INDEXED BY active_value"
    " WHERE kind = ? AND retired_on IS NULL ORDER BY value"
)
_ALL = f"SELECT {COLUMNS} FROM entry ORDER BY id"  # noqa: S608 - ours


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
    return [_entry(row) for row in connection.execute(_EQUAL, (kind, pack(value), most))]


def values(connection: sqlite3.Connection, kind: str) -> Iterator[str]:
    """Yield every distinct active value of a kind; those of one length and all in hexadecimal, ascending."""
    return (_unpack(value) for (value,) in connection.execute(_VALUES, (kind,)))


def codes(connection: sqlite3.Connection, kind: str, *, at_once: int) -> Iterator[list[bytes | str]]:
    """Yield every distinct active value of a kind, ascending, so many at once; hexadecimal ones as bytes."""
    found = connection.execute(_VALUES, (kind,))
    while rows := found.fetchmany(at_once):
        yield [value for (value,) in rows]


def all_entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield every entry, retired ones too, in the order of the ids."""
    return map(_entry, connection.execute(_ALL))


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


def pack(value: str) -> str | bytes:
    """Return a long value of lower-case hexadecimal digits as bytes, and any other as it is."""
    if len(value) < SHORTEST_PACKED:
        return value
    try:
        packed = bytes.fromhex(value)
    except ValueError:
        return value
    return packed if packed.hex() == value else value


def _unpack(value: str | bytes) -> str:
    """Undo pack."""
    return value if isinstance(value, str) else value.hex()
