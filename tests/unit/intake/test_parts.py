"""What follows a picture is read, passed over for a reason, or counted as not measured."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lapwing.intake.ends import end_of_picture
from lapwing.intake.gifs import alone, outline
from lapwing.intake.parts import SHORT_TAIL_BYTES, split
from lapwing.intake.samples import SAMPLES
from tests.picture_material import film, hills, long_gif, saved

ENDING = sorted(set(SAMPLES) - {"TIFF"})
PICTURE = hills(200, 300)


@pytest.mark.parametrize("name", ENDING)
def test_a_picture_ends_where_its_bytes_end(name: str) -> None:
    assert end_of_picture(name, SAMPLES[name]) == len(SAMPLES[name])


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"optimize": True}, {"exif": b"Exif\0\0\xff\xd9"}]
)
def test_a_jpeg_ends_at_its_end_marker(options: dict[str, object]) -> None:
    data = saved(PICTURE, "JPEG", **options)
    assert end_of_picture("JPEG", data + b"more") == len(data)


@pytest.mark.parametrize("name", ENDING)
@pytest.mark.parametrize("tail", [b"\0", b"\0" * 100_000, b"\r\n\x1a"])
def test_padding_behind_a_picture_is_nothing(name: str, tail: bytes) -> None:
    if name == "GIF":
        assert SAMPLES[name].endswith(b";")
    found = split(SAMPLES[name] + tail, most=8)
    assert (len(found.parts), found.tail_bytes, found.tail_matters) == (1, 0, False)


@pytest.mark.parametrize("name", ENDING)
@pytest.mark.parametrize("behind", sorted(SAMPLES))
def test_a_picture_behind_a_picture_is_found(name: str, behind: str) -> None:
    found = split(SAMPLES[name] + SAMPLES[behind], most=8)
    assert [part.name for part in found.parts] == [name, behind]
    assert [part.start for part in found.parts] == [0, len(SAMPLES[name])]
    assert found.tail_bytes == 0


@pytest.mark.parametrize(
    ("tail", "matters"),
    [
        (b"note" * (SHORT_TAIL_BYTES // 4), False),
        (b"note" * (SHORT_TAIL_BYTES // 4) + b"s", True),
        (b"PK\x05\x06" + b"\0" * 18, True),
        (b"xx<SCRIPT>", True),
        (b"%PDF-1.4", True),
        (b"\0\0\0\x18ftypmp42", True),
    ],
)
@pytest.mark.parametrize("name", ENDING)
def test_a_tail_matters_if_it_can_hold_something(name: str, tail: bytes, matters: bool) -> None:  # noqa: FBT001 - an expected value
    found = split(SAMPLES[name] + tail, most=8)
    assert (found.tail_bytes, found.tail_matters) == (len(tail.lstrip(b"\0")), matters)


def test_pictures_beyond_the_most_are_a_tail_that_matters() -> None:
    found = split(SAMPLES["PNG"] * 3, most=2)
    assert len(found.parts) == 2
    assert (found.tail_bytes, found.tail_matters) == (len(SAMPLES["PNG"]), True)


@pytest.mark.parametrize("name", sorted(set(ENDING) - {"BMP"}))
def test_a_picture_cut_short_has_no_end(name: str) -> None:
    """All but BMP, whose length field is not to be relied on; there the decoder notices."""
    data = SAMPLES[name]
    for tenth in range(1, 10):
        assert end_of_picture(name, data[: len(data) * tenth // 10]) is None, tenth


def test_the_outline_of_a_gif_is_that_of_its_decoder() -> None:
    data = film("GIF", 7)
    plan = outline(data)
    with Image.open(io.BytesIO(data)) as image:
        assert (plan.columns, plan.rows) == image.size
        assert len(plan.starts) == image.n_frames  # type: ignore[attr-defined]  # GIFs have it
    assert plan.end == len(data)


def test_a_frame_taken_out_of_a_gif_stands_alone() -> None:
    data = film("GIF", 7)
    with Image.open(io.BytesIO(alone(data, outline(data), 5))) as image:
        assert image.convert("L").getextrema() == (40, 40)


def test_a_frame_outside_the_canvas_makes_it_larger() -> None:
    at = 13 + 6
    data = bytearray(long_gif(1))
    data[at + 1 : at + 9] = b"\xff\xff\x01\x00\x01\x00\x01\x00"
    assert (outline(bytes(data)).columns, outline(bytes(data)).rows) == (65_536, 2)


@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=60), st.integers(0, 400))
def test_any_bytes_can_be_split(name: str, noise: bytes, at: int) -> None:
    data = SAMPLES[name]
    found = split(data[:at] + noise + data[at:], most=4)
    assert len(found.parts) <= 4
    assert all(part.end is None or part.end > 0 for part in found.parts)
