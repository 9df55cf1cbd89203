"""The service of one home folder, for a command: Django is made ready, the database looked at, all opened."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lapwing.model.errors import Unavailable
from lapwing.model.works import Works
from lapwing.service.settings import read_settings
from lapwing.service.site.environment import DATABASE_URL, read_surroundings
from lapwing.service.site.settings import DATABASE_FILE, start_django
from lapwing.service.wiring.service import Service, open_service


class NotPrepared(Unavailable):
    """The database of this home has not been prepared; `lapwing up` does it."""

    code = "lapwing.not-prepared"
    retryable = False


def start_here(home: Path, environment: Mapping[str, str]) -> None:
    """Make Django ready for the home folder's database. It can be done once in a process.

    Raises:
        NotPrepared: the database is not there, or an earlier Lapwing's.
        IntegrityLost: it is damaged, or its file is no database at all.
        Unavailable: it does not answer now.
    """
    site = read_surroundings(home, environment).site
    if not site.database_url and not home.is_dir():
        raise NotPrepared(str(home))
    start_django(site)
    # Only now can they be imported.
    from django.db import Error, connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from lapwing.service.store.records.faults import told  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connections["default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as refused:
        raise told(refused) from refused
    if waiting:
        raise NotPrepared(f"{len(waiting)} changes to it are waiting")


def has_service(home: Path, environment: Mapping[str, str]) -> bool:
    """Say whether a home has a database of the service's, without looking into it."""
    return bool(environment.get(DATABASE_URL)) or (home / DATABASE_FILE).exists()


def works_here(home: Path, environment: Mapping[str, str]) -> Works:
    """Return the works of a home folder that `lapwing up` has prepared, and open nothing else.

    Raises:
        NotPrepared, Unavailable, IntegrityLost: as start_here.
    """
    start_here(home, environment)
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # after Django is ready

    return DjangoWorks()


def let_go() -> None:
    """Close the connections that this process has to the database."""
    from django.db import connections  # noqa: PLC0415  # after Django is made ready

    connections.close_all()


@contextmanager
def open_here(home: Path, environment: Mapping[str, str]) -> Iterator[Service]:
    """Give the service of a home folder that `lapwing up` has prepared.

    Raises:
        NotPrepared: it has not. BadSettings, Unavailable, IntegrityLost: as open_service.
    """
    start_here(home, environment)
    vault = read_surroundings(home, environment).vault
    with open_service(home, read_settings(home), vault_address=vault, environment=environment) as service:
        yield service
