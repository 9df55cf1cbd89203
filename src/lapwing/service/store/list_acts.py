"""Who did what to a list and when: one line of JSON an act, appended and never changed."""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from lapwing.model.errors import IntegrityLost

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


def read_journal(folder: Path) -> tuple[Act, ...]:
    """Return every act in the journal of a list's folder, oldest first.

    Raises:
        IntegrityLost: a line is not one that was written.
    """
    path = folder / JOURNAL
    try:
        lines = path.read_bytes().split(b"\n")
        # What follows the last line end is a line that a crash cut short; its act is settled anew.
        return tuple(msgspec.json.decode(line, type=Act) for line in lines[:-1])
    except (OSError, msgspec.DecodeError) as unreadable:
        raise IntegrityLost(f"{path}: {unreadable}") from unreadable


def append(folder: Path, act: Act) -> None:
    """Append an act and wait until it is on the disk. Only one process may do so at a time."""
    with (folder / JOURNAL).open("rb+") as journal:
        content = journal.read()
        journal.truncate(content.rfind(b"\n") + 1)
        journal.seek(0, os.SEEK_END)
        journal.write(msgspec.json.encode(act) + b"\n")
        journal.flush()
        os.fsync(journal.fileno())


def settle(folder: Path, *done: Act | None) -> None:
    """Append each act of *done* that is not in the journal yet.

    A file that changes carries the act that changed it, so the two cannot part; a crash before the journal
    had its line is made good here.
    """
    known = read_journal(folder)
    for act in done:
        if act is not None and act not in known:
            append(folder, act)
