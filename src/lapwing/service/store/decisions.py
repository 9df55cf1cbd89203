"""Decisions as they were made, kept so that each can be explained and replayed."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
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
_ALL = "SELECT id, item, made_at, body FROM decision"
_SHORTEST = 6


class NoSuchDecision(BadInput):
    """No decision is kept under that id."""

    code = "lapwing.no-such-decision"


class Decisions:
    """The decisions kept in one SQLite file; the same decision about the same item is kept once."""

    def __init__(self, path: Path) -> None:
        """Keep decisions in *path*, which is made when first written to."""
        self._path = path

    def prepare(self) -> None:
        """Make the file if there is none.

        Raises:
            Unavailable: nothing can be kept there now.
            IntegrityLost: what is there is not what was written.
        """
        with self._writing():
            pass

    def keep(self, decisions: Iterable[tuple[str, Decision]], *, at: datetime) -> None:
        """Keep each (item, decision) as made at *at*: all of them or none.

        Raises:
            Unavailable: the file cannot be written now.
        """
        rows = [(each.id, _writable(item), at.isoformat(), canonical_bytes(each)) for item, each in decisions]
        with self._writing() as rows_of, rows_of:
            rows_of.executemany("INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?)", rows)

    def find(self, start: str) -> tuple[Kept, ...]:
        """Return the decisions whose id begins with *start*, which names one decision, for all its items.

        Raises:
            NoSuchDecision: none does, or more than one, or *start* is shorter than six characters.
            IntegrityLost: what was kept is not what can be read.
            Unavailable: the file cannot be read now.
        """
        if len(start) < _SHORTEST:
            raise NoSuchDecision(f"give at least {_SHORTEST} characters of the id")
        if not self._path.exists():
            kept = f"none has been kept in {self._path.parent}"
            raise NoSuchDecision(
                f"{start}; {kept}; those of a service are at its /v1/decisions/ and in its console"
            )
        with self._reading() as rows_of:
            rows = rows_of.execute(_FIND, (len(start), start)).fetchall()
        if not rows:
            raise NoSuchDecision(start)
        if len({row[0] for row in rows}) > 1:
            raise NoSuchDecision(f"{start} begins more than one; give more of it")
        return tuple(_kept(*row) for row in rows)

    def check(self, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Check the file's pages and layout; where *progress* is told (done, all), each decision too.

        Returns:
            How many decisions are kept.

        Raises:
            IntegrityLost: something is not what was written.
            Unavailable: the file cannot be read now.
        """
        if not self._path.exists():
            return 0
        with self._reading() as rows_of:
            self._check_pages(rows_of)
            (count,) = rows_of.execute("SELECT count(*) FROM decision").fetchone()
            if progress is not None:
                for done, row in enumerate(rows_of.execute(_ALL), start=1):
                    _kept(*row)
                    progress(done, count)
        return int(count)

    def _check_pages(self, rows_of: sqlite3.Connection) -> None:
        """Let SQLite look through its pages, and see that the table is the one that was made.

        Raises:
            IntegrityLost: it is not.
        """
        (says,) = rows_of.execute("PRAGMA integrity_check(1)").fetchone()
        if says != "ok":
            raise IntegrityLost(f"{self._path}: {says}")
        made = rows_of.execute("SELECT sql FROM sqlite_master WHERE name = 'decision'").fetchone()
        if made is None or made[0].split() != _SCHEMA.replace("IF NOT EXISTS ", "").split():
            raise IntegrityLost(f"{self._path} is not laid out as this version lays it out")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one piece of work, making it if there is none."""
        with self._faults_are_told():
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self._path, timeout=20)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(_SCHEMA)
                # Asks for the right to write, which opening and an existing table do not.
                connection.execute("BEGIN IMMEDIATE")
                connection.rollback()
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file to read in it."""
        # What nobody can write beside, nobody changes either; SQLite then needs no files of its own there.
        still = "" if os.access(self._path.parent, os.W_OK) else "&immutable=1"
        with (
            self._faults_are_told(),
            closing(
                sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro{still}", uri=True)
            ) as connection,
        ):
            yield connection

    @contextmanager
    def _faults_are_told(self) -> Iterator[None]:
        """Tell what SQLite says of damage, and what the system refuses.

        Raises:
            IntegrityLost: the file is not what was written.
            Unavailable: it cannot be had now.
        """
        try:
            yield
        except sqlite3.DatabaseError as refused:
            if _may_pass(refused):
                raise Unavailable(f"{self._path}: {refused}") from refused
            raise IntegrityLost(f"{self._path}: {refused}") from refused
        except OSError as refused:
            raise Unavailable(f"{self._path}: {refused.strerror}") from refused


# What the disk, the rights on it or other processes may cause; https://www.sqlite.org/rescode.html.
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
    }
)


def _may_pass(refused: sqlite3.DatabaseError) -> bool:
    """Say whether trying again may help; what Python itself refuses to read has no code, and will not."""
    code = getattr(refused, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _PASSING


def _writable(item: str) -> str:
    """Return a name as text; bytes in it that are not UTF-8, as file names may have them, are replaced."""
    return item.encode(errors="surrogateescape").decode(errors="replace")


def _kept(row_id: str, item: str, made_at: str, body: bytes) -> Kept:
    """Return one row as it was kept, or say that it is damaged: the id is the digest of the decision."""
    try:
        kept = Kept(decision=read_decision(body), item=item, made_at=datetime.fromisoformat(made_at))
    except (BadInput, ValueError) as refused:
        raise IntegrityLost("a kept decision cannot be read") from refused
    if kept.decision.id != row_id:
        raise IntegrityLost("a decision is kept under another id than its own")
    return kept
