"""The ledger as files that somebody else can verify: lines, checkpoints, keys, and a manifest of them.

lines.jsonl         a line of the ledger in each row, as it was hashed, in order and from the first
checkpoints.jsonl   {"note": "…"}: a signed checkpoint in each row, oldest first
keys.jsonl          {"key": "name+id+key", "since": "…Z", "until": "…Z" or null}: a public key in each row
manifest.json       the format, origin and time, how many of each, and each file's size and SHA-256
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, TypeVar

import msgspec

from lapwing.evidence.canonical import NotAFact, canonical
from lapwing.evidence.instants import instant, read_instant
from lapwing.evidence.public_keys import KeyPeriod, NotAKey, read_key
from lapwing.model.acts import Fact
from lapwing.model.errors import BadInput

FORMAT = "lapwing-ledger/1"
LINES, CHECKPOINTS, KEYS, MANIFEST = "lines.jsonl", "checkpoints.jsonl", "keys.jsonl", "manifest.json"
# Longer than any row can be; the rest of a longer one is read as rows of its own, which are none.
MOST_ROW_BYTES = 512 * 1024
_PIECE_BYTES = 256 * 1024

T = TypeVar("T")
Made = TypeVar("Made")


class NotAnExport(BadInput):
    """This row is not one of a ledger's export."""

    code = "lapwing.ledger.not-an-export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The next bytes of one file of an export; to be appended to it."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The files of an export, open at their beginnings for reading bytes."""

    lines: IO[bytes]
    checkpoints: IO[bytes]
    keys: IO[bytes]
    manifest: IO[bytes]


@dataclass(slots=True)
class Tally:
    """What went by of one file."""

    rows: int = 0
    size_bytes: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, row: bytes) -> bytes:
        """Count a row and return it."""
        self.rows += 1
        self.size_bytes += len(row)
        self.sha256.update(row)
        return row

    def facts(self) -> Mapping[str, Fact]:
        """Return it as a manifest has it."""
        return {"bytes": self.size_bytes, "rows": self.rows, "sha256": self.sha256.hexdigest()}


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A row of checkpoints.jsonl."""

    note: str


class KeyRow(msgspec.Struct, forbid_unknown_fields=True):
    """A row of keys.jsonl."""

    key: str
    since: str
    until: str | None


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """manifest.json. It is not signed: it finds what was lost on the way, not what was meant."""

    files: dict[str, Any]
    format: str
    made: str
    origin: str


def export(
    *,
    origin: str,
    lines: Iterable[bytes],
    checkpoints: Iterable[bytes],
    keys: Iterable[KeyPeriod],
    now: datetime,
) -> Iterator[Piece]:
    """Give the files of an export piece by piece, none longer than a row and 256 KiB.

    lines: every line's text from the first. checkpoints: every signed note, oldest first. Both are written as
    they are, right or wrong: that is for whoever verifies them to say.
    """
    tallies = {name: Tally() for name in (LINES, CHECKPOINTS, KEYS)}
    yield from _pieces(LINES, (text + b"\n" for text in lines), tallies[LINES])
    notes = (canonical({"note": note.decode()}) + b"\n" for note in checkpoints)
    yield from _pieces(CHECKPOINTS, notes, tallies[CHECKPOINTS])
    yield from _pieces(KEYS, map(_key_row, keys), tallies[KEYS])
    manifest: Mapping[str, Fact] = {
        "files": {name: tally.facts() for name, tally in tallies.items()},
        "format": FORMAT,
        "made": instant(now),
        "origin": origin,
    }
    yield Piece(file=MANIFEST, data=canonical(manifest) + b"\n")


def rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the rows of a file with their line breaks, none longer than MOST_ROW_BYTES."""
    return iter(lambda: stream.readline(MOST_ROW_BYTES), b"")


def read_checkpoint_row(row: bytes) -> bytes:
    """Return the note in a row.

    Raises:
        NotAnExport: the row is none.
    """
    return _read(row, Row, lambda found: found.note.encode())


def read_key_row(row: bytes) -> KeyPeriod:
    """Return the key in a row, and its time.

    Raises:
        NotAnExport: the row is none.
    """
    return _read(row, KeyRow, _key_period)


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest that a file is.

    Raises:
        NotAnExport: it is none of this format.
    """
    found = _read(data, Manifest, lambda manifest: manifest)
    if found.format != FORMAT:
        raise NotAnExport(f"this reads {FORMAT} alone")
    return found


def _pieces(file: str, every: Iterable[bytes], tally: Tally) -> Iterator[Piece]:
    """Give rows in pieces worth writing."""
    waiting, size = [], 0
    for row in every:
        waiting.append(tally.add(row))
        size += len(row)
        if size >= _PIECE_BYTES:
            yield Piece(file=file, data=b"".join(waiting))
            waiting, size = [], 0
    yield Piece(file=file, data=b"".join(waiting))


def _key_row(period: KeyPeriod) -> bytes:
    """Return a key's row."""
    until = None if period.until is None else instant(period.until)
    return canonical({"key": period.key.text, "since": instant(period.since), "until": until}) + b"\n"


def _key_period(row: KeyRow) -> KeyPeriod:
    """Return what a key's row says."""
    until = None if row.until is None else read_instant(row.until)
    return KeyPeriod(key=read_key(row.key), since=read_instant(row.since), until=until)


def _read(row: bytes, kind: type[T], make: Callable[[T], Made]) -> Made:
    """Return what a row is, if it is in the one form that `export` gives it."""
    try:
        found = msgspec.json.decode(row, type=kind)
        if canonical(msgspec.to_builtins(found)) + b"\n" != row:
            raise NotAnExport("it is not in the one form")
        return make(found)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NotAnExport("it has other fields") from error
    except (NotAKey, NotAFact) as error:
        raise NotAnExport(error.detail) from error
