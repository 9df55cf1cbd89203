"""The bases of a live index on disk: numbered folders, one of them current, each whole or not there."""

import shutil
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from lapwing.lists.index.base import Base
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.service.store.arrays import FileFacts, check_digest, facts_of, map_array, write_array
from lapwing.service.store.folders import UNFINISHED, new_folder, replace_file, write_synced
from lapwing.service.store.record_file import read_record
from lapwing.service.store.segments import MANIFEST, fill_segment, open_segment, verify_segment

CURRENT = "CURRENT"
BASE_MANIFEST = "base.json"
KEYS = "keys.npy"


class NoLiveIndex(BadInput):
    """There is no live index at this place; it has to be created first."""

    code = "lapwing.no-live-index"


class BaseManifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands beside the segment of a base.

    first_journal: the journal with which changes begin that the base does not hold.
    first_record: the number of that journal's first record.
    keys, segment: the files keys.npy and segment.json.
    """

    format: Literal[1] = 1
    first_journal: int
    first_record: int
    keys: FileFacts
    segment: FileFacts


class Pointer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of CURRENT: which generation counts."""

    generation: int


def generation_folder(root: Path, generation: int) -> Path:
    """Return where a generation lies."""
    return root / f"generation-{generation:08d}"


def journal_path(root: Path, journal: int) -> Path:
    """Return where a journal lies."""
    return root / f"journal-{journal:08d}.log"


def write_base(folder: Path, base: Base, *, first_journal: int, first_record: int) -> None:
    """Write *base* to *folder*, which appears when everything in it is on the disk.

    Raises:
        AlreadyThere: *folder* exists.
        WriterBusy: another process is writing the same folder.
    """
    with new_folder(folder) as unfinished:
        fill_segment(unfinished, base.segment)
        manifest = BaseManifest(
            first_journal=first_journal,
            first_record=first_record,
            keys=write_array(unfinished / KEYS, base.keys),
            segment=facts_of(unfinished / MANIFEST),
        )
        write_synced(unfinished / BASE_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))


def read_base_manifest(folder: Path) -> BaseManifest:
    """Return the manifest of a base.

    Raises:
        IntegrityLost: it is missing, or of another form.
    """
    return read_record(folder / BASE_MANIFEST, BaseManifest)


def open_base(folder: Path) -> Base:
    """Return the base in *folder*, mapped.

    Raises:
        IntegrityLost: a file is missing or is not what was written.
    """
    manifest = read_base_manifest(folder)
    check_digest(folder / MANIFEST, manifest.segment)
    segment, keys = open_segment(folder), map_array(folder / KEYS, manifest.keys)
    if keys.shape != (segment.count,) or keys.dtype != np.int64:
        raise IntegrityLost(f"{folder} has {segment.count} rows and keys of shape {keys.shape}")
    return Base(segment, keys)


def verify_base(folder: Path) -> None:
    """Read all of a base and check that it is what was written.

    Raises:
        IntegrityLost: it is not.
    """
    manifest = read_base_manifest(folder)
    check_digest(folder / MANIFEST, manifest.segment)
    check_digest(folder / KEYS, manifest.keys)
    verify_segment(folder)
    keys = open_base(folder).keys
    if not (keys[1:] > keys[:-1]).all():
        raise IntegrityLost(f"{folder} has keys that are not in order")


def current(root: Path) -> int:
    """Return the generation that counts.

    Raises:
        NoLiveIndex: there is nothing at *root*.
        IntegrityLost: the pointer is damaged or gone.
    """
    if not root.is_dir():
        raise NoLiveIndex(str(root))
    return read_record(root / CURRENT, Pointer).generation


def make_current(root: Path, generation: int) -> None:
    """Let another generation count from now on, at once and for good."""
    replace_file(root / CURRENT, msgspec.json.encode(Pointer(generation=generation)))


def clean(root: Path, *, generation: int, first_journal: int) -> None:
    """Remove what no longer counts: other generations, older journals, what a crash left unfinished.

    Processes that have an old generation mapped keep it until they let go.
    """
    kept = generation_folder(root, generation)
    for folder in root.glob("generation-*"):
        if folder != kept:
            shutil.rmtree(folder)
    for journal in root.glob("journal-*.log"):
        if journal < journal_path(root, first_journal):
            journal.unlink()
    for left in root.glob(UNFINISHED + "*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
