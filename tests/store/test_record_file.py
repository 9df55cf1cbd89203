"""A record is read whole, or it is told apart whether it is lost or cannot be had now."""

from pathlib import Path

import pytest

from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.store.generations import Pointer
from lapwing.service.store.record_file import read_record


def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(b'{"generation": 7}')
    assert read_record(tmp_path / "record", Pointer).generation == 7


@pytest.mark.parametrize("content", [b"", b"\xff", b'{"generation": "\xff"}', b"{}", b"[" * 100_000])
def test_what_is_no_record_is_lost(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "record").write_bytes(content)
    with pytest.raises(IntegrityLost):
        read_record(tmp_path / "record", Pointer)


def test_what_is_gone_is_lost(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(IntegrityLost, match="is gone"):
            read_record(path, Pointer)


def test_what_cannot_be_read_now_is_not_lost() -> None:
    with pytest.raises(Unavailable, match="Input/output error"):
        read_record(Path("/proc/self/mem"), Pointer)
