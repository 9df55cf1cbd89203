"""A segment on disk: written once, opened as it was, and never silently something else."""

import errno
import os
import warnings
from pathlib import Path

import numpy as np
import pytest

from lapwing.lists.index.build import build
from lapwing.lists.index.codes import as_words
from lapwing.lists.index.segment import Segment
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.folders import AlreadyThere, WriterBusy, new_folder
from lapwing.service.store.segments import open_segment, verify_segment, write_segment
from tests.index_material import mixed_codes


def same(left: Segment, right: Segment) -> bool:
    mine, theirs = left.arrays(), right.arrays()
    return (
        left.count == right.count
        and left.tables.plan == right.tables.plan
        and all(np.array_equal(mine[name], theirs[name]) for name in mine)
    )


@pytest.mark.parametrize("rows", [0, 1, 50])
def test_a_segment_opens_as_it_was_written(tmp_path: Path, rows: int) -> None:
    segment = build(mixed_codes(rows, np.random.default_rng(1)))
    write_segment(tmp_path / "one", segment)
    verify_segment(tmp_path / "one")
    assert same(open_segment(tmp_path / "one"), segment)


@pytest.mark.slow
def test_a_segment_with_tables_opens_mapped_and_cannot_be_written_to(tmp_path: Path) -> None:
    codes = np.random.default_rng(2).integers(0, 256, (21_000, 32), dtype=np.uint8)
    segment = build(codes)
    write_segment(tmp_path / "one", segment)
    opened = open_segment(tmp_path / "one")
    assert same(opened, segment)
    assert opened.search(codes[7:8], radius_bits=31).row.tolist() == [7]
    assert all(not array.flags.writeable for array in opened.arrays().values())
    assert str(tmp_path / "one" / "ids.npy") in Path("/proc/self/maps").read_text()


def test_a_segment_is_written_once(tmp_path: Path) -> None:
    write_segment(tmp_path / "one", build(np.zeros((1, 32), np.uint8)))
    with pytest.raises(AlreadyThere):
        write_segment(tmp_path / "one", build(np.ones((1, 32), np.uint8)))
    assert open_segment(tmp_path / "one").codes().sum() == 0


def test_two_writers_of_one_folder_do_not_mix(tmp_path: Path) -> None:
    segment = build(np.zeros((1, 32), np.uint8))
    with new_folder(tmp_path / "one"), pytest.raises(WriterBusy):
        write_segment(tmp_path / "one", segment)


def test_what_a_dead_writer_left_is_written_over(tmp_path: Path) -> None:
    left = tmp_path / ".unfinished-one"
    (left / "folder").mkdir(parents=True)
    (left / "codes.npy").write_bytes(b"half")
    write_segment(tmp_path / "one", build(np.zeros((1, 32), np.uint8)))
    verify_segment(tmp_path / "one")
    assert not left.exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_segment(tmp_path / "one", build(np.zeros((1, 32), np.uint8)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["codes", "rows", "row_starts", "offsets", "ids"])
def test_one_changed_bit_is_found(tmp_path: Path, name: str) -> None:
    write_segment(tmp_path / "one", build(mixed_codes(20, np.random.default_rng(3))))
    file = tmp_path / "one" / f"{name}.npy"
    content = file.read_bytes()
    for at in range(0, len(content), 29):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :])
        with pytest.raises(IntegrityLost):
            verify_segment(tmp_path / "one")


@pytest.mark.parametrize("name", ["segment.json", "codes.npy", "rows.npy"])
def test_a_missing_file_stops_the_opening(tmp_path: Path, name: str) -> None:
    write_segment(tmp_path / "one", build(np.zeros((2, 32), np.uint8)))
    (tmp_path / "one" / name).unlink()
    with pytest.raises(IntegrityLost, match=name):
        open_segment(tmp_path / "one")


def test_a_shortened_file_stops_the_opening(tmp_path: Path) -> None:
    write_segment(tmp_path / "one", build(np.eye(32, dtype=np.uint8)))
    file = tmp_path / "one" / "codes.npy"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(IntegrityLost, match="bytes, not"):
        open_segment(tmp_path / "one")


@pytest.mark.parametrize(
    ("old", "new"),
    [('"count": 32', '"count": 31'), ('"format": 1', '"format": 2'), ('"widths": []', '"widths": [200, 56]')],
)
def test_a_manifest_that_does_not_fit_its_arrays_stops_the_opening(
    tmp_path: Path, old: str, new: str
) -> None:
    write_segment(tmp_path / "one", build(np.eye(32, dtype=np.uint8)))
    manifest = tmp_path / "one" / "segment.json"
    assert old in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(old, new))
    with pytest.raises(IntegrityLost):
        open_segment(tmp_path / "one")


def test_codes_come_back_from_disk_bit_for_bit(tmp_path: Path) -> None:
    codes = mixed_codes(40, np.random.default_rng(4))
    write_segment(tmp_path / "one", build(codes))
    assert (open_segment(tmp_path / "one").codes() == as_words(codes)).all()


def mapped_kilobytes(file: Path) -> dict[str, int]:
    """Return what the kernel says of this process's mapping of *file*, by name, in kB."""
    lines = iter(Path("/proc/self/smaps").read_text().splitlines())
    for line in lines:
        if line.endswith(str(file)):
            break
    said: dict[str, int] = {}
    for line in lines:
        name, _, rest = line.partition(":")
        if not rest.strip().endswith("kB"):
            break
        said[name] = int(rest.split()[0])
    return said


@pytest.mark.slow
def test_two_processes_share_one_copy(tmp_path: Path) -> None:
    codes = np.random.default_rng(6).integers(0, 256, (21_000, 32), dtype=np.uint8)
    write_segment(tmp_path / "one", build(codes))
    ready, done = os.pipe(), os.pipe()
    with warnings.catch_warnings():
        # From 3.12 on Python warns of forking beside threads; this child touches none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        theirs = open_segment(tmp_path / "one").tables.ids
        theirs.sum()
        os.write(ready[1], b".")
        os.read(done[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    mine = open_segment(tmp_path / "one").tables.ids
    mine.sum()
    said = mapped_kilobytes(tmp_path / "one" / "ids.npy")
    os.write(done[1], b".")
    os.waitpid(child, 0)
    for end in (*ready, *done):
        os.close(end)
    assert said["Rss"] * 1024 >= mine.nbytes
    assert said["Private_Dirty"] == 0
    assert said["Pss"] <= said["Rss"] * 0.6
