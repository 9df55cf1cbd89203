"""One `up` for one home folder: a second one is told, and changes nothing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapwing.model.errors import Unavailable

LOCK_FILE = ".running"
_ONLY_OWNER = 0o700


class AlreadyRunning(Unavailable):
    """`lapwing up` runs on this home folder already; stop that one first."""

    code = "lapwing.already-running"
    retryable = False


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Be the only one of this machine that runs a home folder, for the length of a block.

    The system lets go of it however the process ends, and no process that is started inherits it.

    Raises:
        AlreadyRunning: somebody else does.
    """
    home.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
    opened = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise AlreadyRunning(str(home)) from None
    try:
        yield
    finally:
        os.close(opened)
