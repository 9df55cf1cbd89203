"""A home is made ready for the service: keys, database, surfaces, an administrator; what is there stays."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.flows.tell_us import put_surface
from lapwing.model.errors import IntegrityLost
from lapwing.model.people import Actor, Role
from lapwing.service.clock import now
from lapwing.service.settings import Settings, read_settings
from lapwing.service.site.environment import read_surroundings
from lapwing.service.site.settings import start_django
from lapwing.service.store.kms import open_master_keys
from lapwing.service.store.notary import KEYS_FILE
from lapwing.service.wiring.keys import ledger_keys_folder, master_keys_folder

if TYPE_CHECKING:
    from lapwing.service.store.records.works import DjangoWorks


class LedgerGone(IntegrityLost):
    """This home has a ledger that was signed, and the database has none."""

    code = "lapwing.ledger-gone"


SETTING_UP = Actor(id="engine", roles=frozenset({Role.ADMINISTRATOR}))
"""Lapwing itself, at its first start."""

LOCK_FILE = ".preparing"
_ONLY_OWNER = 0o700
# Any number that nobody else of the same database takes.
_LOCK = 0x6C617077_7072


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What was made. surfaces: how many were taken from the settings.

    link: the path of the page on which the first administrator sets a password; empty if there was one.
    """

    administrator: str = ""
    link: str = ""
    surfaces: int = 0


def prepare(home: Path, environment: Mapping[str, str]) -> Prepared:
    """Make ready what is not ready yet, and say what was made. Django is started, which can be done once.

    Raises:
        BadSettings: a setting cannot be used.
        Unavailable: the folder, the keys or the database cannot be had.
        IntegrityLost: the database is damaged, or not the one of this home's ledger.
    """
    settings = read_settings(home)
    home.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
    with _alone(home):
        open_master_keys(master_keys_folder(home), environment)
        start_django(read_surroundings(home, environment).site)
        _migrate()
        _require_its_ledger(home)
        return _first_things(settings)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Wait until nobody else of this machine prepares the same home."""
    opened = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _migrate() -> None:
    """Bring the database to where this version wants it.

    Raises:
        Unavailable: it does not answer. IntegrityLost: it is damaged, or its file is no database at all.
    """
    from django.core.management import call_command  # noqa: PLC0415  # after Django is made ready
    from django.db import Error, connection  # noqa: PLC0415  # the same

    from lapwing.service.store.records.faults import told  # noqa: PLC0415  # the same

    try:
        if connection.vendor == "postgresql":
            # Two machines that start at once would both change it.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
                call_command("migrate", verbosity=0)
                cursor.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))
        else:
            call_command("migrate", verbosity=0)
    except Error as refused:
        raise told(refused) from refused


def _require_its_ledger(home: Path) -> None:
    """Refuse an empty database in a home whose ledger has been signed: one key would sign two histories.

    Raises:
        LedgerGone: the ledger is not there.
    """
    from lapwing.service.store.reads.ledger import head  # noqa: PLC0415  # after Django is made ready

    keys = ledger_keys_folder(home)
    if (keys / KEYS_FILE).exists() and head().number == 0:
        raise LedgerGone(f"restore the database, or put {keys} aside to begin another ledger")


def _first_things(settings: Settings) -> Prepared:
    """Keep the surfaces of the settings if there are none, and an administrator if there is nobody."""
    from lapwing.service.people.keeping import first_administrator  # noqa: PLC0415  # after Django is ready
    from lapwing.service.people.links import path_of  # noqa: PLC0415  # the same
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # the same

    works = DjangoWorks()
    surfaces = _surfaces(settings, works)
    invited = first_administrator(works=works, now=now())
    if invited is None:
        return Prepared(surfaces=surfaces)
    return Prepared(administrator=invited.username, link=path_of(invited.token), surfaces=surfaces)


def _surfaces(settings: Settings, works: "DjangoWorks") -> int:
    if works.run(lambda work: work.surfaces.every()):
        return 0
    for surface in settings.surfaces:
        put_surface(surface, works=works, by=SETTING_UP, now=now())
    return len(settings.surfaces)
