"""What a database's refusal means for whoever writes."""

import sqlite3
from enum import Enum, auto

from django.db import Error, InterfaceError, OperationalError

from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.disk import DiskFull
from lapwing.service.store.records.session import Overtaken

# https://www.postgresql.org/docs/current/errcodes-appendix.html
# Serialization failure, deadlock, lock not free.
_CONFLICT_STATES = frozenset({"40001", "40P01", "55P03"})
# https://www.sqlite.org/rescode.html; the low byte says which, the others how exactly.
_CONFLICT_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_DATABASE, _DISK_FULL_STATE = sqlite3.SQLITE_NOTADB, "53100"


class DatabaseDamaged(IntegrityLost):
    """The database is not what was written: restore it from a backup, or move it away to begin another."""

    code = "lapwing.database-damaged"


class Fault(Enum):
    """What to do after a refusal."""

    CONFLICT = auto()  # begin again: somebody else was at it too
    GONE = auto()  # the database does not answer, or cannot write now
    DAMAGED = auto()  # what is there is not what was written
    REFUSED = auto()  # it answers, and will not do this


def fault_of(refused: Error | Overtaken) -> Fault:
    """Return what a refusal means."""
    if isinstance(refused, Overtaken):
        return Fault.CONFLICT
    cause = refused.__cause__
    code = _code(refused)
    if getattr(cause, "sqlstate", None) in _CONFLICT_STATES or code in _CONFLICT_CODES:
        return Fault.CONFLICT
    if code in _DAMAGE_CODES:
        return Fault.DAMAGED
    return Fault.GONE if isinstance(refused, OperationalError | InterfaceError) else Fault.REFUSED


def told(refused: Error | Overtaken) -> Unavailable | IntegrityLost:
    """Return a refusal as what the caller can act on; of whatever passes, that it does not answer now."""
    code = _code(refused)
    if code in _DAMAGE_CODES:
        return DatabaseDamaged("its file is no database" if code == _NO_DATABASE else "its file is damaged")
    if code == sqlite3.SQLITE_FULL or getattr(refused.__cause__, "sqlstate", None) == _DISK_FULL_STATE:
        return DiskFull("the database could not write")
    return Unavailable("the database does not answer")


def _code(refused: Error | Overtaken) -> int:
    """Return SQLite's own code of a refusal, without what says how exactly; 0 for none."""
    code: int = getattr(refused.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code
