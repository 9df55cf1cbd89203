"""Memory that is handed to a worker is not the worker's to change."""

import mmap
import os

import pytest

from lapwing.service.sandbox.desk import DESK_BYTES, Desk
from lapwing.service.sandbox.sealed import Sealed


def test_what_is_put_on_the_desk_is_read_from_it() -> None:
    desk = Desk()
    with mmap.mmap(desk.descriptor, DESK_BYTES, prot=mmap.PROT_READ) as theirs:
        desk.put(b"first, which is long")
        desk.put(b"second")
        assert theirs[:6] == b"second"
    desk.close()
    desk.close()


def test_nobody_who_is_handed_the_desk_can_write_to_it() -> None:
    desk = Desk()
    with pytest.raises(PermissionError):
        mmap.mmap(desk.descriptor, DESK_BYTES)
    with pytest.raises(PermissionError):
        os.write(desk.descriptor, b"x")
    with pytest.raises(PermissionError):
        os.ftruncate(desk.descriptor, 1)
    desk.close()


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 5000])
def test_a_sealed_file_holds_the_bytes_for_good(data: bytes) -> None:
    with Sealed(data) as sealed:
        assert os.pread(sealed.descriptor, len(data) + 1, 0) == data
        with pytest.raises(PermissionError):
            os.pwrite(sealed.descriptor, b"x", 0)
        with pytest.raises(PermissionError):
            os.ftruncate(sealed.descriptor, len(data) + 1)
