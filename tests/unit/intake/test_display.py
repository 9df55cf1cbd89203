"""Profiles and gamma marks that change what is seen are applied; those that hardly do are passed over."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from lapwing.intake.kinds.image import KIND
from lapwing.intake.profiles import for_marks
from lapwing.model.content import Content, Grain, Layer, Limits, Luma, Why
from tests.picture_material import chunk, hills, png, saved
from tests.profile_material import BLUE, GREEN, RED, RISING, by_curves, by_table, of_grey, srgb, table

PICTURE = hills(200, 300)
LARGE = hills(760, 900)
FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"]
FALLING = tuple(reversed(RISING))
COMB = tuple(65_535 * (level % 2) for level in range(256))
BLACKENING = (0,) * 250 + (65_535,) * 6
D65 = (0.3127, 0.3290)
DISPLAY_P3 = for_marks(1 / 2.2, (*D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060))
ADOBE_RGB = for_marks(1 / 2.2, (*D65, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06))


def read(data: bytes, grain: Grain = Grain.EXACT) -> Content:
    return KIND.read(data, limits=Limits(), grain=grain)


def seen(content: Content) -> dict[Layer, Luma]:
    return {frame.layer: frame.luma for frame in content.frames}


def alike(one: Luma, other: Luma) -> float:
    return float(np.corrcoef(np.asarray(one, float).ravel(), np.asarray(other, float).ravel())[0, 1])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "profile", [srgb(), by_curves(), DISPLAY_P3, ADOBE_RGB], ids=["lcms", "srgb", "p3", "adobe"]
)
def test_common_profiles_cost_nothing(name: str, profile: bytes) -> None:
    content = read(saved(PICTURE, name, icc_profile=profile))
    assert (list(seen(content)), content.gaps) == ([Layer.SHOWN], ())
    assert content.facts["profile"] == "like sRGB, ignored"
    assert (content.frames[0].luma == read(saved(PICTURE, name)).frames[0].luma).all()


@pytest.mark.parametrize("profile", [of_grey(RISING), srgb()], ids=["grey", "srgb"])
def test_common_profiles_of_grey_pictures_cost_nothing(profile: bytes) -> None:
    content = read(saved(PICTURE.convert("L"), "JPEG", icc_profile=profile))
    assert (list(seen(content)), content.gaps) == ([Layer.SHOWN], ())


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize("name", FORMATS)
def test_a_profile_that_inverts_is_applied(name: str, grain: Grain) -> None:
    picture = LARGE if name == "JPEG" else PICTURE
    stored = Image.eval(picture, lambda level: 255 - level)
    content = read(saved(stored, name, icc_profile=by_curves((FALLING,) * 3), quality=95), grain)
    plain = read(saved(picture, name, quality=95), grain).frames[0].luma
    looks = seen(content)
    assert list(looks) == [Layer.SHOWN, Layer.STORED]
    assert looks[Layer.SHOWN].shape == plain.shape
    assert alike(looks[Layer.SHOWN], plain) > 0.98
    assert alike(looks[Layer.STORED], plain) < -0.98
    assert (content.gaps, content.facts["profile"]) == ((), "applied")


@pytest.mark.parametrize("profile", [by_curves((COMB,) * 3), of_grey(COMB)], ids=["rgb", "grey"])
def test_a_picture_in_the_last_bit_of_grey_is_brought_out(profile: bytes) -> None:
    hidden = np.asarray(PICTURE.convert("L")) > 110
    content = read(saved(Image.fromarray((100 + hidden).astype(np.uint8)), "PNG", icc_profile=profile))
    assert (seen(content)[Layer.SHOWN] == 255 * hidden).all()
    assert (seen(content)[Layer.STORED] == 100 + hidden).all()


@pytest.mark.parametrize(
    "profile",
    [
        by_curves(columns=(BLUE, GREEN, RED)),
        by_curves(columns=(GREEN, RED, BLUE)),
        by_curves(columns=(RED, BLUE, GREEN)),
        by_curves((RISING, RISING, COMB)),
        by_curves((BLACKENING,) * 3),
        by_curves(((32_768,) * 256,) * 3),
        by_table((255, 200, 180, 128, 90, 60, 30, 0)),
    ],
    ids=["red-blue", "red-green", "green-blue", "comb-in-blue", "blackening", "flat", "table"],
)
def test_other_profiles_that_change_much_are_applied(profile: bytes) -> None:
    content = read(saved(PICTURE, "PNG", icc_profile=profile))
    assert set(seen(content)) == {Layer.SHOWN, Layer.STORED}
    assert content.facts["profile"] == "applied"


def test_a_transparent_picture_is_seen_through_its_profile_on_every_ground() -> None:
    clear = PICTURE.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(PICTURE.size))
    content = read(saved(clear, "PNG", icc_profile=by_curves((FALLING,) * 3)))
    assert list(seen(content)) == [Layer.SHOWN, Layer.ON_BLACK, Layer.OPAQUE, Layer.STORED]
    assert alike(seen(content)[Layer.OPAQUE], read(saved(PICTURE, "PNG")).frames[0].luma) < -0.98


def test_a_palette_is_displayed_through_its_profile() -> None:
    content = read(saved(PICTURE.convert("P"), "PNG", icc_profile=by_curves((FALLING,) * 3)))
    assert alike(seen(content)[Layer.SHOWN], seen(content)[Layer.STORED]) < -0.98


def test_cmyk_is_seen_with_its_profile_and_without() -> None:
    falling = tuple(255 - 255 * ink.bit_count() // 4 for ink in range(16))
    content = read(saved(PICTURE.convert("CMYK"), "JPEG", icc_profile=by_table(falling, b"CMYK")))
    assert list(seen(content)) == [Layer.SHOWN, Layer.STORED]
    assert content.gaps == ()


def test_a_profile_that_viewers_take_differently_leaves_a_gap() -> None:
    tables = {b"A2B0": table((0, 40, 80, 120, 140, 180, 220, 255))}
    assert read(saved(PICTURE, "PNG", icc_profile=by_curves(tables=tables))).gaps == ()
    (gap,) = read(saved(PICTURE, "PNG", icc_profile=by_curves((FALLING,) * 3, tables=tables))).gaps
    assert (gap.why, gap.detail) == (
        Why.NOT_WHOLE,
        "its colour profile shows different pictures in different viewers",
    )


@pytest.mark.parametrize("cut", [132, 160, 400])
def test_a_profile_that_breaks_off_leaves_a_gap(cut: int) -> None:
    (gap,) = read(saved(PICTURE, "JPEG", icc_profile=by_curves()[:cut])).gaps
    assert (gap.why, gap.detail) == (Why.NOT_WHOLE, "its colour profile could not be applied")


@pytest.mark.parametrize(
    ("mode", "profile"),
    [("RGB", of_grey(FALLING)), ("CMYK", by_curves((FALLING,) * 3)), ("L", by_table((0,) * 16, b"CMYK"))],
)
def test_a_profile_for_other_colours_is_ignored_as_viewers_do(mode: str, profile: bytes) -> None:
    content = read(saved(PICTURE.convert(mode), "JPEG", icc_profile=profile))
    assert (list(seen(content)), content.gaps) == ([Layer.SHOWN], ())
    assert content.facts["profile"] == "for other colours, ignored"


# Marks of a PNG


def marked(pixels: np.ndarray, *chunks: bytes, depth: int = 8) -> bytes:
    rows = zlib.compress(
        b"".join(b"\0" + row.astype(">u2" if depth == 16 else "u1").tobytes() for row in pixels)
    )
    colour = 2 if pixels.ndim == 3 else 0
    return png(
        pixels.shape[1], pixels.shape[0], rest=[*chunks, chunk(b"IDAT", rows)], depth=depth, colour=colour
    )


def gama(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def chrm(*pairs: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(each * 100_000) for each in pairs)))


GREY = np.asarray(PICTURE.convert("L"))
SRGB_CHRM = chrm(*D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
SWAPPED_CHRM = chrm(*D65, 0.15, 0.06, 0.30, 0.60, 0.64, 0.33)


@pytest.mark.parametrize("pixels", [GREY, np.asarray(PICTURE)], ids=["grey", "colour"])
@pytest.mark.parametrize(
    "marks", [[gama(0.45455)], [gama(1 / 1.8)], [gama(0.45455), SRGB_CHRM], [SRGB_CHRM], [gama(0)]]
)
def test_usual_marks_cost_nothing(pixels: np.ndarray, marks: list[bytes]) -> None:
    content = read(marked(pixels, *marks))
    assert (list(seen(content)), content.gaps) == ([Layer.SHOWN], ())


@pytest.mark.parametrize("value", [0.01, 0.1, 1.0, 20.0])
@pytest.mark.parametrize("depth", [8, 16])
def test_a_gamma_that_blackens_or_reveals_is_applied(value: float, depth: int) -> None:
    content = read(marked(GREY.astype(np.uint16) * (257 if depth == 16 else 1), gama(value), depth=depth))
    linear = (GREY / 255) ** (1 / value)
    expected = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert np.abs(seen(content)[Layer.SHOWN] - expected).max() < 3
    assert np.abs(seen(content)[Layer.STORED] - GREY).max() < 0.01


def test_primaries_in_other_places_are_applied() -> None:
    content = read(marked(np.asarray(PICTURE), gama(0.45455), SWAPPED_CHRM))
    swapped = np.asarray(PICTURE)[..., ::-1] @ np.array([0.299, 0.587, 0.114])
    assert np.abs(seen(content)[Layer.SHOWN] - swapped).mean() < 4


@pytest.mark.parametrize("pairs", [(0,) * 8, (0.3, 0.3) * 4, (*D65, *(0.00001, 0.00001) * 3)])
def test_primaries_of_no_possible_colour_are_those_of_srgb(pairs: tuple[float, ...]) -> None:
    content = read(marked(np.asarray(PICTURE), gama(0.45455), chrm(*pairs)))
    assert (list(seen(content)), content.gaps) == ([Layer.SHOWN], ())


def test_a_picture_that_says_srgb_is_srgb_whatever_its_gamma() -> None:
    content = read(marked(GREY, chunk(b"sRGB", b"\0"), gama(0.01)))
    assert list(seen(content)) == [Layer.SHOWN]


def test_a_profile_goes_before_a_gamma() -> None:
    inside = chunk(b"iCCP", b"k\0\0" + zlib.compress(by_curves()))
    assert list(seen(read(marked(np.asarray(PICTURE), inside, gama(0.01))))) == [Layer.SHOWN]
