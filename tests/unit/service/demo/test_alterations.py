import io

import numpy as np
import pytest
from PIL import Image

from lapwing.service.demo.alterations import ALTERATIONS, MODES, ORIENTATION_TAG, SUFFIXES, Family, SaveAs
from lapwing.service.demo.altering import frame
from lapwing.service.demo.pictures import picture
from lapwing.service.demo.wording import seeded

ORIGINAL = picture(4, size=(240, 180))


@pytest.mark.parametrize("name", ALTERATIONS)
def test_it_gives_a_new_picture_in_the_mode_it_promises(name: str) -> None:
    before = ORIGINAL.tobytes()
    made = ALTERATIONS[name](ORIGINAL, seeded(name))
    assert made.mode == ALTERATIONS[name].mode
    assert min(made.size) > 0
    assert made is not ORIGINAL
    assert ORIGINAL.tobytes() == before


@pytest.mark.parametrize("name", ALTERATIONS)
def test_the_same_randomness_gives_the_same_file_and_it_opens(name: str) -> None:
    alteration = ALTERATIONS[name]
    made = alteration.file(ORIGINAL, seeded(name, 1))
    assert made == alteration.file(ORIGINAL, seeded(name, 1))
    with Image.open(io.BytesIO(made)) as opened:
        opened.load()
        assert SUFFIXES[str(opened.format)] == alteration.save_as.suffix


def test_every_family_has_an_alteration() -> None:
    assert {each.family for each in ALTERATIONS.values()} == set(Family)


def test_every_alteration_is_kept_by_the_format_it_is_saved_in() -> None:
    for each in ALTERATIONS.values():
        assert each.mode in MODES[each.save_as.kind]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("turned 90", (180, 240)),
        ("turned 180", (240, 180)),
        ("turned 270", (180, 240)),
        ("mirrored", (240, 180)),
        ("mirrored and turned", (180, 240)),
        ("cropped 5 %", (228, 171)),
        ("cropped 20 %", (192, 144)),
        ("cropped square", (180, 180)),
    ],
)
def test_sizes_follow_from_what_is_done(name: str, size: tuple[int, int]) -> None:
    made = ALTERATIONS[name](ORIGINAL, seeded(name))
    assert abs(made.width - size[0]) <= 1
    assert abs(made.height - size[1]) <= 1


def test_four_quarter_turns_give_the_picture_again() -> None:
    turned = ORIGINAL
    for _ in range(4):
        turned = ALTERATIONS["turned 90"](turned, seeded(0))
    assert turned.tobytes() == ORIGINAL.tobytes()


@pytest.mark.parametrize("ratio", [(240, 135), (240, 120), (135, 240), (200, 200), (240, 180)])
def test_a_letterboxed_picture_has_bars(ratio: tuple[int, int]) -> None:
    shown = picture(3, size=ratio)
    for draw in range(12):
        boxed = frame.letterboxed(shown, seeded("bars", draw))
        assert abs(boxed.width / boxed.height - shown.width / shown.height) > 0.1


def test_the_tag_turns_the_pixels_back() -> None:
    made = Image.open(io.BytesIO(ALTERATIONS["turned by its tag"].file(ORIGINAL, seeded(0))))
    assert made.getexif()[ORIENTATION_TAG] == 6
    shown = np.asarray(made.transpose(Image.Transpose.ROTATE_270), dtype=np.int16)
    assert np.abs(shown - np.asarray(ORIGINAL, dtype=np.int16)).mean() < 6


def test_a_format_that_cannot_keep_a_mode_gets_rgb() -> None:
    data = SaveAs(kind="JPEG").encode(ORIGINAL.convert("RGBA"))
    assert Image.open(io.BytesIO(data)).mode == "RGB"
