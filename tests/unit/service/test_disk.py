"""A disk that is full is told as that, and nothing else is."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from lapwing.service.disk import DiskFull, is_full, require_room


def free_bytes(folder: Path) -> int:
    facts = os.statvfs(folder)
    return facts.f_bavail * facts.f_frsize


def test_room_is_what_is_free(tmp_path: Path) -> None:
    require_room(tmp_path, least_bytes=free_bytes(tmp_path) // 2)
    with pytest.raises(DiskFull, match="KiB are free"):
        require_room(tmp_path, least_bytes=2 * free_bytes(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_quota_is_a_disk_that_is_full(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(DiskFull):
        require_room(tmp_path, least_bytes=0)


def test_a_disk_that_only_reads_is_not_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(OSError, match="read-only"):
        require_room(tmp_path, least_bytes=0)
    assert not is_full(OSError(errno.EROFS, "read-only"))
    assert not is_full(ValueError("os error 13"))
