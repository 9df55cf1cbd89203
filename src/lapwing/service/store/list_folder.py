"""The folder of one list: how it is laid out, which version serves, and how either changes at one stroke.

info.json             the list as registered, with the act that last changed it
journal.jsonl         every act
CURRENT               which version serves, with the act that made it so
versions/000001/      a version, immutable; it appears whole or not at all
incoming/             a version being written; without meaning to anybody else
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from lapwing.lists.versions import State
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.model.lists import ListInfo
from lapwing.service.store.folders import UNFINISHED, lock, replace_file
from lapwing.service.store.list_acts import JOURNAL, Act, What, read_journal, settle
from lapwing.service.store.list_version import MANIFEST, Manifest, file_facts, read_manifest
from lapwing.service.store.record_file import read_record

INFO = "info.json"
CURRENT = "CURRENT"
VERSIONS = "versions"
INCOMING = "incoming"
LOCK = "lock"
_OTHERS = 0o077


class NoSuchVersion(BadInput):
    """The list has no version of that number."""

    code = "lapwing.no-such-version"


class Registered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What info.json holds. retired: the act by which the list was retired, if it is."""

    info: ListInfo
    act: Act
    retired: Act | None = None


class Current(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What CURRENT holds: the number of the version, the SHA-256 of its manifest, and the act."""

    number: int
    manifest_sha256: str
    act: Act


def version_folder(folder: Path, number: int) -> Path:
    """Return where a version lies."""
    return folder / VERSIONS / f"{number:06}"


def numbers(folder: Path) -> tuple[int, ...]:
    """Return the numbers of all versions that are complete, in rising order."""
    names = (each.name for each in (folder / VERSIONS).iterdir())
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def manifest_of(folder: Path, number: int) -> Manifest:
    """Return the manifest of a version.

    Raises:
        NoSuchVersion: there is none of that number.
        IntegrityLost: it is not what was written.
    """
    if number not in numbers(folder):
        raise NoSuchVersion(f"{folder.name}: {number}")
    return read_manifest(version_folder(folder, number))


def registered(folder: Path) -> Registered:
    """Return the list as registered.

    Raises:
        IntegrityLost: what was written cannot be read.
    """
    return read_record(folder / INFO, Registered)


def current(folder: Path) -> Current | None:
    """Return which version serves, or None before the first.

    Raises:
        IntegrityLost: it cannot be read, or is gone although a version has served: a list that vanished
            must not be taken for one that never was.
    """
    if (folder / CURRENT).exists():
        return read_record(folder / CURRENT, Current)
    if any(act.what in {What.SERVING, What.ACCEPTED} for act in read_journal(folder)):
        raise IntegrityLost(f"{folder / CURRENT} is gone")
    return None


def state_of(number: int, serving: Current | None) -> State:
    """Return how a version stands."""
    if serving is None or number > serving.number:
        return State.HELD
    return State.SERVING if number == serving.number else State.PAST


def serve(folder: Path, number: int, act: Act) -> None:
    """Swap in a version: whoever looks next sees all of it, and its act with it."""
    facts = file_facts(version_folder(folder, number) / MANIFEST)
    write_record(folder / CURRENT, Current(number=number, manifest_sha256=facts.sha256, act=act))
    settle(folder, act)


def write_record(path: Path, record: msgspec.Struct) -> None:
    """Write a record as JSON, at one stroke and for its owner alone."""
    replace_file(path, msgspec.json.format(msgspec.json.encode(record)) + b"\n", mode=0o600)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the one who changes a list; what an earlier one did before it died gets its line in the journal.

    Raises:
        WriterBusy: another process is changing it.
    """
    opened = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        lock(opened, folder)
        settle(folder, registered(folder).act)
        settle(folder, *(manifest_of(folder, number).act for number in numbers(folder)))
        serving = read_record(folder / CURRENT, Current) if (folder / CURRENT).exists() else None
        settle(folder, None if serving is None else serving.act)
        yield
    finally:
        os.close(opened)


def start_journal(folder: Path) -> None:
    """Make the empty journal of a new list."""
    (folder / JOURNAL).touch(mode=0o600)


def open_to_others(folder: Path) -> tuple[Path, ...]:
    """Return the files and folders of a list, itself among them, that others than the owner may use.

    What is being written is left out: it is closed by its folder, and made private before it is moved.
    """
    return tuple(each for each in _finished(folder) if _mode(each) & _OTHERS)


def _finished(folder: Path) -> Iterator[Path]:
    """Give a list's folder and what is in it, but for what is being written."""
    for above, folders, files in os.walk(folder):
        yield Path(above)
        folders[:] = [each for each in folders if each != INCOMING]
        yield from (Path(above) / each for each in files if not each.startswith(UNFINISHED))


def _mode(path: Path) -> int:
    """Return who may do what with a file; nobody anything where it was taken away just then."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return 0


def make_private(folder: Path) -> None:
    """Let nobody but the owner read what is in *folder*."""
    for each in folder.rglob("*"):
        each.chmod(0o700 if each.is_dir() else 0o600)
