"""The journal: what was acknowledged comes back, a torn end is cut, a damaged middle is never passed over."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from lapwing.model.errors import IntegrityLost
from lapwing.service.store.journal import Act, Change, Journal, read_records


def change(number: int) -> Change:
    """Return an addition for odd numbers, a removal for even ones."""
    if number % 2:
        keys = np.arange(number, number + 3)
        return Change(act=Act.ADD, keys=keys, codes=np.full((3, 32), number, np.uint8))
    return Change(act=Act.REMOVE, keys=np.array([number]), codes=np.zeros((0, 32), np.uint8))


def write(path: Path, numbers: range) -> list[int]:
    """Write records and return where each ends."""
    writer = Journal(path, end=0, number=numbers[0])
    ends = []
    for number in numbers:
        writer.append(change(number))
        ends.append(path.stat().st_size)
    writer.close()
    return ends


def read(path: Path) -> list[int]:
    return [record.number for record in read_records(path, start=0, number=1)]


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    ends = write(tmp_path / "j", range(1, 6))
    for record, end in zip(read_records(tmp_path / "j", start=0, number=1), ends, strict=True):
        wanted = change(record.number)
        assert (record.change.act, record.end) == (wanted.act, end)
        assert np.array_equal(record.change.keys, wanted.keys)
        assert np.array_equal(record.change.codes, wanted.codes)


def test_reading_goes_on_where_it_ended(tmp_path: Path) -> None:
    ends = write(tmp_path / "j", range(1, 6))
    assert [r.number for r in read_records(tmp_path / "j", start=ends[1], number=3)] == [3, 4, 5]


def test_a_record_cut_anywhere_ends_the_file_and_the_rest_is_kept(tmp_path: Path) -> None:
    ends = write(tmp_path / "j", range(1, 4))
    whole = (tmp_path / "j").read_bytes()
    for length in range(ends[1], ends[2], 3):
        (tmp_path / "j").write_bytes(whole[:length])
        assert read(tmp_path / "j") == [1, 2]


def test_zeros_behind_the_last_record_are_its_end(tmp_path: Path) -> None:
    write(tmp_path / "j", range(1, 4))
    with (tmp_path / "j").open("ab") as file:
        file.write(bytes(100))
    assert read(tmp_path / "j") == [1, 2, 3]


@pytest.mark.slow
def test_every_changed_byte_is_found(tmp_path: Path) -> None:
    write(tmp_path / "j", range(1, 4))
    whole = (tmp_path / "j").read_bytes()
    for at in range(len(whole)):
        (tmp_path / "j").write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        with pytest.raises(IntegrityLost):
            read(tmp_path / "j")


def test_a_record_taken_out_of_the_middle_is_missed(tmp_path: Path) -> None:
    first, second, _ = write(tmp_path / "j", range(1, 4))
    whole = (tmp_path / "j").read_bytes()
    (tmp_path / "j").write_bytes(whole[:first] + whole[second:])
    with pytest.raises(IntegrityLost, match=r"record 3 .* stands where 2 should"):
        read(tmp_path / "j")


def test_a_failed_write_is_undone_and_the_next_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Journal(tmp_path / "j", end=0, number=1)
    writer.append(change(1))
    whole = (tmp_path / "j").read_bytes()
    real, left = os.fsync, [1]

    def fails_once(file: int) -> None:
        if left:
            left.pop()
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", fails_once)
    with pytest.raises(OSError, match="No space"):
        writer.append(change(2))
    assert (tmp_path / "j").read_bytes() == whole
    writer.append(change(2))
    writer.close()
    assert read(tmp_path / "j") == [1, 2]


def test_nothing_is_written_behind_a_failure_that_could_not_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Journal(tmp_path / "j", end=0, number=1)

    def fails(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(OSError, match="Input/output"):
            writer.append(change(1))
    with pytest.raises(IntegrityLost, match="open it anew"):
        writer.append(change(1))
    writer.close()
