"""A list file from the disk, read in pieces so that its size does not matter."""

from collections.abc import Iterator
from pathlib import Path

from lapwing.model.errors import BadInput

CHUNK_BYTES = 1 << 20


def read_in_chunks(path: Path) -> Iterator[bytes]:
    """Give the file's bytes, a megabyte at a time.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except OSError as refused:
        raise BadInput(f"{path} cannot be read: {refused.strerror}") from refused
