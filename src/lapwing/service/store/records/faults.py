"""What a database's refusal means for whoever writes."""

import sqlite3
from enum import Enum, auto

from django.db import Error, InterfaceError, OperationalError

from lapwing.service.store.records.session import Overtaken

# https://www.postgresql.org/docs/current/errcodes-appendix.html
# Serialization failure, deadlock, lock not free.
_CONFLICT_STATES = frozenset({"40001", "40P01", "55P03"})
# https://www.sqlite.org/rescode.html; the low byte says which, the others how exactly.
_CONFLICT_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


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
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if getattr(cause, "sqlstate", None) in _CONFLICT_STATES or code in _CONFLICT_CODES:
        return Fault.CONFLICT
    if code in _DAMAGE_CODES:
        return Fault.DAMAGED
    return Fault.GONE if isinstance(refused, OperationalError | InterfaceError) else Fault.REFUSED
