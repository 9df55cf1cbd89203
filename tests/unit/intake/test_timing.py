"""How long frames are shown is what a decoder says, and what browsers make of it."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lapwing.intake.gifs import outline
from lapwing.intake.timing import HURRIED_BECOMES_MS, times_on_show
from tests.picture_material import film, long_gif

TIMES = (40, 1000, 20, 350, 60_000, 90)


def read(name: str, data: bytes, count: int) -> tuple[int, ...]:
    return times_on_show(name, data, outline(data) if name == "GIF" else None, count=count)


@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP", "AVIF"])
def test_times_are_those_of_the_decoder(name: str) -> None:
    data = film(name, len(TIMES), duration=TIMES)
    with Image.open(io.BytesIO(data)) as image:
        decoded = []
        for at in range(len(TIMES)):
            image.seek(at)
            image.load()
            decoded.append(round(image.info["duration"]))
    assert list(read(name, data, len(TIMES))) == decoded == list(TIMES)


@pytest.mark.parametrize(
    ("asked_ms", "shown_ms"), [(0, HURRIED_BECOMES_MS), (10, HURRIED_BECOMES_MS), (20, 20)]
)
def test_hurried_frames_are_shown_as_browsers_do(asked_ms: int, shown_ms: int) -> None:
    assert read("PNG", film("PNG", 3, duration=asked_ms), 3) == (shown_ms,) * 3


def test_a_picture_before_the_animation_counts_as_a_frame() -> None:
    shades = [Image.new("L", (4, 4), level) for level in (0, 90, 200)]
    stream = io.BytesIO()
    shades[0].save(
        stream, "PNG", save_all=True, append_images=shades[1:], default_image=True, duration=[70, 80]
    )
    assert read("PNG", stream.getvalue(), 3) == (HURRIED_BECOMES_MS, 70, 80)


def test_times_that_are_not_all_there_are_none() -> None:
    assert read("GIF", long_gif(5), 5) == (HURRIED_BECOMES_MS,) * 5
    assert read("PNG", film("PNG", 4), 5) == ()
    assert read("TIFF", film("TIFF", 2), 2) == ()


@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP", "AVIF"])
@given(noise=st.binary(max_size=40), at=st.integers(0, 3000))
def test_any_bytes_give_times_or_none(name: str, noise: bytes, at: int) -> None:
    data = FILMS[name]
    found = read(name, data[:at] + noise + data[at + len(noise) :], 3)
    assert len(found) in {0, 3}
    assert min(found, default=1) >= 1


def test_a_table_of_times_that_claims_billions_is_cut() -> None:
    data = bytearray(FILMS["AVIF"])
    at = data.index(b"stts") + 12
    data[at : at + 4] = struct.pack(">I", 2**32 - 1)
    assert len(read("AVIF", bytes(data), 3)) == 3


FILMS = {name: film(name, 3) for name in ("GIF", "PNG", "WEBP", "AVIF")}
