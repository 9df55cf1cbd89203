"""One small picture of what a picture file shows first, for people who have to look at it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from lapwing.intake.codecs import check_size, filling_in, on_a_short_lead, opened
from lapwing.intake.luma import layers
from lapwing.intake.orientation import UPRIGHT
from lapwing.intake.parts import Part, split
from lapwing.intake.refusal import Refused
from lapwing.intake.stills import orientation_asked
from lapwing.model.content import Layer, Limits, Why

MOST_SIDE_PIXELS = 256
"""Of a preview. Less is seen of a smaller one, and nobody needs more to decide."""

RGB_BYTES = 3
_WHITE = (255, 255, 255)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A small picture as plain pixels, of which nothing else is left. rgb: rows * columns * 3 bytes."""

    columns: int
    rows: int
    rgb: bytes


def preview(untrusted_data: bytes, *, side_pixels: int, limits: Limits) -> Preview:
    """Return the first picture in the bytes, turned as it is displayed, on white, without colour profiles.

    Args:
        untrusted_data: a picture file.
        side_pixels: how long the longer side is at most, 1 to MOST_SIDE_PIXELS.
        limits: for the file's own picture.

    Raises:
        Refused: it cannot be read, or is over a limit.
    """
    found = split(untrusted_data, most=1)
    if not found.parts:
        raise Refused(Why.UNREADABLE, "no picture format that can be read")
    try:
        with on_a_short_lead(limits):
            return _drawn(untrusted_data, found.parts[0], side_pixels, limits)
    except Refused as refused:
        if refused.why is not Why.DAMAGED:
            raise
        with on_a_short_lead(limits), filling_in():
            return _drawn(untrusted_data, found.parts[0], side_pixels, limits)


def _drawn(data: bytes, part: Part, side_pixels: int, limits: Limits) -> Preview:
    side = max(1, min(side_pixels, MOST_SIDE_PIXELS))
    image = opened(data[part.start :], part.name)
    check_size(image.size, limits)
    orientation = orientation_asked(image, part.name) or UPRIGHT
    # A JPEG decoder gives a smaller picture sooner; others take no notice.
    image.draft("RGB", (2 * side, 2 * side))
    image.load()
    shown = _on_white(image)
    shown.thumbnail((side, side))
    if orientation in _TURNS:
        shown = shown.transpose(_TURNS[orientation])
    return Preview(columns=shown.width, rows=shown.height, rgb=shown.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode[0] in "IF":
        plane = layers(image, reduce_by=1)[Layer.SHOWN]
        return Image.fromarray(np.clip(plane, 0, 255).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Image.new("RGB", clear.size, _WHITE)
    white.paste(clear, mask=clear.getchannel("A"))
    return white
