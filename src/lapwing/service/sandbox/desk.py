"""The desk of a worker: memory that the parent writes and the worker reads, kept from job to job."""

import fcntl
import mmap
import os
from contextlib import suppress

DESK_BYTES = 8 * 1024 * 1024
"""What is larger than this goes to the worker in a file of its own."""

FIXED = fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK
# include/uapi/linux/fcntl.h, since Linux 5.1: nobody can map it writable any more, or write to it.
FUTURE_WRITE = 0x0010


class Desk:
    """Shared memory, so that an everyday picture costs one copy and no new pages.

    descriptor: to be handed to the worker, which cannot write through it.
    """

    def __init__(self) -> None:
        """Make the memory.

        Raises:
            OSError: there is none.
        """
        self.descriptor = os.memfd_create("lapwing-desk", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(self.descriptor, DESK_BYTES)
            self._memory = mmap.mmap(self.descriptor, DESK_BYTES)
            self._seal()
        except OSError:
            os.close(self.descriptor)
            raise

    def _seal(self) -> None:
        fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, FIXED)
        # Where the kernel cannot, the worker could scribble on its own desk, which nobody reads but itself.
        with suppress(OSError):
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, FUTURE_WRITE | fcntl.F_SEAL_SEAL)

    def put(self, untrusted_data: bytes) -> None:
        """Lay the bytes, at most DESK_BYTES, at the start of the desk."""
        self._memory[: len(untrusted_data)] = untrusted_data

    def close(self) -> None:
        """Give the memory back; calling it again does nothing."""
        if not self._memory.closed:
            self._memory.close()
            os.close(self.descriptor)
