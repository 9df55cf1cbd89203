"""Pages are counted along their chain, whatever it claims."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.counting import tiff_pages
from tests.picture_material import hills, saved

PAGES = [hills(8, 8, seed) for seed in range(5)]


@pytest.mark.parametrize("big", [False, True])
def test_pages_are_counted(big: bool) -> None:  # noqa: FBT001 - one of two cases
    data = saved(PAGES[0], "TIFF", save_all=True, append_images=PAGES[1:], big_tiff=big)
    assert tiff_pages(data) == 5


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    assert tiff_pages(struct.pack("<2sHIHI", b"II", 42, 8, 0, 8)) == 1


@given(st.binary(max_size=60))
def test_any_bytes_have_a_count(data: bytes) -> None:
    assert tiff_pages(b"MM\0*" + data) >= 0
