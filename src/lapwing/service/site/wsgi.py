"""The site as a WSGI application, opened in the process that serves."""

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Thread

from lapwing.model.errors import LapwingError
from lapwing.model.signals import Family, Signal
from lapwing.service.site.slowness import Application, patient
from lapwing.service.wiring.here import open_here
from lapwing.service.wiring.service import Service

# Objects that are made and still there; a group of a batch has about so many.
_MOST_NEW = 20_000
# Before whatever else ends with the process.
_FIRST = 100


@contextmanager
def open_site(home: Path, environment: Mapping[str, str]) -> Iterator[Application]:
    """Give the application of a home folder; what is under way when the block ends is finished.

    Raises:
        NotPrepared: the database has not been prepared.
        BadSettings, Unavailable, IntegrityLost: as open_here.
    """
    _quieten()
    with open_here(home, environment) as service:
        # The framework can only be asked for once it is ready.
        from lapwing.service.site.doors import open_doors  # noqa: PLC0415
        from lapwing.service.site.handlers import both_handlers  # noqa: PLC0415

        with open_doors(service):
            Thread(target=_warm, args=(service,), name="lapwing-warm", daemon=True).start()
            yield patient(both_handlers(), seconds=service.settings.serving.seconds_for)


def load(home: Path, environment: Mapping[str, str]) -> Application:
    """Return the application, to be closed when the process ends."""
    opened = open_site(home, environment)
    application = opened.__enter__()
    _collect_seldom()
    Finalize(None, opened.__exit__, args=(None, None, None), exitpriority=_FIRST)
    return application


def _collect_seldom() -> None:
    """Look for garbage in what is made from here on, and seldom: nearly all of it is no longer held by then.

    Else every few texts some are looked through that are under way, and now and then all that the site is.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MOST_NEW)


def _quieten() -> None:
    """Keep addresses and traces of requests, which can name people, out of the log."""
    for name in ("django.request", "django.security"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _warm(service: Service) -> None:
    """Do once what is slow the first time: start the confined processes, and search the lists.

    What hinders it is told by /ready, and to whoever asks for it.
    """
    with suppress(LapwingError):
        service.kit.matcher.match([_ANY])
        service.pool.confinement()


_ANY = Signal(kind="pdq", value="5a" * 32, detector="pdq", quality=100, family=Family.FULL)
"""A fingerprint of nothing."""
