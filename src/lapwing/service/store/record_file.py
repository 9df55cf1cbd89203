"""A record in a JSON file: read whole, or said to be lost, or not to be had now."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lapwing.model.errors import IntegrityLost, Unavailable

S = TypeVar("S")

# What a record that is gone, or replaced by a folder, gives; any other refusal says nothing about the record.
GONE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
# Bytes that are no JSON, no UTF-8, or nested too deep to be anything of ours.
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def read_record(path: Path, shape: type[S]) -> S:
    """Return the record of *shape* in a file.

    Raises:
        IntegrityLost: it is gone, or is not what was written.
        Unavailable: the file cannot be read now, for instance because this user may not.
    """
    return decoded(read_whole(path), shape, path)


def read_whole(path: Path) -> bytes:
    """Return the bytes of a file that has to be there; raises as read_record does."""
    try:
        return path.read_bytes()
    except GONE as gone:
        raise IntegrityLost(f"{path} is gone") from gone
    except OSError as refused:
        raise Unavailable(f"{path}: {refused.strerror}") from refused


def decoded(content: bytes, shape: type[S], path: Path) -> S:
    """Return the record that *content*, of *path*, states.

    Raises:
        IntegrityLost: it states none.
    """
    try:
        record: Any = msgspec.json.decode(content, type=shape)
    except UNREADABLE as unreadable:
        raise IntegrityLost(f"{path}: {unreadable}") from unreadable
    return record  # type: ignore[no-any-return]  # msgspec has checked it against the shape
