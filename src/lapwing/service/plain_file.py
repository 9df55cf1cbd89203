"""Files that people name, opened so that a pipe or device in their place neither waits nor never ends."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_plain(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    Raises:
        OSError: it cannot be opened, or is no regular file.
    """
    # Without O_NONBLOCK a named pipe waits for its writer, and opening a device can already do something.
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return os.fdopen(opened, "rb")
    os.close(opened)
    raise OSError(errno.EINVAL, "it is no regular file", os.fspath(path))


def why_not(refused: OSError) -> str:
    """Return in plain words why a file could not be read."""
    if isinstance(refused, FileNotFoundError):
        return "there is no such file"
    return refused.strerror or "it cannot be read"
