"""Pictures are read as displayed; what is hostile or cut gives a refusal or a gap."""

import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from lapwing.intake import recognise
from lapwing.intake.kinds.image import KIND
from lapwing.intake.refusal import Refused
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Content, Grain, Layer, Limits, Why
from tests.picture_material import chunk, exif, film, hills, long_gif, png, saved

LIMITS = Limits()
SMALL = Limits(pixels=10_000)
PICTURE = hills()
LARGE = hills(760, 900)
LOSSLESS = {"PNG": {}, "TIFF": {}, "BMP": {}, "WEBP": {"lossless": True}}


def read(data: bytes, *, limits: Limits = LIMITS, grain: Grain = Grain.SCALED) -> Content:
    return KIND.read(data, limits=limits, grain=grain)


def whys(content: Content) -> list[Why]:
    return [gap.why for gap in content.gaps]


def refused(data: bytes, *, limits: Limits = LIMITS) -> Why:
    with pytest.raises(Refused) as caught:
        read(data, limits=limits)
    return caught.value.why


def grey(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    luma: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.asarray(image.convert("RGB")) @ np.array(
        [0.299, 0.587, 0.114]
    )
    return luma


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_is_recognised_and_read_whole(name: str) -> None:
    content = read(SAMPLES[name])
    assert recognise(SAMPLES[name]) == "image"
    assert (content.facts["format"], content.gaps) == (name, ())
    (frame,) = content.frames
    assert frame.exact
    assert frame.luma.shape == (frame.full_rows, frame.full_columns)


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_lossless_picture_is_read_exactly(name: str) -> None:
    (frame,) = read(saved(PICTURE, name, **LOSSLESS[name])).frames
    assert np.abs(frame.luma - grey(PICTURE)).max() < 1e-3


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        *((mode, options) for mode in ("RGB", "L", "CMYK") for options in ({}, {"progressive": True})),
        ("RGB", {"subsampling": 0}),
        ("RGB", {"keep_rgb": True}),
    ],
)
def test_a_scaled_jpeg_is_the_mean_of_its_blocks(mode: str, options: dict[str, object]) -> None:
    data = saved(LARGE.convert(mode), "JPEG", quality=95, **options)
    (scaled,) = read(data).frames
    (exact,) = read(data, grain=Grain.EXACT).frames
    assert (scaled.exact, exact.exact) == (False, True)
    assert scaled.luma.shape == (380, 450)
    assert (scaled.full_rows, scaled.full_columns) == exact.luma.shape == (760, 900)
    means = exact.luma.reshape(380, 2, 450, 2).mean(axis=(1, 3))
    assert np.abs(scaled.luma.astype(float) - means).mean() < 1.5
    assert np.abs(exact.luma - grey(LARGE.convert(mode))).mean() < 3


@pytest.mark.parametrize(("side", "exact"), [(512, True), (513, False)])
def test_a_small_jpeg_is_read_exactly(side: int, exact: bool) -> None:  # noqa: FBT001 - an expected value
    (frame,) = read(saved(hills(side, 300), "JPEG")).frames
    assert frame.exact is exact
    assert frame.luma.dtype == (np.float32 if exact else np.uint8)


