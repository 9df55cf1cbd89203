"""A segment on disk: a folder of arrays, written once, mapped by every process that searches it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.codes import CODE_WORDS
from lapwing.lists.index.plan import Plan
from lapwing.lists.index.segment import Segment
from lapwing.lists.index.tables import Tables
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.service.store.arrays import FileFacts, check_digest, map_array, write_array
from lapwing.service.store.folders import new_folder, write_synced
from lapwing.service.store.record_file import read_record

MANIFEST = "segment.json"


class SegmentManifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the folder holds.

    format: of this layout; another number is another layout.
    count: rows. widths: of the parts, in bits.
    files: by array name, without ".npy".
    """

    format: Literal[1] = 1
    count: int
    widths: tuple[int, ...]
    files: dict[str, FileFacts]


def write_segment(folder: Path, segment: Segment) -> None:
    """Write *segment* to *folder*, which appears when everything in it is on the disk.

    Raises:
        AlreadyThere: *folder* exists; a segment is written once.
        WriterBusy: another process is writing the same folder.
    """
    with new_folder(folder) as unfinished:
        fill_segment(unfinished, segment)


def fill_segment(folder: Path, segment: Segment) -> None:
    """Write *segment* into an empty folder that the caller makes visible when all is done."""
    files = {name: write_array(folder / f"{name}.npy", array) for name, array in segment.arrays().items()}
    manifest = SegmentManifest(count=segment.count, widths=segment.tables.plan.widths, files=files)
    write_synced(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))


def open_segment(folder: Path) -> Segment:
    """Return the segment in *folder*, mapped and not read: it opens in milliseconds whatever its size.

    Lengths, types and shapes are checked here, every byte by verify_segment.

    Raises:
        IntegrityLost: a file is missing or is not what was written.
    """
    manifest = _manifest(folder)
    arrays = {name: map_array(folder / f"{name}.npy", facts) for name, facts in manifest.files.items()}
    try:
        segment = _segment(manifest, arrays)
        _check_shapes(segment)
    except (KeyError, BadInput) as wrong:
        raise IntegrityLost(f"{folder}: {wrong}") from wrong
    return segment


def verify_segment(folder: Path) -> None:
    """Read all of a segment and check that it is what was written.

    Raises:
        IntegrityLost: it is not.
    """
    for name, facts in _manifest(folder).files.items():
        check_digest(folder / f"{name}.npy", facts)
    open_segment(folder)


def _manifest(folder: Path) -> SegmentManifest:
    """Return the manifest of a segment.

    Raises:
        IntegrityLost: it is missing, or of another form.
    """
    return read_record(folder / MANIFEST, SegmentManifest)


def _segment(manifest: SegmentManifest, arrays: Mapping[str, NDArray[Any]]) -> Segment:
    """Put a segment together from its arrays."""
    tables = Tables(
        plan=Plan(manifest.widths), codes=arrays["codes"], offsets=arrays["offsets"], ids=arrays["ids"]
    )
    return Segment(count=manifest.count, tables=tables, row_starts=arrays["row_starts"], rows=arrays["rows"])


def _check_shapes(segment: Segment) -> None:
    """Check that the arrays fit together, so that no search can read outside them.

    Raises:
        IntegrityLost: they do not.
    """
    tables = segment.tables
    codes, parts = len(tables.codes), len(tables.plan.widths)
    repeats = len(segment.rows) > 0
    fits = (
        tables.codes.shape == (codes, CODE_WORDS)
        and tables.codes.dtype == np.uint64
        and tables.ids.shape == (codes * parts,)
        and tables.ids.dtype == np.uint32
        and tables.offsets.shape == (tables.plan.buckets + 1 if parts else 0,)
        and tables.offsets.dtype in (np.dtype(np.uint32), np.dtype(np.uint64))
        and segment.rows.shape == (segment.count if repeats else 0,)
        and segment.row_starts.shape == (codes + 1 if repeats else 0,)
        and segment.rows.dtype == segment.row_starts.dtype == np.uint32
        and (repeats or codes == segment.count)
    )
    if not fits:
        raise IntegrityLost("the arrays of a segment do not fit together")
