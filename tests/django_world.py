"""Django for tests, and databases for it: each test gets one of its own, as the migrations leave it.

A folder of tests that needs it says so in its conftest.py:

    from tests.django_world import database, postgres, postgres_url, sqlite, sqlite_template

and a test asks for `sqlite`, `postgres`, or `database` for both in turn. Whichever it is becomes Django's
"default" database for the length of the test. Tests on PostgreSQL are slow ones.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from lapwing.service.site.databases import database as database_settings
from lapwing.service.site.settings import SiteSettings, django_settings
from tests.postgres_server import fast_server

if not settings.configured:
    settings.configure(
        **django_settings(
            SiteSettings(home=Path("/nonexistent"), allowed_hosts=("testserver", "localhost")),
            key="for tests alone " * 4,
        )
    )
    django.setup(set_prefix=False)

# Every transaction waits for the disk; what a test writes need not get there.
_QUICK = Path("/dev/shm")  # noqa: S108  # each test has a folder of its own in it
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.slow))
"""Parameters for a test that is to run on both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A test's own database. kind: `sqlite` or `postgres`; url: what DATABASE_URL would say."""

    kind: str
    url: str


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """Give a SQLite file that the migrations have made; every test gets a copy."""
    with TemporaryDirectory(prefix="lapwing-sqlite-") as folder:
        path = Path(folder) / "template.sqlite"
        with _as_default(f"sqlite://{path}"):
            call_command("migrate", verbosity=0)
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the address of a PostgreSQL database that the migrations have made."""
    given = os.environ.get("LAPWING_TEST_PG")
    with nullcontext(given) if given else fast_server() as server, _made(server) as url:
        with _as_default(url):
            call_command("migrate", verbosity=0)
            _note_beginning()
        yield url


@pytest.fixture
def sqlite(sqlite_template: Path) -> Iterator[Database]:
    """Give a SQLite database of the test's own, in memory where the system offers a folder there."""
    with TemporaryDirectory(prefix="lapwing-sqlite-", dir=_QUICK if _QUICK.is_dir() else None) as folder:
        url = f"sqlite://{shutil.copy(sqlite_template, Path(folder) / 'lapwing.sqlite')}"
        with _as_default(url):
            yield Database(kind="sqlite", url=url)


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """Give a PostgreSQL database in which there is what the migrations put there, and nothing else."""
    with _as_default(postgres_url):
        _begin_again()
        yield Database(kind="postgres", url=postgres_url)


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """Give a database of the test's own, SQLite and PostgreSQL in turn."""
    given: Any = request.getfixturevalue(request.param)
    assert isinstance(given, Database)
    return given


@contextmanager
def _made(server: str) -> Iterator[str]:
    """Give the address of a new database on the server, for as long as needed."""
    name = f"lapwing_{uuid.uuid4().hex}"
    _ask_server(server, f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8')
    try:
        yield _named(server, name)
    finally:
        _ask_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask_server(server: str, sql: str) -> None:
    """Run a statement about databases.

    By a connection that Django does not know: a thread of a test that ends late may have opened Django's pool
    anew, to the very database that is to go.
    """
    import psycopg  # noqa: PLC0415  # an extra, without which there is no PostgreSQL either

    with psycopg.connect(_named(server, "postgres"), autocommit=True) as connection:
        connection.execute(sql.encode())


def _note_beginning() -> None:
    """Put what the migrations wrote aside: to copy a whole database for each test takes ten times as long."""
    _execute("CREATE SCHEMA beginning")
    for table in connections["default"].introspection.table_names():
        _execute(f'CREATE TABLE beginning."{table}" AS TABLE public."{table}"')


def _begin_again() -> None:
    """Put back what the migrations wrote, and take everything else out."""
    with transaction.atomic():
        for table in connections["default"].introspection.table_names():
            _execute(f'DELETE FROM public."{table}"')  # noqa: S608  # a table's own name
            _execute(f'INSERT INTO public."{table}" SELECT * FROM beginning."{table}"')  # noqa: S608  # the same


def _execute(sql: str) -> None:
    """Run a statement."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def _as_default(url: str) -> Iterator[None]:
    """Make a database Django's default one, and let go of it afterwards."""
    before = connections.settings["default"]
    _let_go()
    connections.settings["default"] = connections.configure_settings(
        {"default": database_settings(url, file=Path("/nonexistent"))}
    )["default"]
    try:
        yield
    finally:
        _let_go()
        connections.settings["default"] = before


def _let_go() -> None:
    """Close this thread's connection, and the pool of all of them."""
    connection = connections["default"]
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    del connections["default"]


def _named(url: str, name: str) -> str:
    """Return the address of a database on the server at *url*."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
