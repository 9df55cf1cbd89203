"""Who did what to a list and when: one line of JSON an act, appended and never changed, bound to the last."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from lapwing.model.errors import IntegrityLost
from lapwing.service.store.record_file import decoded, read_whole

JOURNAL = "journal.jsonl"


class What(StrEnum):
    """What can be done to a list."""

    ADDED = "added"
    REVISED = "revised"
    IMPORTED = "imported"
    HELD = "held"
    SERVING = "serving"
    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # a version made by hand of the one that served
    RETIRED = "retired"
    REINSTATED = "reinstated"


MAKING = frozenset({What.IMPORTED, What.HELD, What.CHANGED})
"""The acts that make a version."""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line of a list's journal.

    version: the number of the version concerned, or None. was: the version that served before.
    why: the person's reason, or the rule's.
    """

    at: datetime
    by: str
    what: What
    version: int | None = None
    was: int | None = None
    why: str = ""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a line holds. after: SHA-256 in hex of the line before it; of nothing, for the first."""

    act: Act
    after: str


def read_journal(folder: Path) -> tuple[Act, ...]:
    """Return every act in the journal of a list's folder, oldest first.

    Raises:
        IntegrityLost: a line is not one that was written, or not the one that followed there.
        Unavailable: the journal cannot be read now.
    """
    path = folder / JOURNAL
    return tuple(_acts(path, _whole_lines(read_whole(path))))


def _acts(path: Path, lines: list[bytes]) -> Iterator[Act]:
    """Give the act of each line, having seen that it follows the one before."""
    before = b""
    for number, line in enumerate(lines, start=1):
        found = decoded(line, _Line, path)
        if found.after != _digest(before):
            raise IntegrityLost(f"{path}: line {number} does not follow the one before it")
        yield found.act
        before = line


def _whole_lines(content: bytes) -> list[bytes]:
    """Return the lines; what follows the last line end was cut short by a crash, and is settled anew."""
    return content.split(b"\n")[:-1]


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def append(folder: Path, act: Act) -> None:
    """Append an act and wait until it is on the disk. Only one process may do so at a time."""
    with (folder / JOURNAL).open("rb+") as journal:
        content = journal.read()
        before = (_whole_lines(content) or [b""])[-1]
        journal.truncate(content.rfind(b"\n") + 1)
        journal.seek(0, os.SEEK_END)
        journal.write(msgspec.json.encode(_Line(act=act, after=_digest(before))) + b"\n")
        journal.flush()
        os.fsync(journal.fileno())


def settle(folder: Path, *done: Act | None) -> None:
    """Append each act of *done* that is not in the journal yet.

    A file that changes carries the act that changed it, so the two cannot part; a crash before the journal
    had its line is made good here.
    """
    for act in unsettled(folder, *done):
        append(folder, act)


def unsettled(folder: Path, *done: Act | None) -> tuple[Act, ...]:
    """Return those of *done* that the journal does not have."""
    known = read_journal(folder)
    return tuple(act for act in done if act is not None and act not in known)
