"""What there is to screen: the files of a folder, or what comes on stdin, found one after the other."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lapwing.model.content import Gap, Why

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to screen. name: as the caller would name it. path: None for what came on stdin."""

    name: str
    path: Path | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """An item that could not be read at all; its answer is unknown."""

    item: Item
    gap: Gap


def find_items(paths: Sequence[str], *, by_line: bool, most_bytes: int) -> Iterator[Item]:
    """Give every item: a file named, every file below a folder named, stdin for `-` (by line if asked).

    Links to folders are not followed, so that a loop of links ends. They are items all the same, as are
    folders that cannot be listed and paths that do not exist: reading them says why they are unknown. Of
    stdin, or of one line, one byte more than *most_bytes* is kept at most, which shows that it is too large.
    """
    for path in paths:
        if path == STDIN:
            yield from _stdin_items(by_line=by_line, most_bytes=most_bytes)
        elif Path(path).is_dir():
            yield from _folder_items(Path(path))
        else:
            yield Item(name=path, path=Path(path))


def read_item(item: Item, *, most_bytes: int) -> bytes | Untaken:
    """Return the item's bytes, or why they could not be had; nothing above *most_bytes* is read."""
    if item.path is None:
        return item.data if len(item.data) <= most_bytes else _too_large(item, len(item.data), most_bytes)
    try:
        # A named pipe or device would never end, and opening one can already do something.
        with os.fdopen(os.open(item.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _untaken(item, Why.UNREADABLE, "it is no regular file")
            if status.st_size > most_bytes:
                return _too_large(item, status.st_size, most_bytes)
            return file.read(most_bytes)
    except OSError as refused:
        return _untaken(item, Why.UNREADABLE, refused.strerror or "it cannot be read")


def _folder_items(folder: Path) -> Iterator[Item]:
    """Give every file below *folder*, in name order."""
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        linked = [name for name in folders if Path(root, name).is_symlink()]
        for name in sorted((*names, *linked)):
            path = Path(root, name)
            yield Item(name=os.fspath(path), path=path)
        while closed:  # a folder that cannot be listed may hold anything
            path = Path(closed.pop().filename)
            yield Item(name=os.fspath(path), path=path)
    for error in closed:
        yield Item(name=os.fspath(error.filename), path=Path(error.filename))


def _stdin_items(*, by_line: bool, most_bytes: int) -> Iterator[Item]:
    """Give stdin as one item, or each of its lines that is not empty."""
    stdin = sys.stdin.buffer
    if not by_line:
        yield Item(name=STDIN, data=stdin.read(most_bytes + 1))
        return
    number = 0
    while line := stdin.readline(most_bytes + 1):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # past a line that is too large, so that the next is whole
            rest = stdin.readline(most_bytes)
        if text := line.rstrip(b"\r\n"):
            yield Item(name=f"line {number}", data=text)


def _untaken(item: Item, why: Why, detail: str) -> Untaken:
    """Return the item with why it was not taken."""
    return Untaken(item=item, gap=Gap(who="file", why=why, detail=detail))


def _too_large(item: Item, size_bytes: int, most_bytes: int) -> Untaken:
    """Return the item as one above the limit."""
    return _untaken(item, Why.TOO_LARGE, f"{size_bytes} bytes, of at most {most_bytes}")
