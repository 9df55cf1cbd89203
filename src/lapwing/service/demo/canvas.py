"""A picture being painted: washes, soft-edged shapes laid over one another, and the finish of a camera."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from lapwing.service.demo.noise import Floats

Colour = tuple[float, float, float] | Floats
"""Red, green, blue, each 0 to 1: three numbers, or 3 x rows x columns."""

Point = tuple[float, float]
"""(across, down) in pixels from the top left corner."""

FINER = 2  # shapes are drawn this much larger and then reduced, which smooths their edges


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A stretch of the canvas: its top row, its left column, and how much is covered (0 to 1) where."""

    top: int
    left: int
    cover: Floats


def colour(code: str) -> Floats:
    """Return the colour that six hex digits name."""
    return np.frombuffer(bytes.fromhex(code), dtype=np.uint8).astype(np.float32) / np.float32(255)


def everywhere(tint: Colour) -> Floats:
    """Return a colour so that it can be laid over a field: 3 x 1 x 1, or 3 x rows x columns as it is."""
    bands = np.asarray(tint, dtype=np.float32)
    return bands[:, None, None] if bands.ndim == 1 else bands


def mix(one: Colour, other: Colour, share: float | Floats) -> Floats:
    """Return *one* with a *share* (0 to 1) of *other* in it; a field of shares gives a field of colours."""
    part = np.asarray(share, dtype=np.float32)
    start, end = np.asarray(one, dtype=np.float32), np.asarray(other, dtype=np.float32)
    if part.ndim or start.ndim != end.ndim:
        start, end = everywhere(start), everywhere(end)
    return start + (end - start) * part


def tinted(tint: Colour, light: Floats) -> Floats:
    """Return a colour under light of a given strength at every place."""
    return everywhere(tint) * light


def ramp(stops: Sequence[Colour], field: Floats) -> Floats:
    """Return the colours of *field* (0 to 1) on a scale of evenly spaced *stops*."""
    table = np.stack([np.asarray(stop, dtype=np.float32) for stop in stops], axis=1)
    places = np.linspace(0, 1, len(stops))
    steps = np.clip(field * np.float32(511), 0, 511).astype(np.int16)
    scales = [np.interp(np.linspace(0, 1, 512), places, band).astype(np.float32) for band in table]
    return np.stack([np.take(scale, steps) for scale in scales])


