"""Untrusted bytes in an anonymous file that nobody can change any more, to be handed to a worker."""

import fcntl
import os
from types import TracebackType
from typing import Self

SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL


class Sealed:
    """A sealed memory file; closed on leaving its block.

    descriptor: of the file; read it by position, for everybody shares its offset.
    size_bytes: its length.
    """

    def __init__(self, untrusted_data: bytes) -> None:
        """Copy the bytes into a new file and seal it.

        Raises:
            OSError: there is no memory for it.
        """
        self.size_bytes = len(untrusted_data)
        self.descriptor = os.memfd_create("lapwing-job", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            self._fill(untrusted_data)
        except OSError:
            os.close(self.descriptor)
            raise

    def _fill(self, untrusted_data: bytes) -> None:
        rest = memoryview(untrusted_data)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]
        fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, SEALS)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; a worker that still has it keeps it until it closes its own copy."""
        os.close(self.descriptor)
