"""EXIF orientation is applied as viewers do, and ignored where it is broken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from lapwing.intake.orientation import as_displayed, orientation_of
from tests.picture_material import exif

LUMA = np.arange(12, dtype=np.float32).reshape(3, 4)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_what_the_block_says_is_read_in_either_byte_order(orientation: int, order: str) -> None:
    assert orientation_of(exif(orientation, order=order)) == orientation
    assert orientation_of(exif(orientation, order=order).removeprefix(b"Exif\0\0")) == orientation


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_pillow_turns_it(orientation: int) -> None:
    image = Image.fromarray(LUMA)
    image.getexif()[0x0112] = orientation
    turned = as_displayed(LUMA, orientation)
    assert np.array_equal(turned, np.asarray(ImageOps.exif_transpose(image)))
    assert np.shares_memory(turned, LUMA)


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0XX*\0",
        exif(0),
        exif(9),
        exif(6, sort=4),
        exif(6, count=2),
        exif(6)[:-10],
        b"II*\0" + (2**32 - 1).to_bytes(4, "little"),
    ],
)
def test_a_broken_block_asks_for_nothing(block: bytes) -> None:
    assert orientation_of(block) is None


def test_a_block_without_orientation_is_upright() -> None:
    assert orientation_of(b"II*\0\x08\0\0\0\0\0\0\0\0\0") == 1


@given(st.binary(max_size=80))
def test_any_block_gives_an_orientation_or_none(block: bytes) -> None:
    assert orientation_of(b"II*\0" + block) in {None, *range(1, 9)}
