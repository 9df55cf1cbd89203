"""Arrays as plain .npy files that are checked when written and mapped, never copied, when opened."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lapwing.model.errors import IntegrityLost

CHUNK_BYTES = 4 * 1024 * 1024


class FileFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a file was when it was written: its size, and SHA-256 in hex over all of it."""

    size_bytes: int
    sha256: str


def write_array(path: Path, array: NDArray[Any]) -> FileFacts:
    """Write *array* as .npy, wait until it is on the disk, and return what the file is now."""
    plain = np.ascontiguousarray(array)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(plain))
    digest = hashlib.sha256()
    with path.open("xb") as file:
        # memoryview cannot cast an array without elements.
        body = plain.reshape(-1).view(np.uint8).data if plain.size else memoryview(b"")
        for piece in (memoryview(header.getvalue()), body):
            for start in range(0, len(piece), CHUNK_BYTES):
                chunk = piece[start : start + CHUNK_BYTES]
                digest.update(chunk)
                file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        return FileFacts(size_bytes=file.tell(), sha256=digest.hexdigest())


def map_array(path: Path, facts: FileFacts) -> NDArray[Any]:
    """Return the array in a file, mapped read-only so that processes share one copy.

    Raises:
        IntegrityLost: the file is missing, of another length, or no array.
    """
    check_length(path, facts)
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as no_array:
        # An array without elements cannot be mapped.
        if facts.size_bytes > CHUNK_BYTES:
            raise IntegrityLost(f"{path} is not an array: {no_array}") from no_array
        mapped = _read_small(path)
    return np.asarray(mapped)


def _read_small(path: Path) -> NDArray[Any]:
    """Return the array in a file that is too small to map.

    Raises:
        IntegrityLost: it holds no array.
    """
    try:
        array: NDArray[Any] = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as no_array:
        raise IntegrityLost(f"{path} is not an array: {no_array}") from no_array
    array.flags.writeable = False
    return array


def check_length(path: Path, facts: FileFacts) -> None:
    """Check that a file is there and as long as it was.

    Raises:
        IntegrityLost: it is not.
    """
    try:
        size_bytes = path.stat().st_size
    except FileNotFoundError as gone:
        raise IntegrityLost(f"{path} is gone") from gone
    if size_bytes != facts.size_bytes:
        raise IntegrityLost(f"{path} has {size_bytes} bytes, not {facts.size_bytes}")


def check_digest(path: Path, facts: FileFacts) -> None:
    """Read a whole file and check that not a bit of it has changed.

    Raises:
        IntegrityLost: it has.
    """
    check_length(path, facts)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != facts.sha256:
        raise IntegrityLost(f"{path} has digest {found}, not {facts.sha256}")


def facts_of(path: Path) -> FileFacts:
    """Return what a small file is now."""
    content = path.read_bytes()
    return FileFacts(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
