import io

import pytest
from PIL import Image

from lapwing.intake.preview import Preview
from lapwing.model.evidence import ExposureStep
from lapwing.service.console.pictures import picture


def checks(side: int = 256) -> Preview:
    """Return a board of squares of two pixels, as fine as a preview can be."""
    board = Image.new("L", (side, side))
    board.putdata([255 * ((at % side // 2 + at // side // 2) % 2) for at in range(side * side)])
    return Preview(columns=side, rows=side, rgb=Image.merge("RGB", (board,) * 3).tobytes())


def shown(step: ExposureStep) -> Image.Image:
    return Image.open(io.BytesIO(picture(checks(), step)))


@pytest.mark.parametrize(
    ("step", "mode", "side"),
    [(ExposureStep.BLURRED, "L", 48), (ExposureStep.GREY, "L", 192), (ExposureStep.COLOUR, "RGB", 256)],
)
def test_each_step_shows_more(step: ExposureStep, mode: str, side: int) -> None:
    assert (shown(step).mode, shown(step).size) == (mode, (side, side))


def test_nothing_fine_is_left_of_what_is_blurred() -> None:
    levels = shown(ExposureStep.BLURRED).tobytes()
    assert max(levels) - min(levels) < 8


def test_a_picture_of_one_pixel_can_be_shown_at_every_step() -> None:
    for step in ExposureStep:
        assert picture(Preview(columns=1, rows=1, rgb=b"\1\2\3"), step)
