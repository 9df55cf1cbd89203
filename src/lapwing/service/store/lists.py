"""All reference lists on disk: registered, imported, compared, accepted, and looked up while they change."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lapwing.lists.changes import Change, changes
from lapwing.lists.info import check_info
from lapwing.lists.matching import Lookup
from lapwing.lists.versions import State, Version
from lapwing.model.errors import BadInput, IntegrityLost, NotPermitted
from lapwing.model.lists import Entry, ListInfo
from lapwing.service.store.folders import AlreadyThere, new_folder
from lapwing.service.store.list_acts import MAKING, Act, What, append, read_journal, settle, unsettled
from lapwing.service.store.list_draft import ListDraft
from lapwing.service.store.list_folder import (
    CURRENT,
    INFO,
    VERSIONS,
    Registered,
    current,
    make_private,
    manifest_of,
    numbers,
    open_to_others,
    registered,
    serve,
    start_journal,
    state_of,
    version_folder,
    write_record,
    writing,
)
from lapwing.service.store.list_version import MANIFEST, OpenVersion, file_facts, verify_version


class ListThere(AlreadyThere):
    """A list of that name is registered already."""

    code = "lapwing.list-there"


class NoSuchList(BadInput):
    """No list of that name is registered."""

    code = "lapwing.no-such-list"


class ListRetired(NotPermitted):
    """The list is retired, so it takes no versions."""

    code = "lapwing.list-retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version and how it stands; *why* it was held when it was imported, if it was."""

    version: Version
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A list that is compared with. since: when it became as it is, by a version, a review or a return."""

    info: ListInfo
    number: int
    since: datetime


class Lists:
    """The lists under one folder; any number of processes may read while one writes."""

    def __init__(self, home: Path) -> None:
        """Keep lists in `home`/lists, which is made when the first is registered."""
        self._home = home / "lists"
        self._guard = threading.Lock()
        self._seen: object = None
        self._lookup = Lookup(())
        self._open: dict[str, OpenVersion] = {}

    def names(self) -> tuple[str, ...]:
        """Return the names of all lists, in order, reading none of them."""
        if not self._home.exists():
            return ()
        folders = (each.name for each in os.scandir(self._home) if each.is_dir() and each.name[0] != ".")
        return tuple(sorted(folders))

    def infos(self) -> tuple[ListInfo, ...]:
        """Return every registered list, in name order.

        Raises:
            IntegrityLost: what was written cannot be read.
        """
        return tuple(registered(self._home / name).info for name in self.names())

    def info(self, name: str) -> ListInfo:
        """Return a registered list.

        Raises:
            NoSuchList: there is none of that name.
        """
        return registered(self._folder(name)).info

    def add(self, info: ListInfo, *, by: str, now: datetime) -> None:
        """Register a list; it has no version yet.

        Raises:
            BadList: a field is empty or out of its range.
            ListThere: there is one of that name.
        """
        check_info(info)
        if info.name in self.names():
            raise ListThere(
                f"To give {info.name} a new version: lapwing list import {info.name} FILE. To change how "
                f"near counts: lapwing list review {info.name}. For another list, take another name."
            )
        self._home.mkdir(parents=True, mode=0o700, exist_ok=True)
        act = Act(at=now, by=by, what=What.ADDED)
        with new_folder(self._home / info.name) as folder:
            folder.chmod(0o700)
            (folder / VERSIONS).mkdir()
            start_journal(folder)
            write_record(folder / INFO, Registered(info=info, act=act))
            append(folder, act)
            make_private(folder)

    def revise(self, info: ListInfo, *, by: str, why: str, now: datetime) -> None:
        """Change how a list is trusted or how near counts; the look-ups that follow go by it.

        Raises:
            BadList: a field is empty or out of its range.
            NoSuchList: there is none of that name.
        """
        check_info(info)
        folder = self._folder(info.name)
        with writing(folder):
            act = Act(at=now, by=by, what=What.REVISED, why=_needed(why))
            write_record(folder / INFO, Registered(info=info, act=act, retired=registered(folder).retired))
            settle(folder, act)

    def retire(self, name: str, *, by: str, why: str, now: datetime) -> None:
        """Let a list match nothing any more; its versions and journal stay.

        Raises:
            NoSuchList: there is none of that name.
            BadInput: it is retired already, or nobody says why.
        """
        folder = self._folder(name)
        with writing(folder):
            before = registered(folder)
            if before.retired is not None:
                raise BadInput(f"{name} is retired already")
            act = Act(at=now, by=by, what=What.RETIRED, why=_needed(why))
            write_record(folder / INFO, Registered(info=before.info, act=act, retired=act))
            settle(folder, act)

    def reinstate(self, name: str, *, by: str, why: str, now: datetime) -> None:
        """Undo retire: the version that served last serves again.

        Raises:
            NoSuchList: there is none of that name.
            BadInput: it is not retired, or nobody says why.
        """
        folder = self._folder(name)
        with writing(folder):
            before = registered(folder)
            if before.retired is None:
                raise BadInput(f"{name} is not retired")
            act = Act(at=now, by=by, what=What.REINSTATED, why=_needed(why))
            write_record(folder / INFO, Registered(info=before.info, act=act))
            settle(folder, act)

    def retired(self, name: str) -> Act | None:
        """Return the act by which a list was retired, if it is.

        Raises:
            NoSuchList: there is none of that name.
        """
        return registered(self._folder(name)).retired

    def in_force(self) -> tuple[InForce, ...]:
        """Return every list that has a version and is not retired, in name order.

        Raises:
            IntegrityLost: what was written cannot be read.
        """
        found = []
        for name in self.names():
            known, serving = registered(self._home / name), current(self._home / name)
            if serving is not None and known.retired is None:
                since = max(known.act.at, serving.act.at)
                found.append(InForce(info=known.info, number=serving.number, since=since))
        return tuple(found)

    def versions(self, name: str) -> tuple[Standing, ...]:
        """Return every version of a list, oldest first.

        Raises:
            NoSuchList: there is none of that name.
        """
        folder = self._folder(name)
        serving = current(folder)
        manifests = [manifest_of(folder, number) for number in numbers(folder)]
        return tuple(
            Standing(
                version=each.version,
                state=state_of(each.version.number, serving),
                why=each.act.why,
            )
            for each in manifests
        )

    def entries(self, name: str, number: int) -> Iterator[Entry]:
        """Yield every entry of a version, retired ones too, in the order of their ids.

        Raises:
            NoSuchList, NoSuchVersion: there is none.
        """
        folder = self._folder(name)
        manifest_of(folder, number)
        yield from OpenVersion(version_folder(folder, number), registered(folder).info).entries()

    def diff(self, name: str, old: int, new: int) -> Iterator[Change]:
        """Yield what differs between two versions; see lists.changes."""
        return changes(self.entries(name, old), self.entries(name, new))

    def journal(self, name: str) -> tuple[Act, ...]:
        """Return who did what to a list, oldest first."""
        return read_journal(self._folder(name))

    @contextmanager
    def draft(self, name: str) -> Iterator[ListDraft]:
        """Give a new version to fill; what is not published when the block ends is thrown away.

        Raises:
            NoSuchList: there is none of that name.
            WriterBusy: another process is changing the list.
        """
        folder = self._folder(name)
        with writing(folder):
            _check_not_retired(folder)
            draft = ListDraft(folder)
            try:
                yield draft
            finally:
                draft.close()

    def accept(self, name: str, number: int, *, by: str, why: str, now: datetime) -> None:
        """Swap in a version that a person decided for: one that was held, or an earlier one again.

        Raises:
            NoSuchList, NoSuchVersion: there is none.
            BadInput: it serves already, or nobody says why.
            IntegrityLost: it is not what was written.
        """
        folder = self._folder(name)
        with writing(folder):
            _check_not_retired(folder)
            manifest_of(folder, number)
            serving = current(folder)
            if serving is not None and serving.number == number:
                raise BadInput(f"version {number} of {name} serves already")
            verify_version(version_folder(folder, number))
            was = None if serving is None else serving.number
            act = Act(at=now, by=by, what=What.ACCEPTED, version=number, was=was, why=_needed(why))
            serve(folder, number, act)

    def check(self, name: str) -> tuple[Act, ...]:
        """Check what can be checked without reading whole files, of every version that is kept.

        Returns:
            The acts that the list's files carry and its journal lacks, as a crash may leave it; the next
            change of the list writes them.

        Raises:
            IntegrityLost: something is gone, of another length or form, or the journal has been changed.
        """
        folder = self._folder(name)
        info, serving = registered(folder), current(folder)
        if serving is not None:
            _check_manifest(folder, serving.number, serving.manifest_sha256)
        for number in numbers(folder):
            OpenVersion(version_folder(folder, number), info.info)
        acts = [manifest_of(folder, number).act for number in numbers(folder)]
        return unsettled(folder, info.act, *acts, None if serving is None else serving.act)

    def exposed(self, name: str) -> tuple[Path, ...]:
        """Return what of a list, or of the folders above it that are ours, others than its owner may use.

        Raises:
            NoSuchList: there is none of that name.
        """
        return open_to_others(self._folder(name))

    def verify(self, name: str) -> None:
        """Read every byte of the serving version and check that it is what was written.

        Raises:
            IntegrityLost: it is not.
        """
        folder = self._folder(name)
        serving = current(folder)
        if serving is not None:
            _check_manifest(folder, serving.number, serving.manifest_sha256)
            verify_version(version_folder(folder, serving.number))

    def verify_versions(self, name: str) -> tuple[int, ...]:
        """Read every byte of every version, and every line of the journal; return the versions' numbers.

        Raises:
            NoSuchList: there is none of that name.
            IntegrityLost: something is not what was written, or a version is there that nobody is known to
                have made, or one is gone.
        """
        folder = self._folder(name)
        serving = current(folder)
        if serving is not None:
            _check_manifest(folder, serving.number, serving.manifest_sha256)
        made = {act.version for act in read_journal(folder) if act.what in MAKING}
        there = numbers(folder)
        if made != set(there):
            odd = ", ".join(map(str, sorted(made.symmetric_difference(there), key=str)))
            raise IntegrityLost(f"{name}: the journal and the folder do not agree on version {odd}")
        for number in there:
            verify_version(version_folder(folder, number))
        return there

    def lookup(self) -> Lookup:
        """Return the present state of all lists; cheap where nothing has changed since the last call.

        Raises:
            IntegrityLost: a list is not what was written.
        """
        state = tuple(self._state(name) for name in self.names())
        with self._guard:
            if state != self._seen:
                self._open = self._opened()
                self._lookup = Lookup(self._open.values())
                self._seen = state
            return self._lookup

    def term_keys(self) -> tuple[str, ...]:
        """Return every term of every serving list, in ascending order."""
        return self.lookup().term_keys

    def _opened(self) -> dict[str, OpenVersion]:
        """Return the serving version of each list; those that have not changed stay open."""
        opened = {}
        for name in self.names():
            folder = self._home / name
            serving, known = current(folder), registered(folder)
            info = known.info
            if serving is None or known.retired is not None:
                continue
            before = self._open.get(name)
            if before is not None and (before.number, before.info) == (serving.number, info):
                opened[name] = before
                continue
            _check_manifest(folder, serving.number, serving.manifest_sha256)
            opened[name] = OpenVersion(version_folder(folder, serving.number), info)
        return opened

    def _state(self, name: str) -> object:
        """Return what changes when a list is revised or another version of it serves."""
        marks: list[object] = [name]
        for file in (INFO, CURRENT):
            try:
                facts = os.stat(self._home / name / file)  # noqa: PTH116 - a third of the cost, and done each time
            except FileNotFoundError:
                marks.append(None)
            else:
                marks.append((facts.st_ino, facts.st_mtime_ns, facts.st_size))
        return tuple(marks)

    def _folder(self, name: str) -> Path:
        """Return the folder of a list.

        Raises:
            NoSuchList: there is none of that name.
        """
        if name not in self.names():
            raise NoSuchList(name)
        return self._home / name


def _check_not_retired(folder: Path) -> None:
    """Refuse to change what a retired list matches.

    Raises:
        ListRetired: it is retired.
    """
    if registered(folder).retired is not None:
        raise ListRetired(f"{folder.name}; lapwing list reinstate {folder.name} undoes that")


def _check_manifest(folder: Path, number: int, manifest_sha256: str) -> None:
    """Check that a version's manifest is the one that was swapped in.

    Raises:
        IntegrityLost: it is not.
    """
    path = version_folder(folder, number) / MANIFEST
    if not path.exists() or file_facts(path).sha256 != manifest_sha256:
        raise IntegrityLost(f"{path} is not what was swapped in")


def _needed(why: str) -> str:
    """Return a person's reason.

    Raises:
        BadInput: there is none.
    """
    if not why.strip():
        raise BadInput("a reason has to be given")
    return why
