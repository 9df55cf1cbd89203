"""Whether a disk takes more: asked by whoever has to say so before a request finds out."""

import errno
import os
import tempfile
from pathlib import Path

from lapwing.model.errors import Unavailable

PROBE_BYTES = 4096
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# So the object store passes on what the system said: https://docs.rs/object_store, `local::Error`.
_FULL_WORDS = tuple(f"os error {number}" for number in sorted(_FULL))


class DiskFull(Unavailable):
    """The disk is full, so nothing more can be kept; make room."""

    code = "lapwing.unavailable.disk-full"


def require_room(folder: Path, *, least_bytes: int) -> None:
    """Do nothing where so many bytes are free and a small file can be written.

    Raises:
        DiskFull: they are not, or it cannot, for want of room.
        OSError: it cannot, for another reason.
    """
    free = free_bytes(folder)
    if free < least_bytes:
        raise DiskFull(f"{free // 1024:,} KiB are free, at least {least_bytes // 1024:,} have to be")
    try:
        # A quota, or a disk without another file to give, is seen by writing alone.
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(PROBE_BYTES))
    except OSError as refused:
        if is_full(refused):
            raise DiskFull("no file can be written") from refused
        raise


def free_bytes(folder: Path) -> int:
    """Return how many bytes this user may still write on the disk of *folder*."""
    facts = os.statvfs(folder)
    return facts.f_bavail * facts.f_frsize


def is_full(refused: Exception) -> bool:
    """Say whether something was refused because a disk, or a user's part of it, is full."""
    if isinstance(refused, OSError) and refused.errno is not None:
        return refused.errno in _FULL
    return any(words in str(refused) for words in _FULL_WORDS)
