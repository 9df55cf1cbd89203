"""Folders that appear whole or not at all, whatever dies while they are written."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapwing.model.errors import NotPermitted, Unavailable

UNFINISHED = ".unfinished-"


class AlreadyThere(NotPermitted):
    """What is written once cannot be written again."""

    code = "lapwing.already-there"


class WriterBusy(Unavailable):
    """Another process is writing here; only one may at a time."""

    code = "lapwing.writer-busy"


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it becomes *folder* when the block ends, and never does if it raises.

    What a writer that died left behind is removed first. Files written in it have to be synced by the caller.

    Raises:
        AlreadyThere: *folder* exists.
        WriterBusy: another process is writing it at this moment.
    """
    if folder.exists():
        raise AlreadyThere(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(UNFINISHED + folder.name)
    unfinished.mkdir(exist_ok=True)
    with _claimed(unfinished):
        empty(unfinished)
        try:
            yield unfinished
            sync_folder(unfinished)
            _take_its_place(unfinished, folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        sync_folder(folder.parent)


def _take_its_place(unfinished: Path, folder: Path) -> None:
    """Rename a finished folder to its name.

    Raises:
        AlreadyThere: something took the name meanwhile.
    """
    try:
        unfinished.rename(folder)
    except OSError as taken:
        raise AlreadyThere(str(folder)) from taken


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Hold *folder* against other processes; a process that dies lets go.

    Raises:
        WriterBusy: another holds it, or has just finished and renamed it.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lock(opened, folder)
        if not folder.exists() or not os.path.samestat(os.fstat(opened), folder.stat()):
            raise WriterBusy(str(folder))
        yield
    finally:
        os.close(opened)


def lock(opened: int, path: Path) -> None:
    """Take the one writer's lock on an open file or folder; closing it, or dying, gives it back.

    Raises:
        WriterBusy: somebody has it.
    """
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        raise WriterBusy(str(path)) from held


def empty(folder: Path) -> None:
    """Remove everything in *folder*."""
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def sync_folder(folder: Path) -> None:
    """Wait until the names in *folder* are on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replace_file(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Give *path* new content so that a reader sees the old or the new, and a crash leaves one of them.

    mode: who may do what with it; None for whatever the process gives new files.
    """
    new = path.with_name(UNFINISHED + path.name)
    write_synced(new, content)
    if mode is not None:
        new.chmod(mode)
    new.replace(path)
    sync_folder(path.parent)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
