"""A version in the making: taken in, checked as a whole, and then published or thrown away."""

import os
from pathlib import Path

import msgspec

from lapwing.lists.batches import Batch
from lapwing.lists.closeness import PERCEPTUAL
from lapwing.lists.versions import Imported, Outcome, Provenance, Version, Written
from lapwing.service.store.arrays import FileFacts
from lapwing.service.store.folders import empty, sync_folder, write_synced
from lapwing.service.store.list_acts import Act, What, append, read_journal, settle
from lapwing.service.store.list_folder import (
    INCOMING,
    current,
    make_private,
    manifest_of,
    numbers,
    registered,
    serve,
    state_of,
    version_folder,
)
from lapwing.service.store.list_losses import lost_entries
from lapwing.service.store.list_staging import Staging
from lapwing.service.store.list_version import (
    ENTRIES,
    MANIFEST,
    Manifest,
    file_facts,
    index_folder,
    write_index,
)
from lapwing.service.store.segments import MANIFEST as SEGMENT_MANIFEST

_STAGED = "staged.sqlite"


class ListDraft:
    """A version in the making; its maker holds the list against other writers."""

    def __init__(self, folder: Path) -> None:
        """Start in the list's *folder*, removing what a writer that died has left."""
        self._folder = folder
        self._incoming = folder / INCOMING
        self._incoming.mkdir(mode=0o700, exist_ok=True)
        empty(self._incoming)
        self._staging = Staging(self._incoming / _STAGED)
        self._written: Written | None = None
        serving = current(folder)
        self._serving = None if serving is None else manifest_of(folder, serving.number).version

    @property
    def serving(self) -> Version | None:
        """Return the version that serves now, or None before the first."""
        return self._serving

    def add(self, batch: Batch) -> None:
        """Take entries.

        Raises:
            Unavailable: the disk is full or does not answer.
        """
        self._staging.add(batch)

    def complete(self) -> Written:
        """Put everything taken in order, and say what it came to.

        Raises:
            BadRows: an id is there twice.
        """
        self._written = self._staging.write(self._incoming / ENTRIES)
        self._staging.close()
        (self._incoming / _STAGED).unlink()
        return self._written

    def lost(self) -> dict[str, int]:
        """Return by kind how many active entries that serve now have a value that is in none of this version.

        Asked once it is complete.

        Raises:
            IntegrityLost: what serves is not what was written.
        """
        if self._serving is None:
            return {}
        old = version_folder(self._folder, self._serving.number) / ENTRIES
        return lost_entries(old, self._incoming / ENTRIES)

    def publish(self, provenance: Provenance, *, hold: tuple[str, ...]) -> Imported:
        """Make it a version and swap it in, or leave it for a person where there is a reason in *hold*.

        Content that a version at hand already has makes no new one; if that version never served, it is
        swapped in or held as a new one would be.
        """
        written = self._written or self.complete()
        same = self._same_as(written)
        if same is None:
            version = self._make_version(written, provenance, hold=hold)
            outcome = Outcome.HELD if hold else Outcome.SERVING
        else:
            version, outcome = same, Outcome.UNCHANGED
            hold = hold or self._why_not(same)
            act = Act(
                at=provenance.imported_at, by=provenance.imported_by, what=What.UNCHANGED, version=same.number
            )
            append(self._folder, act)
        if not hold and version != self._serving:
            self._serve(version, provenance)
        return Imported(
            outcome=outcome,
            version=version,
            state=state_of(version.number, current(self._folder)),
            why=hold,
        )

    def close(self) -> None:
        """Throw away whatever was not published."""
        self._staging.close()
        empty(self._incoming)

    def _same_as(self, written: Written) -> Version | None:
        """Return the serving version, or the newest that waits, if its content is the same."""
        number = 0 if self._serving is None else self._serving.number
        versions = [
            manifest_of(self._folder, each).version for each in numbers(self._folder) if each >= number
        ]
        same = [each for each in versions if each.content_sha256 == written.content_sha256]
        if self._serving in same:
            return self._serving
        return same[-1] if same else None

    def _why_not(self, version: Version) -> tuple[str, ...]:
        """Return why a version at hand is not swapped in although nothing speaks against its content.

        A version that served and was put aside was put aside by a person, who has to take it back.
        """
        served = {
            act.version for act in read_journal(self._folder) if act.what in {What.SERVING, What.ACCEPTED}
        }
        if version.number in served and version != self._serving:
            return ("a person has put this version aside",)
        return ()

    def _make_version(self, written: Written, provenance: Provenance, *, hold: tuple[str, ...]) -> Version:
        """Write what is missing, and give the folder its name."""
        number = max(numbers(self._folder), default=0) + 1
        version = Version(
            list_name=self._folder.name,
            number=number,
            content_sha256=written.content_sha256,
            counts=written.counts,
            provenance=provenance,
        )
        act = Act(
            at=provenance.imported_at,
            by=provenance.imported_by,
            what=_what(provenance, hold),
            version=number,
            why="; ".join(hold) or provenance.why,
        )
        manifest = Manifest(version=version, act=act, files=self._write_files(written))
        write_synced(self._incoming / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        make_private(self._incoming)
        sync_folder(self._incoming)
        self._incoming.rename(version_folder(self._folder, number))
        sync_folder(self._folder / "versions")
        self._incoming.mkdir(mode=0o700)
        settle(self._folder, act)
        return version

    def _write_files(self, written: Written) -> dict[str, FileFacts]:
        """Write the indexes, wait until the entries are on the disk, and return what each file is."""
        _sync_file(self._incoming / ENTRIES)
        names = [ENTRIES]
        near_bits = registered(self._folder).info.threshold.near_bits
        for kind in sorted(PERCEPTUAL & written.counts.keys()):
            if written.counts[kind].active:
                write_index(self._incoming, kind, count=written.counts[kind].active, near_bits=near_bits)
                names.append(f"{index_folder(kind)}/{SEGMENT_MANIFEST}")
                sync_folder(self._incoming / index_folder(kind))
        return {name: file_facts(self._incoming / name) for name in names}

    def _serve(self, version: Version, provenance: Provenance) -> None:
        """Swap a version in."""
        act = Act(
            at=provenance.imported_at,
            by=provenance.imported_by,
            what=What.SERVING,
            version=version.number,
            was=None if self._serving is None else self._serving.number,
        )
        serve(self._folder, version.number, act)


def _what(provenance: Provenance, hold: tuple[str, ...]) -> What:
    """Say what is done to a list by making a version."""
    if hold:
        return What.HELD
    return What.CHANGED if provenance.why else What.IMPORTED


def _sync_file(path: Path) -> None:
    """Wait until a file is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
