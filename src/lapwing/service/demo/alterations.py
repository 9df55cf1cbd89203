"""Every alteration that the demo and the benchmarks make, by the name that people would give it."""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PIL import Image

from lapwing.service.demo.altering import around, cover, frame, tone

Apply = Callable[[Image.Image, random.Random], Image.Image]

ORIENTATION_TAG = 0x0112
TURN_RIGHT = 6  # EXIF 2.32, table 6: row 0 is the right-hand side as displayed


class Family(StrEnum):
    """What an alteration changes, and so what has to be looked through to see the original again."""

    SAVING = "saved another way"
    TONE = "tone and sharpness"
    SIZE = "size and proportions"
    TURN = "turned or mirrored"
    BORDER = "borders and bars"
    CUT = "cut or tilted"
    COVER = "something laid over"
    AROUND = "something put around"
    TOGETHER = "beside other pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAs:
    """How a file is written. kind: Pillow's name of the format; quality: 1 to 100 where that counts."""

    kind: str = "JPEG"
    quality: int = 85
    progressive: bool = False
    turned_by_tag: bool = False

    @property
    def suffix(self) -> str:
        """Return the file ending, with its dot."""
        return SUFFIXES[self.kind]

    def encode(self, image: Image.Image) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        shown = image if image.mode in MODES[self.kind] else image.convert("RGB")
        exif = Image.Exif()
        if self.turned_by_tag:
            exif[ORIENTATION_TAG] = TURN_RIGHT
        match self.kind:
            case "JPEG":
                shown.save(out, "JPEG", quality=self.quality, progressive=self.progressive, exif=exif)
            case "WEBP":
                shown.save(out, "WEBP", quality=self.quality, method=2)
            case "AVIF":
                shown.save(out, "AVIF", quality=self.quality, speed=9, max_threads=1)
            case "PNG":
                shown.save(out, "PNG", compress_level=1)
            case _:
                shown.save(out, self.kind)
        return out.getvalue()


SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "JPEG": ".jpg",
        "PNG": ".png",
        "WEBP": ".webp",
        "AVIF": ".avif",
        "GIF": ".gif",
        "TIFF": ".tif",
        "BMP": ".bmp",
    }
)

MODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "JPEG": frozenset({"L", "RGB", "CMYK"}),
        "PNG": frozenset({"1", "L", "P", "RGB", "RGBA", "I;16"}),
        "WEBP": frozenset({"RGB", "RGBA"}),
        "AVIF": frozenset({"RGB", "RGBA"}),
        "GIF": frozenset({"L", "P"}),
        "TIFF": frozenset({"1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"}),
        "BMP": frozenset({"1", "L", "P", "RGB"}),
    }
)
"""The modes that each format keeps; a picture in any other is turned into RGB first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One thing that uploaders do. Call it with a picture in RGB and a source of randomness.

    name: as people say it; family: see Family.
    apply: gives the altered picture and leaves the one it is given alone.
    save_as: how the result is written.
    mode: Pillow's mode of the result.
    """

    name: str
    family: Family
    apply: Apply
    save_as: SaveAs = SaveAs()
    mode: str = "RGB"

    def __call__(self, image: Image.Image, rng: random.Random) -> Image.Image:
        """Return the altered picture."""
        return self.apply(image, rng)

    def file(self, image: Image.Image, rng: random.Random) -> bytes:
        """Return the altered picture as the file that would be uploaded."""
        return self.save_as.encode(self.apply(image, rng))


def _a(
    name: str, family: Family, apply: Apply, save_as: SaveAs | None = None, mode: str = "RGB"
) -> Alteration:
    """Return an alteration, written short for the table below."""
    return Alteration(name=name, family=family, apply=apply, save_as=save_as or SaveAs(), mode=mode)


