"""Commands that need the extra `service` say so in words where it is not installed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.model.errors import Unavailable

if TYPE_CHECKING:
    from lapwing.service.wiring.service import Service

NEEDED = ("cryptography", "django", "granian", "httpx", "ninja", "obstore")


class NotInstalled(Unavailable):
    """This command needs the service's libraries: install `lapwing[service]`."""

    code = "lapwing.not-installed"
    retryable = False


def require_service() -> None:
    """Do nothing where the extra is installed.

    Raises:
        NotInstalled: it is not.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise NotInstalled(f"missing: {', '.join(missing)}")


def opened_to_read(home: Path) -> None:
    """Make the database of a home folder ready to be read, and open nothing else of its service.

    Raises:
        NotInstalled, NotPrepared: as opened.
    """
    require_service()
    from lapwing.service.wiring.here import start_here  # noqa: PLC0415  # needs the extra

    start_here(home, os.environ)


@contextmanager
def opened(home: Path) -> Iterator["Service"]:
    """Give the service of a home folder.

    Raises:
        NotInstalled: the extra is missing. NotPrepared: `lapwing up` has never run here.
    """
    require_service()
    from lapwing.service.wiring.here import open_here  # noqa: PLC0415  # needs the extra

    with open_here(home, os.environ) as service:
        yield service
