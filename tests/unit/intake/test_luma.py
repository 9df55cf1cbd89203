"""Every mode becomes luminance as displayed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from lapwing.intake.luma import BAND_PIXELS, layers
from lapwing.model.content import Layer
from tests.picture_material import Pixels, hills

PICTURE = hills()


def luma_of(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the definition: 0.299 R + 0.587 G + 0.114 B."""
    luma: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = pixels @ np.array([0.299, 0.587, 0.114])
    return luma


def shown(image: Image.Image, *, reduce_by: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    planes = layers(image, reduce_by=reduce_by)
    assert set(planes) == {Layer.SHOWN}
    return planes[Layer.SHOWN]


def test_colours_are_weighed() -> None:
    luma = shown(PICTURE)
    assert luma.dtype == np.float32
    assert np.abs(luma - luma_of(np.asarray(PICTURE))).max() < 1e-4


@pytest.mark.parametrize(
    ("mode", "levels"), [("L", 1), ("RGBA", 0.01), ("P", 40), ("CMYK", 1), ("YCbCr", 2), ("RGBX", 0.01)]
)
def test_other_modes_look_the_same(mode: str, levels: float) -> None:
    assert np.abs(shown(PICTURE.convert(mode)) - luma_of(np.asarray(PICTURE))).mean() < levels


def test_lab_is_shown_through_its_profile() -> None:
    lab = ImageCms.profileToProfile(
        PICTURE, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    assert np.abs(shown(lab) - luma_of(np.asarray(PICTURE))).mean() < 2


def test_one_bit_is_black_and_white() -> None:
    assert set(np.unique(shown(PICTURE.convert("1")))) == {0, 255}


@pytest.mark.parametrize("order", ["<u2", ">u2"])
def test_sixteen_bits_are_scaled_and_not_clipped(order: str) -> None:
    grey = np.asarray(PICTURE.convert("L"))
    wide = (grey.astype(np.uint16) * 257).astype(order)
    image = Image.frombytes("I;16" if order == "<u2" else "I;16B", PICTURE.size, wide.tobytes())
    assert np.abs(shown(image) - grey).max() < 0.01


@pytest.mark.parametrize(("scale", "offset"), [(1, 0), (257, 0), (1 / 255, 0)])
def test_wide_values_are_scaled_by_their_range(scale: float, offset: float) -> None:
    grey = np.asarray(PICTURE.convert("L")).astype(np.float32)
    assert np.abs(shown(Image.fromarray((grey * scale + offset).astype(np.float32))) - grey).max() < 0.01


def test_values_beyond_any_known_range_are_stretched() -> None:
    luma = shown(Image.fromarray(np.array([[-1e9, 0.0, 1e9, np.nan, np.inf]], np.float32)))
    assert (luma[0, 0], luma[0, 2]) == (0, 255)
    assert np.isfinite(luma).all()


def test_transparency_shows_what_is_behind() -> None:
    image = PICTURE.convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(PICTURE.size))
    stored, alpha = luma_of(np.asarray(PICTURE)), np.asarray(image)[..., 3] / 255
    planes = layers(image, reduce_by=1)
    assert list(planes) == [Layer.SHOWN, Layer.ON_BLACK, Layer.OPAQUE]
    assert np.abs(planes[Layer.SHOWN] - (stored * alpha + 255 * (1 - alpha))).max() < 1e-3
    assert np.abs(planes[Layer.ON_BLACK] - stored * alpha).max() < 1e-3
    assert np.abs(planes[Layer.OPAQUE] - stored).max() < 1e-3


@pytest.mark.parametrize(("mode", "key"), [("P", 0), ("L", 0), ("RGB", (0, 0, 0))])
def test_a_transparent_colour_is_see_through(mode: str, key: object) -> None:
    image = Image.new(mode, (4, 4))
    image.info["transparency"] = key
    planes = layers(image, reduce_by=1)
    assert (planes[Layer.SHOWN] == 255).all()
    assert (planes[Layer.OPAQUE] == 0).all()
    assert Layer.ON_BLACK in planes


def test_a_layer_that_looks_the_same_is_not_given_twice() -> None:
    white = Image.new("RGBA", (4, 4), (255, 255, 255, 0))
    assert set(layers(white, reduce_by=1)) == {Layer.SHOWN, Layer.ON_BLACK}
    assert set(layers(PICTURE.convert("RGBA"), reduce_by=1)) == {Layer.SHOWN}


@given(rows=st.integers(1, 40), columns=st.integers(1, 40), reduce_by=st.integers(1, 7), see=st.booleans())
def test_reducing_gives_the_mean_of_each_block(rows: int, columns: int, reduce_by: int, see: bool) -> None:  # noqa: FBT001 - one of two cases
    image = hills(rows, columns)
    stored = luma_of(np.asarray(image))
    if see:
        image.putalpha(200)
    planes = layers(image, reduce_by=reduce_by)
    reduced = planes[Layer.OPAQUE if see else Layer.SHOWN]
    assert reduced.shape == (-(-rows // reduce_by), -(-columns // reduce_by))
    for row, column in {(0, 0), (reduced.shape[0] - 1, reduced.shape[1] - 1)}:
        block = stored[row * reduce_by : (row + 1) * reduce_by, column * reduce_by : (column + 1) * reduce_by]
        # Pillow rounds each channel of a reduced opaque picture to whole levels, now and then the wrong way.
        assert abs(reduced[row, column] - block.mean()) < (0.01 if see else 1)


def test_bands_join_without_a_seam() -> None:
    tall = hills(BAND_PIXELS // 500 * 2 + 7, 500)
    assert np.abs(shown(tall) - luma_of(np.asarray(tall))).max() < 1e-4