_ALL = (
    _a("recompressed", Family.SAVING, tone.unchanged, SaveAs(quality=30)),
    _a("recompressed hard", Family.SAVING, tone.unchanged, SaveAs(quality=8)),
    _a("saved progressive", Family.SAVING, tone.unchanged, SaveAs(quality=80, progressive=True)),
    _a("saved as PNG", Family.SAVING, tone.unchanged, SaveAs(kind="PNG")),
    _a("saved as WebP", Family.SAVING, tone.unchanged, SaveAs(kind="WEBP", quality=60)),
    _a("saved as AVIF", Family.SAVING, tone.unchanged, SaveAs(kind="AVIF", quality=55)),
    _a("saved as GIF", Family.SAVING, tone.paletted, SaveAs(kind="GIF"), "P"),
    _a("saved with a palette", Family.SAVING, tone.paletted, SaveAs(kind="PNG"), "P"),
    _a("saved for print", Family.SAVING, tone.four_colour, SaveAs(quality=90), "CMYK"),
    _a("saved in 16-bit grey", Family.SAVING, tone.deep_grey, SaveAs(kind="PNG"), "I;16"),
    _a("rounded corners", Family.SAVING, tone.transparent, SaveAs(kind="PNG"), "RGBA"),
    _a("turned by its tag", Family.SAVING, tone.turned_by_tag, SaveAs(quality=88, turned_by_tag=True)),
    _a("resized small", Family.SIZE, tone.small),
    _a("resized large", Family.SIZE, tone.large),
    _a("squeezed", Family.SIZE, tone.squeezed),
    _a("brighter", Family.TONE, tone.brighter),
    _a("darker", Family.TONE, tone.darker),
    _a("more contrast", Family.TONE, tone.contrasted),
    _a("faded", Family.TONE, tone.faded),
    _a("greyscale", Family.TONE, tone.greyscale, mode="L"),
    _a("sepia", Family.TONE, tone.sepia),
    _a("colour shift", Family.TONE, tone.colour_shifted),
    _a("photo filter", Family.TONE, tone.filtered),
    _a("painted", Family.TONE, tone.painted),
    _a("blurred", Family.TONE, tone.blurred),
    _a("sharpened", Family.TONE, tone.sharpened),
    _a("noise", Family.TONE, tone.noisy),
    _a("turned 90", Family.TURN, frame.turned_90),
    _a("turned 180", Family.TURN, frame.turned_180),
    _a("turned 270", Family.TURN, frame.turned_270),
    _a("mirrored", Family.TURN, frame.mirrored),
    _a("mirrored and turned", Family.TURN, frame.mirrored_turned),
    _a("border", Family.BORDER, frame.bordered),
    _a("instant print", Family.BORDER, frame.polaroid),
    _a("letterboxed", Family.BORDER, frame.letterboxed),
    _a("blurred bars", Family.BORDER, frame.blurred_bars),
    _a("cropped 5 %", Family.CUT, frame.cut_5),
    _a("cropped 20 %", Family.CUT, frame.cut_20),
    _a("cropped square", Family.CUT, frame.squared),
    _a("tilted 5 degrees", Family.CUT, tone.tilted),
    _a("caption over", Family.COVER, cover.captioned),
    _a("meme text", Family.COVER, cover.meme),
    _a("logo corner", Family.COVER, cover.logo),
    _a("sticker", Family.COVER, cover.stickers),
    _a("watermark", Family.COVER, cover.watermarked),
    _a("screenshot", Family.AROUND, around.screenshot, SaveAs(kind="PNG")),
    _a("web page", Family.AROUND, around.web_page, SaveAs(kind="PNG")),
    _a("framed", Family.AROUND, around.framed),
    _a("collage 2x2", Family.TOGETHER, around.collage),
    _a("side by side", Family.TOGETHER, around.side_by_side),
    _a("above another", Family.TOGETHER, around.above_another),
)

ALTERATIONS: Mapping[str, Alteration] = MappingProxyType({each.name: each for each in _ALL})
"""Alterations by name; each can be called with (picture in RGB, randomness) and gives the altered picture."""
