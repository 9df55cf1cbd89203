"""Decisions as they were made, kept so that each can be explained and replayed."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from lapwing.model.decision import Decision, Kept
from lapwing.model.errors import BadInput, IntegrityLost, Unavailable
from lapwing.policy.decide import canonical_bytes, read_decision

_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
    id TEXT NOT NULL, item TEXT NOT NULL, made_at TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (id, item)
) STRICT, WITHOUT ROWID
"""
_FIND = "SELECT id, item, made_at, body FROM decision WHERE substr(id, 1, ?) = ? ORDER BY made_at, item"
_SHORTEST = 6


class NoSuchDecision(BadInput):
    """No decision is kept under that id."""

    code = "lapwing.no-such-decision"


class Decisions:
    """The decisions kept in one SQLite file; the same decision about the same item is kept once."""

    def __init__(self, path: Path) -> None:
        """Keep decisions in *path*, which is made when first written to."""
        self._path = path

    def keep(self, decisions: Iterable[tuple[str, Decision]], *, at: datetime) -> None:
        """Keep each (item, decision) as made at *at*: all of them or none.

        Raises:
            Unavailable: the file cannot be written now.
        """
        rows = [(each.id, _writable(item), at.isoformat(), canonical_bytes(each)) for item, each in decisions]
        with self._open() as rows_of, rows_of:
            rows_of.executemany("INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?)", rows)

    def find(self, start: str) -> tuple[Kept, ...]:
        """Return the decisions whose id begins with *start*, which names one decision, for all its items.

        Raises:
            NoSuchDecision: none does, or more than one, or *start* is shorter than six characters.
            IntegrityLost: what was kept is not what can be read.
        """
        if len(start) < _SHORTEST:
            raise NoSuchDecision(f"give at least {_SHORTEST} characters of the id")
        with self._open() as rows_of:
            rows = rows_of.execute(_FIND, (len(start), start)).fetchall()
        if not rows:
            raise NoSuchDecision(start)
        if len({row[0] for row in rows}) > 1:
            raise NoSuchDecision(f"{start} begins more than one; give more of it")
        return tuple(_kept(item, made_at, body) for _, item, made_at, body in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one piece of work."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self._path, timeout=20)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(_SCHEMA)
                yield connection
        except sqlite3.DatabaseError as refused:
            if isinstance(refused, sqlite3.OperationalError):
                raise Unavailable(f"{self._path}: {refused}") from refused
            raise IntegrityLost(f"{self._path}: {refused}") from refused
        except OSError as refused:
            raise Unavailable(f"{self._path}: {refused}") from refused


def _writable(item: str) -> str:
    """Return a name as text; bytes in it that are not UTF-8, as file names may have them, are replaced."""
    return item.encode(errors="surrogateescape").decode(errors="replace")


def _kept(item: str, made_at: str, body: bytes) -> Kept:
    """Return one row as it was kept, or say that it is damaged."""
    try:
        return Kept(decision=read_decision(body), item=item, made_at=datetime.fromisoformat(made_at))
    except (BadInput, ValueError) as refused:
        raise IntegrityLost("a kept decision cannot be read") from refused
