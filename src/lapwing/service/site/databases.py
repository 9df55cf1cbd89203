"""The database's address, as Django wants to be told it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lapwing.service.settings import BadSettings

# How long a writer waits for another process's transaction; ours take milliseconds.
_WAIT_SECONDS = 20
# What has been committed is on the disk, also when the power fails: https://www.sqlite.org/pragma.html#pragma_synchronous
_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
# So many threads of a process can talk to PostgreSQL at once; the others wait their turn, at most so long.
_MOST_CONNECTIONS, _WAIT_FOR_CONNECTION_SECONDS = 20, 5
# A server that is gone is noticed in ten seconds, and no statement waits longer for a lock.
_POSTGRES = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "application_name": "lapwing",
    # What each screening runs is prepared once a connection; Django's own statements never are.
    "prepare_threshold": 5,
    "options": "-c lock_timeout=10s",
}


def database(url: str, *, file: Path) -> dict[str, Any]:
    """Return Django's settings of the database at *url*; of the SQLite database in *file* if it is empty.

    Raises:
        BadSettings: it is the address of nothing that we can use.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as refused:
        raise BadSettings("the database address cannot be read") from refused
    match parts.scheme:
        case "":
            if url:
                raise BadSettings("the database address has to begin with sqlite:/// or postgres://")
            return _sqlite(file)
        case "sqlite" if parts.path.startswith("/") and not parts.netloc and not parts.query:
            return _sqlite(Path(unquote(parts.path)))
        case "postgres" | "postgresql":
            _require_driver()
            options = dict(parse_qsl(parts.query))
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.removeprefix("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": options.pop("host", unquote(parts.hostname or "")),
                "PORT": options.pop("port", str(port or "")),
                "OPTIONS": {**_POSTGRES, **options, "pool": _pool()},
                # One that died while it lay in the pool is not given out.
                "CONN_HEALTH_CHECKS": True,
            }
        case _:
            raise BadSettings("the database address has to begin with sqlite:/// or postgres://")


def _sqlite(file: Path) -> dict[str, Any]:
    """Return the settings of a database in a file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": _WAIT_SECONDS,
            "init_command": _SQLITE_START,
        },
        # A thread keeps its connection: opening one costs as much as several transactions.
        "CONN_MAX_AGE": None,
    }


def _require_driver() -> None:
    """Do nothing where PostgreSQL can be talked to.

    Raises:
        BadSettings: its driver is not installed.
    """
    try:
        import psycopg_pool  # noqa: F401, PLC0415  # an extra: only who names a server needs it
    except ImportError as missing:
        raise BadSettings("PostgreSQL needs psycopg: pip install 'lapwing[postgres]'") from missing


def _pool() -> dict[str, Any]:
    """Return the settings of a process's pool of PostgreSQL connections."""
    return {"min_size": 1, "max_size": _MOST_CONNECTIONS, "timeout": _WAIT_FOR_CONNECTION_SECONDS}
