"""What there is to screen: the files of a folder, or what comes on stdin, found one after the other."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lapwing.model.content import Gap, Why
from lapwing.model.errors import BadInput
from lapwing.service.plain_file import open_plain, why_not

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
    """Give every item: a file named, every file below a folder named, stdin for `-`; by line if asked.

    By line there are no folders; see require_lines. Links to folders are not followed, so that a loop of
    links ends. They are items all the same, as are folders that cannot be listed and paths that do not exist:
    reading them says why they are unknown. Of stdin, or of one line, one byte more than *most_bytes* is kept
    at most, which shows that it is too large.
    """
    for path in paths:
        if path == STDIN and by_line:
            yield from _lines(stdin_bytes(), "line ", most_bytes)
        elif path == STDIN:
            yield Item(name=STDIN, data=stdin_bytes().read(most_bytes + 1))
        elif by_line:
            yield from _file_lines(path, most_bytes)
        elif os.path.isdir(path):  # noqa: PTH112  # Path's own raises where a folder above is closed to us
            yield from _folder_items(Path(path))
        else:
            yield Item(name=path, path=Path(path))


def require_lines(paths: Sequence[str]) -> None:
    """Refuse folders, whose files are not read by line.

    Raises:
        BadInput: there is one among *paths*.
    """
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  # as above
            raise BadInput(f"{path} is a folder; --lines reads files and stdin, line by line")


def stdin_bytes() -> BinaryIO:
    """Return stdin.

    Raises:
        BadInput: it is closed.
    """
    # Python leaves nothing there where stdin was closed when it started.
    if sys.stdin is None:
        raise BadInput("stdin is closed, so nothing can be read from -")
    return sys.stdin.buffer


def size_of(item: Item) -> int:
    """Return how large an item is that has a path; 0 where that cannot be told, or its bytes are here."""
    try:
        return item.path.stat().st_size if item.path else 0
    except (OSError, ValueError):
        return 0


def read_item(item: Item, *, most_bytes: int) -> bytes | Untaken:
    """Return the item's bytes, or why they could not be had; nothing above *most_bytes* is read."""
    if item.path is None:
        return item.data if len(item.data) <= most_bytes else _too_large(item, len(item.data), most_bytes)
    try:
        with open_plain(item.path) as file:
            size_bytes = os.fstat(file.fileno()).st_size
            if size_bytes > most_bytes:
                return _too_large(item, size_bytes, most_bytes)
            # Asked for up to the limit, a read makes room for as much, which is new pages for every file.
            data = file.read(size_bytes + 1)
            return data + file.read(most_bytes - len(data)) if len(data) > size_bytes else data
    except OSError as refused:
        return untaken(item, Why.UNREADABLE, why_not(refused))


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


def _file_lines(path: str, most_bytes: int) -> Iterator[Item]:
    """Give each line of a file that is not empty; one that cannot be opened is an item, which says why."""
    try:
        file = open_plain(Path(path))
    except OSError:
        yield Item(name=path, path=Path(path))
        return
    with file:
        yield from _lines(file, f"{path}:", most_bytes)


def _lines(file: BinaryIO, named: str, most_bytes: int) -> Iterator[Item]:
    """Give each line that is not empty, named by *named* and its number."""
    number = 0
    while line := file.readline(most_bytes + 1):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # past a line that is too large, so that the next is whole
            rest = file.readline(most_bytes)
        if text := line.rstrip(b"\r\n"):
            yield Item(name=f"{named}{number}", data=text)


def untaken(item: Item, why: Why, detail: str) -> Untaken:
    """Return the item with why it was not taken."""
    return Untaken(item=item, gap=Gap(who="file", why=why, detail=detail))


def _too_large(item: Item, size_bytes: int, most_bytes: int) -> Untaken:
    """Return the item as one above the limit."""
    return untaken(item, Why.TOO_LARGE, f"{size_bytes} bytes, of at most {most_bytes}")
