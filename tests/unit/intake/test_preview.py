import io

import pytest
from PIL import Image

from lapwing.intake.preview import MOST_SIDE_PIXELS, RGB_BYTES, preview
from lapwing.intake.refusal import Refused
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Limits

LIMITS = Limits()
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def saved(image: Image.Image, name: str = "PNG", *, orientation: int = 1) -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(stream, name, exif=exif.tobytes())
    return stream.getvalue()


def pixel(data: bytes, column: int, row: int, *, side: int = MOST_SIDE_PIXELS) -> tuple[int, ...]:
    drawn = preview(data, side_pixels=side, limits=LIMITS)
    at = (row * drawn.columns + column) * RGB_BYTES
    return tuple(drawn.rgb[at : at + RGB_BYTES])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_that_is_read_can_be_drawn(name: str) -> None:
    drawn = preview(SAMPLES[name], side_pixels=MOST_SIDE_PIXELS, limits=LIMITS)
    assert len(drawn.rgb) == drawn.columns * drawn.rows * RGB_BYTES > 0


@pytest.mark.parametrize(
    ("asked", "longer"), [(0, 1), (1, 1), (100, 100), (256, 256), (257, 256), (9999, 256)]
)
def test_no_side_is_longer_than_asked_or_allowed(asked: int, longer: int) -> None:
    drawn = preview(saved(Image.new("RGB", (640, 400))), side_pixels=asked, limits=LIMITS)
    assert max(drawn.columns, drawn.rows) == longer


def test_it_is_turned_as_it_is_displayed() -> None:
    stored = Image.new("RGB", (64, 32), BLUE)
    stored.paste(RED, (0, 0, 32, 32))  # the left half; turned by a quarter it is the upper one
    data = saved(stored, orientation=6)
    assert pixel(data, 16, 8) == RED
    assert pixel(data, 16, 56) == BLUE


def test_what_is_transparent_is_shown_on_white() -> None:
    assert pixel(saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0))), 4, 4) == WHITE


def test_wide_grey_is_not_cut_off() -> None:
    wide = Image.new("I;16", (8, 8), 32768)
    assert 120 <= pixel(saved(wide), 4, 4)[0] <= 135


def test_a_picture_that_breaks_off_is_drawn_as_far_as_it_goes() -> None:
    data = saved(Image.effect_noise((256, 256), 60), "JPEG")
    assert preview(data[: len(data) // 2], side_pixels=64, limits=LIMITS).columns == 64


@pytest.mark.parametrize("data", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        preview(data, side_pixels=64, limits=LIMITS)


def test_a_picture_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(Refused):
        preview(saved(Image.new("L", (100, 100))), side_pixels=64, limits=Limits(pixels=9_999))