def smooth(low: float, high: float, field: Floats) -> Floats:
    """Return 0 below *low*, 1 above *high*, and an eased passage between them."""
    part = np.clip((field - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    eased: Floats = part * part * (np.float32(3) - np.float32(2) * part)
    return eased


class Canvas:
    """What is painted on. light: 3 colours x rows x columns, 0 to 1; unit: the shorter side in pixels."""

    def __init__(self, width: int, height: int) -> None:
        """Start with a black canvas of width x height pixels."""
        self.width, self.height = width, height
        self.unit = min(width, height)
        self.light: Floats = np.zeros((3, height, width), dtype=np.float32)
        self.across: Floats = np.linspace(0, 1, width, dtype=np.float32)[None, :]
        self.down: Floats = np.linspace(0, 1, height, dtype=np.float32)[:, None]

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, columns)."""
        return self.height, self.width

    def wash(self, stops: Sequence[Colour], field: Floats | None = None) -> None:
        """Cover everything with a scale of colours, from the top down or along *field* (0 to 1)."""
        self.light[:] = ramp(stops, self.down if field is None else field)

    def paint(self, patch: Patch, tint: Colour, strength: float = 1.0) -> None:
        """Lay *tint* over the patch."""
        part = self.part(patch)
        part += (everywhere(tint) - part) * (patch.cover * np.float32(strength))

    def glow(self, patch: Patch, tint: Colour, strength: float = 1.0) -> None:
        """Add light of a colour to the patch."""
        part = self.part(patch)
        part += everywhere(tint) * (patch.cover * np.float32(strength))

    def darken(self, patch: Patch, share: float) -> None:
        """Take a *share* (0 to 1) of the light away where the patch covers."""
        part = self.part(patch)
        part *= 1 - patch.cover * np.float32(share)

    def part(self, patch: Patch) -> Floats:
        """Return the stretch of light that the patch lies over, to be changed in place."""
        rows, columns = patch.cover.shape
        return self.light[:, patch.top : patch.top + rows, patch.left : patch.left + columns]

    def whole(self, cover: Floats) -> Patch:
        """Return a patch as large as the canvas."""
        return Patch(0, 0, np.broadcast_to(cover, self.shape))

    def below(self, edge: Floats, soft_px: float = 1.0) -> Patch:
        """Return what lies below a line given by its row (pixels) at every column."""
        top = int(np.clip(edge.min() - soft_px, 0, self.height - 1))
        rows = np.arange(top, self.height, dtype=np.float32)[:, None]
        return Patch(top, 0, np.clip((rows - edge[None, :]) / np.float32(soft_px) + np.float32(0.5), 0, 1))

    def polygon(self, points: Sequence[Point], soft_px: float = 0.0) -> Patch:
        """Return the inside of a polygon; *soft_px* blurs its edge."""
        pad = int(soft_px * 3) + 2
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right = _span(min(xs) - pad, max(xs) + pad, self.width)
        top, bottom = _span(min(ys) - pad, max(ys) + pad, self.height)
        stencil = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER))
        place = [((x - left) * FINER, (y - top) * FINER) for x, y in points]
        ImageDraw.Draw(stencil).polygon(place, fill=255)
        return _patch(stencil, top=top, left=left, soft_px=soft_px)

    def stroke(self, points: Sequence[Point], width_px: float) -> Patch:
        """Return a line through the points, *width_px* wide with round joints."""
        pad = int(width_px) + 2
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right = _span(min(xs) - pad, max(xs) + pad, self.width)
        top, bottom = _span(min(ys) - pad, max(ys) + pad, self.height)
        stencil = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER))
        place = [((x - left) * FINER, (y - top) * FINER) for x, y in points]
        ImageDraw.Draw(stencil).line(place, fill=255, width=max(round(width_px * FINER), 1), joint="curve")
        return _patch(stencil, top=top, left=left)

    def ellipse(self, centre: Point, radii: Point, turn: float = 0.0) -> tuple[Patch, Floats, Floats]:
        """Return the inside of an ellipse, and for each place of it how far right and down it is, -1 to 1.

        Args:
            centre: (across, down) in pixels.
            radii: half of its width and height in pixels, at least 0.5.
            turn: radians, clockwise as seen.
        """
        reach = max(radii) + 2
        left, right = _span(centre[0] - reach, centre[0] + reach, self.width)
        top, bottom = _span(centre[1] - reach, centre[1] + reach, self.height)
        x = np.arange(left, right, dtype=np.float32)[None, :] - np.float32(centre[0])
        y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(centre[1])
        right_of = (x * np.cos(turn) + y * np.sin(turn)) / radii[0]
        below = (y * np.cos(turn) - x * np.sin(turn)) / radii[1]
        far = np.sqrt(right_of * right_of + below * below)
        cover = np.clip((1 - far) * np.float32(min(radii)) + np.float32(0.5), 0, 1).astype(np.float32)
        return Patch(top, left, cover), right_of.astype(np.float32), below.astype(np.float32)

    def halo(self, centre: Point, radius: float, power: int = 2) -> Patch:
        """Return a spot that fades from its centre to nothing at *radius* pixels."""
        patch, right_of, below = self.ellipse(centre, (radius, radius))
        far = np.sqrt(right_of * right_of + below * below)
        return Patch(patch.top, patch.left, _power(np.clip(1 - far, 0, 1), power))

    def picture(self, rng: Generator, *, grain: float = 0.012, vignette: float = 0.25) -> Image.Image:
        """Return the finished picture: corners a little darker, fine grain, 8 bits a colour."""
        edge = (self.across - np.float32(0.5)) ** 2 + (self.down - np.float32(0.5)) ** 2
        speckle = rng.standard_normal((self.height // 2 + 1, self.width // 2 + 1), dtype=np.float32)
        speckle = np.repeat(np.repeat(speckle * np.float32(grain * 255), 2, 0), 2, 1)[
            : self.height, : self.width
        ]
        dim = 255 * (1 - np.float32(vignette) * edge)
        light = np.clip(self.light * dim + speckle, 0, 255).astype(np.uint8)
        return Image.merge("RGB", [Image.fromarray(band) for band in light])

    def texture(self, field: Floats, patch: Patch) -> Floats:
        """Return the stretch of a field as large as the canvas that the patch lies over."""
        rows, columns = patch.cover.shape
        return field[patch.top : patch.top + rows, patch.left : patch.left + columns]


def _power(field: Floats, power: int) -> Floats:
    """Return a field to a whole power, without the slow general one."""
    result = field
    for _ in range(power - 1):
        result = result * field
    return result


def _span(low: float, high: float, most: int) -> tuple[int, int]:
    """Return whole pixels from *low* to *high* that lie on the canvas; at least one."""
    start = int(np.clip(np.floor(low), 0, most - 1))
    return start, int(np.clip(np.ceil(high), start + 1, most))


def _patch(stencil: Image.Image, *, top: int, left: int, soft_px: float = 0.0) -> Patch:
    """Return the patch that a stencil drawn FINER times larger stands for."""
    small = stencil.reduce(FINER)
    if soft_px:
        small = small.filter(ImageFilter.BoxBlur(soft_px)).filter(ImageFilter.BoxBlur(soft_px))
    return Patch(top, left, np.asarray(small, dtype=np.float32) / np.float32(255))
