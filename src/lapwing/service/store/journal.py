"""What was added to and removed from a live index since its base: records at the end of a file, checksummed.

A record is a header (mark, checksum of the rest of the header, checksum of the body, body length, number),
and a body (one byte for the act, the count, the keys, the codes if it adds). Numbers follow each other.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from zlib import crc32

import numpy as np

from lapwing.lists.index.codes import CODE_BYTES, Codes, Rows
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.folders import sync_folder

_MARK = b"LWJ1"
_HEADER = struct.Struct("<4sIIQQ")
_CHECKED = struct.Struct("<IQQ")  # the part of the header that its checksum covers
_BODY = struct.Struct("<BQ")
_KEY = np.dtype("<i8")


class Act(IntEnum):
    """What a record does."""

    ADD = 1
    REMOVE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One addition or removal.

    keys: (n,) int64. codes: (n, 32) uint8 for an addition, (0, 32) for a removal.
    """

    act: Act
    keys: Rows
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A change as it was written: its number, and where in the file it ends, in bytes."""

    change: Change
    number: int
    end: int


def read_records(path: Path, *, start: int, number: int) -> Iterator[Record]:
    """Give each whole record from byte *start* on, the first of which has *number*.

    A record that was cut short by a crash ends the file; it was never acknowledged.

    Raises:
        IntegrityLost: a record is not what was written.
    """
    with path.open("rb") as file:
        file.seek(start)
        while header := file.read(_HEADER.size):
            rest_bytes = path.stat().st_size - file.tell()
            if len(header) < _HEADER.size or not any(header):
                _check_nothing_follows(header + file.read(), path)
                return
            body_crc, length = _checked_header(header, number, path)
            if length > rest_bytes:
                return
            body = file.read(length)
            if crc32(body) != body_crc:
                raise IntegrityLost(f"record {number} of {path} has another checksum")
            yield Record(change=_change(body, path), number=number, end=file.tell())
            number += 1


def _check_nothing_follows(rest: bytes, path: Path) -> None:
    """Check that what is left is the beginning of a header, or zeros that the file system put there.

    Raises:
        IntegrityLost: there is more.
    """
    if any(rest) and not (len(rest) < _HEADER.size and rest[: len(_MARK)] == _MARK[: len(rest)]):
        raise IntegrityLost(f"{path} has a damaged record before its end")


def _checked_header(header: bytes, number: int, path: Path) -> tuple[int, int]:
    """Return (checksum, length) of the body.

    Raises:
        IntegrityLost: the header is damaged, or is of another record.
    """
    mark, header_crc, body_crc, length, found = _HEADER.unpack(header)
    if mark != _MARK or header_crc != crc32(header[8:]):
        raise IntegrityLost(f"the header of record {number} of {path} is damaged")
    if found != number:
        raise IntegrityLost(f"record {found} of {path} stands where {number} should")
    return body_crc, length


def _change(body: bytes, path: Path) -> Change:
    """Return the change that a body describes.

    Raises:
        IntegrityLost: it describes none.
    """
    act, count = _BODY.unpack_from(body)
    keys_end = _BODY.size + count * _KEY.itemsize
    codes = np.frombuffer(body[keys_end:], np.uint8)
    if act not in set(Act) or len(codes) != (count * CODE_BYTES if act == Act.ADD else 0):
        raise IntegrityLost(f"{path} has a record that this version cannot read")
    keys = np.frombuffer(body[_BODY.size : keys_end], _KEY).astype(np.int64)
    return Change(act=Act(act), keys=keys, codes=codes.reshape(-1, CODE_BYTES))


class Journal:
    """A journal that is being written; a record is on the disk when append returns.

    number: of the record that comes next. broken: nothing may be appended any more.
    """

    def __init__(self, path: Path, *, end: int, number: int) -> None:
        """Go on at byte *end* with record *number*; what is behind *end* is cut off."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._end = end
        self.number = number
        self.broken = False
        try:
            self._cut()
            sync_folder(path.parent)
        except OSError:
            os.close(self._file)
            raise

    def append(self, change: Change) -> None:
        """Write one change and wait until it is on the disk.

        Raises:
            OSError: it could not be written; it is as if it had never been tried.
            IntegrityLost: an earlier one could be neither written nor undone.
        """
        if self.broken:
            raise IntegrityLost("the journal could not be repaired after a failed write; open it anew")
        record = _record(change, self.number)
        try:
            _write_all(self._file, record, self._end)
            os.fsync(self._file)
        except OSError:
            self._undo()
            raise
        self._end += len(record)
        self.number += 1

    def _undo(self) -> None:
        """Cut off what a failed write left, so that nothing is written behind it."""
        self.broken = True
        self._cut()
        self.broken = False

    def _cut(self) -> None:
        """End the file where its last whole record ends."""
        os.ftruncate(self._file, self._end)
        os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _record(change: Change, number: int) -> bytes:
    """Return the bytes of a record."""
    body = _BODY.pack(change.act, len(change.keys)) + change.keys.astype(_KEY).tobytes()
    body += change.codes.tobytes()
    checked = _CHECKED.pack(crc32(body), len(body), number)
    return _MARK + struct.pack("<I", crc32(checked)) + checked + body


def _write_all(file: int, content: bytes, position: int) -> None:
    """Write all of *content* at *position*."""
    rest = memoryview(content)
    while rest:
        written = os.pwrite(file, rest, position)
        position += written
        rest = rest[written:]
