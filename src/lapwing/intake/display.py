"""Through what a picture is displayed: a colour profile, or gamma marks, that change it more than a little.

Most profiles move a fingerprint by a few bits and are passed over: lists are made without them as well. What
moves it further is applied. Measured over 48 pictures, mean bits of 256: Display P3 2, gamma 1.8 to 2.6 up
to 5, Adobe RGB 6, all passed over; ProPhoto 11, gamma 1.0 13, gamma 4 15, red and blue swapped 11, inverted
256, all applied.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from lapwing.intake.profiles import Colours, colours_of, curves_alone, for_marks, has_tables

Levels = NDArray[np.uint8]

# How far grey and the luminance of any colour may move before the change counts, and how far two neighbours
# of a channel's levels may come apart, in levels of 255. For comparison: grey moves by 19 with gamma 1.8, 31
# with 3.0, 43 with 1.4; colours by 39 with Display P3, 46 with Adobe RGB, 52 with red and blue swapped;
# neighbours come apart by 17 with Adobe RGB, where a channel leaves zero, and by 25 with ProPhoto.
MOST_GREY_MOVED = 32.0
MOST_COLOUR_MOVED = 49.0
MOST_APART = 20
WEIGHTS = np.array([0.299, 0.587, 0.114])
# Cameras and editors embed the same few small profiles; larger ones are not kept.
KEPT_BYTES = 65_536
KEPT = 64
# The pixels of a band that are tried to see whether the quick way gives what the slow one does, in levels.
SAMPLED_SIDE = 48
MOST_COARSE = 8
NEAREST = Image.Resampling.NEAREST
LEVELS = np.arange(256, dtype=np.uint8)
# Colours of every sort, and each channel through all its levels with the others at three; shape (n, m, 3).
LATTICE = np.array(list(product(LEVELS[:: 255 // 15], repeat=3)), np.uint8).reshape(256, 16, 3)
RAMPS = np.array(
    [
        np.insert(np.full((256, 2), beside, np.uint8), channel, LEVELS, axis=1)
        for channel, beside in product(range(3), (0, 128, 255))
    ]
)

_OF_MODE = {
    "1": Colours.GREY,
    "L": Colours.GREY,
    "LA": Colours.GREY,
    "I": Colours.GREY,
    "I;16": Colours.GREY,
    "I;16B": Colours.GREY,
    "F": Colours.GREY,
    "P": Colours.RGB,
    "PA": Colours.RGB,
    "RGB": Colours.RGB,
    "RGBA": Colours.RGB,
    "RGBX": Colours.RGB,
    "YCbCr": Colours.RGB,
    "CMYK": Colours.CMYK,
}
_AS_RGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Lens:
    """What turns stored colours into displayed ones.

    colours: of the pictures it is for.
    transform: from those colours to sRGB; of grey pictures it is not used. LittleCMS makes a coarser table
        of some profiles to be quicker, in which what a few levels are turned into can get lost.
    finer: the same without such a table, ten times as slow.
    tones: the luminance that each of the 256 levels of grey is displayed with; empty for CMYK.
    """

    colours: Colours
    transform: ImageCms.ImageCmsTransform
    finer: ImageCms.ImageCmsTransform
    tones: NDArray[np.float32]

    def through(self, band: Image.Image) -> Image.Image:
        """Return *band* as displayed, in L, F or RGB, or with its transparency in RGBA."""
        if self.colours is Colours.CMYK:
            return self._coloured(band)
        if band.mode == "F" or band.mode.startswith("I;16"):
            return self._wide(band)
        if band.has_transparency_data:
            clear = band.convert("RGBA")
            shown = self._opaque(clear)
            shown.putalpha(clear.getchannel("A"))
            return shown
        return self._opaque(band)

    def _opaque(self, band: Image.Image) -> Image.Image:
        if self.colours is Colours.RGB:
            return self._coloured(band.convert("RGB"))
        grey = np.rint(self.tones).astype(np.uint8)[np.asarray(band.convert("L"))]
        return Image.fromarray(grey).convert("RGB")

    def _coloured(self, band: Image.Image) -> Image.Image:
        sample = band.resize((min(band.width, SAMPLED_SIDE), min(band.height, SAMPLED_SIDE)), NEAREST)
        quick, fine = (
            np.asarray(each.apply(sample)).astype(np.int16) for each in (self.transform, self.finer)
        )
        return (self.transform if _most(quick - fine) <= MOST_COARSE else self.finer).apply(band)

    def _wide(self, band: Image.Image) -> Image.Image:
        values = np.asarray(band).astype(np.float32)
        if band.mode != "F":
            values /= np.float32(257)
        return Image.fromarray(np.interp(values, LEVELS, self.tones).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Display:
    """How a picture is displayed.

    says: the same for a person; empty where nothing is asked for.
    lens: what it is displayed through; None where as stored, or nearly.
    doubt: why it is not known what is displayed, for a gap; empty where it is.
    """

    says: str = ""
    lens: Lens | None = None
    doubt: str = ""


AS_STORED = Display()


def display_of(image: Image.Image) -> Display:
    """Return how an opened picture is displayed, by its profile or, without one, by its gamma marks."""
    info = image.info
    profile = info.get("icc_profile")
    if not profile and "gamma" not in info:
        return AS_STORED
    colours = _OF_MODE.get(image.mode)
    of = colours_of(profile) if isinstance(profile, bytes) else None
    if isinstance(profile, bytes) and colours is not None and of is not None and _fits(of, colours):
        return _kept(profile, colours) if len(profile) <= KEPT_BYTES else _worked_out(profile, colours)
    if colours is not None and "srgb" not in info and info.get("gamma", 0) > 0:
        return _kept(for_marks(info["gamma"], info.get("chromaticity", ())), colours)
    return Display(says="for other colours, ignored" if of else "broken, ignored") if profile else AS_STORED


def _fits(of: str, colours: Colours) -> bool:
    """Say whether viewers can use a profile at all: it has to be for as many colours as there are."""
    return of == colours or (colours is Colours.GREY and of == Colours.RGB)


@lru_cache(maxsize=KEPT)
def _kept(profile: bytes, colours: Colours) -> Display:
    return _worked_out(profile, colours)


def _worked_out(profile: bytes, colours: Colours) -> Display:
    try:
        lens = _lens(profile, colours)
        if colours is Colours.CMYK:
            return Display(says="applied", lens=lens)
        if not has_tables(profile):
            return (
                Display(says="like sRGB, ignored") if _is_mild(lens) else Display(says="applied", lens=lens)
            )
        return Display(says="applied", lens=lens, doubt=_disputed(profile, colours))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, MemoryError):
        return Display(says="not applicable", doubt="its colour profile could not be applied")


def _disputed(profile: bytes, colours: Colours) -> str:
    """Return words where a profile with tables shows something else to a viewer that knows only curves."""
    rest = curves_alone(profile)
    if rest is None or _is_mild(_lens(rest, colours)):
        return ""
    return "its colour profile shows different pictures in different viewers"


def _lens(profile: bytes, colours: Colours) -> Lens:
    of = Colours(colours_of(profile) or "")
    mode = {Colours.GREY: "L", Colours.RGB: "RGB", Colours.CMYK: "CMYK"}[of]
    ends = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.ImageCmsProfile(_AS_RGB)
    transform = ImageCms.ImageCmsTransform(*ends, mode, "RGB")
    finer = ImageCms.ImageCmsTransform(*ends, mode, "RGB", flags=ImageCms.Flags.NOOPTIMIZE)
    tones = np.zeros(0, np.float32)
    if colours is not Colours.CMYK:
        ramp = Image.fromarray(LEVELS[np.newaxis]).convert(mode)
        tones = (np.asarray(finer.apply(ramp))[0] @ WEIGHTS).astype(np.float32)
    return Lens(colours=colours, transform=transform, finer=finer, tones=tones)


def _is_mild(lens: Lens) -> bool:
    """Say whether the lens changes no colour much, and nowhere spreads neighbouring levels far apart.

    Of curves and a matrix, these samples leave nothing out: every level of every channel is among them.
    """
    if _most(lens.tones - LEVELS) > MOST_GREY_MOVED or _most(np.diff(lens.tones)) > MOST_APART:
        return False
    if lens.colours is Colours.GREY:
        return True
    moved = (_shown(lens, LATTICE) - LATTICE.astype(np.float64)) @ WEIGHTS
    return _most(moved) <= MOST_COLOUR_MOVED and _most(np.diff(_shown(lens, RAMPS), axis=1)) <= MOST_APART


def _most(values: NDArray[np.floating | np.signedinteger]) -> float:
    return float(np.abs(values).max())


def _shown(lens: Lens, colours: Levels) -> NDArray[np.float64]:
    return np.asarray(lens.transform.apply(Image.fromarray(colours))).astype(np.float64)
