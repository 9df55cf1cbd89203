"""How the machine stands that serves: what is needed, room on its disks, and whether a worker lives."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

WORKER_LATE = timedelta(minutes=5)
"""A worker that was not heard of for so long may be busy with one thing, or is not there."""

MOST_USED_PERCENT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Something that is needed, and whether it can be had; code: of the fault, where it cannot."""

    name: str
    ok: bool
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The disk on which a folder is, in bytes."""

    folder: str
    free_bytes: int
    total_bytes: int

    @property
    def used_percent(self) -> int:
        """Return how much of it is taken, rounded up."""
        return 100 - 100 * self.free_bytes // max(1, self.total_bytes)

    @property
    def is_low(self) -> bool:
        """Say whether somebody should make room."""
        return self.used_percent > MOST_USED_PERCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Everything of it. worker_at: when a worker was heard of last, or None."""

    needed: tuple[Needed, ...]
    disks: tuple[Disk, ...]
    worker_at: datetime | None

    def worker_lives(self, *, now: datetime) -> bool:
        """Say whether a worker was heard of lately."""
        return self.worker_at is not None and now - self.worker_at < WORKER_LATE

    @property
    def missing(self) -> tuple[Needed, ...]:
        """Return what cannot be had."""
        return tuple(each for each in self.needed if not each.ok)


def disks_of(folders: Iterable[Path]) -> tuple[Disk, ...]:
    """Return the disk of each folder that is there."""
    return tuple(_disk(each) for each in folders if each.is_dir())


def _disk(folder: Path) -> Disk:
    usage = shutil.disk_usage(folder)
    return Disk(folder=str(folder), free_bytes=usage.free, total_bytes=usage.total)
