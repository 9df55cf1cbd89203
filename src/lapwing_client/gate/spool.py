"""A request's body as the platform will get it: kept once, screened and handed on from the same place."""

import io
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Self

from lapwing_client.gate.refusal import UNREADABLE, Refusal


class Spool:
    """Bytes in memory, and in a temporary file without a name beyond that; any number of threads may read."""

    def __init__(self, *, memory_bytes: int, most_bytes: int) -> None:
        """Keep at most *most_bytes*, of them *memory_bytes* in memory."""
        self._most_bytes = most_bytes
        self._file = SpooledTemporaryFile(max_size=memory_bytes)  # noqa: SIM115  # close() does
        self._turn = Lock()
        self.size = 0

    def write(self, untrusted_data: bytes) -> None:
        """Add bytes.

        Raises:
            Refusal: they are too many.
        """
        if self.size + len(untrusted_data) > self._most_bytes:
            raise Refusal(UNREADABLE, f"the body is larger than {self._most_bytes} bytes")
        with self._turn:
            self._file.seek(self.size)
            self._file.write(untrusted_data)
            self.size += len(untrusted_data)

    def read_at(self, start: int, size: int) -> bytes:
        """Return up to *size* bytes from *start*."""
        with self._turn:
            self._file.seek(start)
            return self._file.read(size)

    def view(self, start: int, size: int) -> "View":
        """Return a stretch of it as a file."""
        return View(self, start, size)

    def whole(self) -> "View":
        """Return all of it as a file."""
        return View(self, 0, self.size)

    def close(self) -> None:
        """Forget it."""
        with self._turn:
            self._file.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget it."""
        self.close()


class View(io.RawIOBase):
    """A stretch of a spool as a file that can only be read."""

    def __init__(self, spool: Spool, start: int, size: int) -> None:
        """Show *size* bytes from *start*."""
        super().__init__()
        self._spool, self._start, self.size, self._at = spool, start, size, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed names its own Buffer
        """Read into *buffer*; return how many bytes there were."""
        found = self._spool.read_at(self._start + self._at, min(len(buffer), self.size - self._at))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place in it, and return that."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = min(max(0, origin + offset), self.size)
        return self._at

    def tell(self) -> int:
        """Return the place in it."""
        return self._at