@pytest.mark.parametrize(("side", "reduce_by"), [(1024, 1), (1025, 2)])
def test_a_large_picture_is_reduced_unless_asked_for_exactly(side: int, reduce_by: int) -> None:
    data = saved(hills(side, 800), "PNG")
    (frame,) = read(data).frames
    assert frame.luma.shape == (-(-side // reduce_by), 800 // reduce_by)
    assert (frame.full_rows, frame.exact) == (side, reduce_by == 1)
    (full,) = read(data, grain=Grain.EXACT).frames
    assert (full.luma.shape, full.exact) == ((side, 800), True)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(name: str, orientation: int) -> None:
    turn = Image.Transpose
    undo = [
        None,
        turn.FLIP_LEFT_RIGHT,
        turn.ROTATE_180,
        turn.FLIP_TOP_BOTTOM,
        turn.TRANSPOSE,
        turn.ROTATE_90,
        turn.TRANSVERSE,
        turn.ROTATE_270,
    ][orientation - 1]
    stored = PICTURE if undo is None else PICTURE.transpose(undo)
    tags = Image.Exif()
    tags[0x0112] = orientation
    (frame,) = read(saved(stored, name, exif=tags, quality=95)).frames
    assert frame.luma.shape == (frame.full_rows, frame.full_columns) == (60, 80)
    assert np.abs(frame.luma - grey(PICTURE)).mean() < 4


@pytest.mark.parametrize(
    "block", [exif(9), exif(6)[:-8], b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff"]
)
def test_broken_exif_is_ignored_and_said(block: bytes) -> None:
    content = read(saved(PICTURE, "JPEG", exif=block))
    assert content.facts["orientation"] == "broken EXIF, ignored"
    assert content.gaps == ()
    assert content.frames[0].luma.shape == (60, 80)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_broken_profile_is_ignored(name: str) -> None:
    content = read(saved(PICTURE, name, icc_profile=b"no profile at all" * 9))
    assert (len(content.frames), content.gaps) == (1, ())


def test_sixteen_bit_colour_is_scaled() -> None:
    rows = b"".join(b"\0" + struct.pack(">3H", 0x8080, 0x4040, 0xFFFF) * 4 for _ in range(4))
    data = png(4, 4, rest=[chunk(b"IDAT", zlib.compress(rows))], depth=16, colour=2)
    assert np.allclose(read(data).frames[0].luma, 0.299 * 0x80 + 0.587 * 0x40 + 0.114 * 0xFF, atol=0.5)


def test_sixteen_bit_grey_is_scaled() -> None:
    rows = b"".join(b"\0" + struct.pack(">2H", 0x0101, 0x8080) for _ in range(2))
    data = png(2, 2, rest=[chunk(b"IDAT", zlib.compress(rows))], depth=16)
    assert np.allclose(read(data).frames[0].luma, [[1, 128], [1, 128]], atol=0.01)


def test_what_transparency_hides_is_a_layer_of_its_own() -> None:
    hidden = PICTURE.convert("RGBA")
    hidden.putalpha(0)
    content = read(saved(hidden, "PNG"))
    assert [frame.layer for frame in content.frames] == [Layer.SHOWN, Layer.ON_BLACK, Layer.OPAQUE]
    assert np.abs(content.frames[2].luma - grey(PICTURE)).max() < 1e-3


# Animations and pages


@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize(("count", "taken"), [(4, [0, 1, 2, 3]), (5, [0, 1, 2, 4]), (20, [0, 6, 12, 19])])
def test_frames_are_sampled_to_the_last(name: str, count: int, taken: list[int]) -> None:
    content = read(film(name, count), limits=Limits(frames=4))
    shown = [frame for frame in content.frames if frame.layer is Layer.SHOWN]
    assert [frame.index for frame in shown] == taken
    levels = [float(np.asarray(frame.luma).mean()) for frame in shown]
    assert levels == pytest.approx([8 * index for index in taken], abs=3)
    assert whys(content) == ([] if count == 4 else [Why.SAMPLED])
    if count > 4:
        assert content.gaps[0].detail == f"4 of {count} frames were read"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("columns", "why", "rest"),
    [(1, Why.SAMPLED, ""), (2000, Why.NOT_WHOLE, ", each without what earlier ones leave")],
)
def test_a_hundred_thousand_frames_end_within_the_limits(columns: int, why: Why, rest: str) -> None:
    content = read(
        long_gif(100_000, columns=columns, rows=columns), limits=replace(LIMITS, pixels=10_000_000)
    )
    assert [frame.index for frame in content.frames if frame.layer is Layer.SHOWN][-1] == 99_999
    assert (content.gaps[0].why, content.gaps[0].detail) == (why, f"24 of 100000 frames were read{rest}")


TIMED = ["GIF", "PNG", "WEBP", "AVIF"]


@pytest.mark.parametrize("name", TIMED)
def test_the_frames_shown_longest_are_read(name: str) -> None:
    times = [20] * 32
    times[13], times[17] = 60_000, 5_000
    content = read(film(name, 32, duration=times), limits=Limits(frames=6))
    shown = [frame.index for frame in content.frames if frame.layer is Layer.SHOWN]
    assert len(shown) == 6
    assert {0, 13, 17, 31} < set(shown)
    level = next(np.asarray(frame.luma).mean() for frame in content.frames if frame.index == 13)
    assert level == pytest.approx(8 * 13, abs=3)
    assert whys(content) == [Why.SAMPLED]
    assert content.gaps[0].detail == "6 of 32 frames were read"
    assert content.facts["frames on show"] == "99 % of the time"


def test_a_jpeg_keeps_its_own_mode_in_the_facts() -> None:
    assert [read(saved(LARGE.convert(mode), "JPEG")).facts["mode"] for mode in ("RGB", "L", "CMYK")] == [
        "RGB",
        "L",
        "CMYK",
    ]


def test_an_animation_that_claims_more_frames_than_it_has_leaves_a_gap() -> None:
    data = film("PNG", 3)
    at = data.index(b"acTL")
    lie = struct.pack(">II", 9, 0)
    content = read(data[: at + 4] + lie + struct.pack(">I", zlib.crc32(b"acTL" + lie)) + data[at + 16 :])
    assert Why.DAMAGED in whys(content)
    assert len(content.frames) >= 2


# Several pictures in one file


@pytest.mark.parametrize("behind", sorted(SAMPLES))
def test_a_picture_behind_a_picture_is_read_too(behind: str) -> None:
    content = read(saved(PICTURE, "JPEG") + SAMPLES[behind])
    assert [frame.index for frame in content.frames] == [0, 1]
    assert content.gaps == ()


def test_a_picture_behind_a_picture_that_cannot_be_read_leaves_a_gap() -> None:
    content = read(SAMPLES["PNG"] + b"\xff\xd8\xff" + b"\0" * 50)
    assert len(content.frames) == 1
    assert Why.DAMAGED in whys(content)


def test_an_archive_behind_a_picture_leaves_a_gap() -> None:
    content = read(SAMPLES["GIF"] + b"PK\x03\x04" + b"\0" * 40)
    assert whys(content) == [Why.NOT_WHOLE]
    assert content.facts["tail"] == "44 bytes"


# Damage


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_picture_cut_short_is_never_read_in_silence(name: str, tenth: int) -> None:
    data = SAMPLES["HEIF"] if name == "HEIF" else saved(PICTURE, name)
    try:
        content = read(data[: len(data) * tenth // 10])
    except Refused:
        return
    assert Why.DAMAGED in whys(content)


@pytest.mark.parametrize("tenth", range(3, 10))
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_cut_short_and_closed_again_is_noticed(
    mode: str, options: dict[str, object], tenth: int
) -> None:
    data = saved(LARGE.convert(mode), "JPEG", **options)
    first_scan = data.index(b"\xff\xda") + 20
    rest = (
        data.index(b"\xff\xda", first_scan) - first_scan
        if options.get("progressive")
        else len(data) - first_scan
    )
    for grain in Grain:
        content = read(data[: first_scan + rest * tenth // 10] + b"\xff\xd9", grain=grain)
        assert whys(content) == [Why.DAMAGED]


def test_a_whole_jpeg_that_ends_in_mid_grey_is_whole() -> None:
    content = read(saved(Image.new("RGB", (900, 900), (128, 128, 128)), "JPEG"))
    assert content.gaps == ()


def test_a_png_cut_short_and_closed_again_is_noticed() -> None:
    rows = zlib.compress(b"".join(b"\0" + bytes(range(60)) for _ in range(60)))
    content = read(png(60, 60, rest=[chunk(b"IDAT", rows[: len(rows) // 2])]))
    assert whys(content) == [Why.DAMAGED]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\0\0\0WEBP", b"BM", bytes(200)]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert refused(data) in {Why.DAMAGED, Why.UNREADABLE}


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>1</script>",
        b"#!/bin/sh\n",
        b"%PDF-1.7\n",
        b"GIF87",
    ],
)
def test_a_script_is_no_picture_whatever_it_is_called(data: bytes) -> None:
    assert recognise(data) != "image"
    assert refused(data) is Why.UNREADABLE


# Bombs


@pytest.mark.parametrize(
    "data",
    [
        png(60_000, 60_000, rest=[chunk(b"IDAT", zlib.compress(b"\0" * 1000))]),
        png(2**31 - 1, 1),
        long_gif(1, columns=65_535, rows=65_535),
        b"BM" + struct.pack("<IIIIiiHHIIIIII", 54, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0),
        b"RIFF"
        + struct.pack("<I", 22)
        + b"WEBPVP8X"
        + struct.pack("<I", 10)
        + b"\0" * 4
        + b"\x50\xc3\0\x50\xc3\0",
    ],
    ids=["png", "png-wide", "gif", "bmp", "webp"],
)
def test_a_declared_size_over_the_limit_is_refused_before_decoding(data: bytes) -> None:
    assert refused(data) in {Why.TOO_LARGE, Why.DAMAGED}


def test_a_gif_frame_far_outside_its_canvas_is_refused() -> None:
    data = bytearray(long_gif(2))
    at = 13 + 6 + 15
    assert data[at : at + 1] == b","
    data[at + 1 : at + 9] = b"\xff\xff" * 4
    assert refused(bytes(data)) is Why.TOO_LARGE


def test_a_page_over_the_limit_leaves_the_others() -> None:
    data = saved(hills(50, 50), "TIFF", save_all=True, append_images=[hills(200, 200)])
    assert refused(data, limits=SMALL) is Why.TOO_LARGE


@pytest.mark.parametrize(("side", "fits"), [(100, True), (101, False)])
def test_pixels_are_read_up_to_the_limit(side: int, fits: bool) -> None:  # noqa: FBT001 - an expected value
    data = saved(hills(side, 100), "PNG")
    if fits:
        assert len(read(data, limits=SMALL).frames) == 1
    else:
        assert refused(data, limits=SMALL) is Why.TOO_LARGE


@pytest.mark.parametrize("size", [(1, 65_535), (65_535, 1)])
@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("grain", Grain)
def test_a_line_of_pixels_is_a_picture(name: str, size: tuple[int, int], grain: Grain) -> None:
    if name == "JPEG":
        size = (min(size[0], 65_500), min(size[1], 65_500))
    (frame,) = read(saved(Image.new("L", size, 90), name), grain=grain).frames
    assert frame.luma.shape == (frame.full_rows, frame.full_columns) == size[::-1]
    assert np.abs(np.asarray(frame.luma).astype(float) - 90).max() <= 1


@pytest.mark.parametrize("sort", [b"zTXt", b"iCCP", b"iTXt"])
def test_a_bomb_in_a_text_or_profile_costs_nothing_but_itself(sort: bytes) -> None:
    bomb = zlib.compress(b"\0" * 20_000_000, 9)
    body = {b"zTXt": b"k\0\0", b"iCCP": b"k\0\0", b"iTXt": b"k\0\x01\0\0\0"}[sort] + bomb
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + b"\x64" * 8) * 8))
    content = read(png(8, 8, rest=[chunk(sort, body), pixels]))
    assert np.allclose(content.frames[0].luma, 100)


def test_tags_that_claim_gigabytes_are_refused_or_ignored() -> None:
    entries = [
        (256, 4, 1, 4),
        (257, 4, 1, 4),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 2**32 - 1, 8),
        (279, 4, 2**32 - 1, 8),
    ]
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    data = struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + body + bytes(40)
    assert refused(data) in {Why.DAMAGED, Why.TOO_LARGE}
