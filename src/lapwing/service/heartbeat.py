"""The worker says that it lives, by the time of a file in the home folder, which servers share with it."""

from datetime import UTC, datetime
from pathlib import Path

from lapwing.model.errors import Unavailable

BEAT_FILE = ".worker"


def beat(home: Path) -> None:
    """Say that a worker lives now.

    Raises:
        Unavailable: the file cannot be written.
    """
    try:
        (home / BEAT_FILE).touch(mode=0o600)
    except OSError as refused:
        raise Unavailable(f"{home / BEAT_FILE}: {refused.strerror}") from refused


def last_beat(home: Path) -> datetime | None:
    """Return when a worker said so last; None where none ever did."""
    try:
        return datetime.fromtimestamp((home / BEAT_FILE).stat().st_mtime, UTC)
    except OSError:
        return None
