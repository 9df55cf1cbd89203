"""One opened picture becomes the frames of a still, at the grain that was asked for."""

from collections.abc import Mapping

import numpy as np
from PIL import Image

from lapwing.intake.luma import layers
from lapwing.intake.orientation import UPRIGHT, as_displayed, orientation_of
from lapwing.model.content import Frame, Grain, Layer, Luma

# Up to this side a JPEG is decoded whole and in float: rounding to integers costs small pictures some bits.
EXACT_SIDE = 512
# The shorter side of a scaled decode stays at or above this: within 2 bits of the full-size PDQ.
LEAST_SIDE = 256
# Up to this side a fully decoded picture is not reduced; the exact fingerprint is as cheap.
UNREDUCED_SIDE = 1024
# Decoders of these formats turn the picture themselves; their EXIF then no longer applies.
SELF_TURNING = frozenset({"HEIF", "TIFF"})
# From here on an orientation swaps rows and columns.
FIRST_SIDEWAYS = 5


def still(image: Image.Image, name: str, *, index: int, grain: Grain) -> tuple[Frame, ...]:
    """Return the frame that *image* stands at, once per layer.

    Raises:
        one of codecs.DECODER_FAULTS, MemoryError: the decoder gave up.
    """
    if name == "JPEG" and grain is Grain.SCALED and max(image.size) > EXACT_SIDE:
        columns, rows = image.size
        planes, exact = _scaled_jpeg(image), False
    else:
        image.load()
        columns, rows = image.size
        reduce_by = _reduction(columns, rows, grain)
        planes, exact = layers(image, reduce_by=reduce_by), reduce_by == 1
    orientation = orientation_asked(image, name) or UPRIGHT
    if orientation >= FIRST_SIDEWAYS:
        rows, columns = columns, rows
    return tuple(
        Frame(
            index=index,
            layer=layer,
            luma=as_displayed(plane, orientation),
            full_rows=rows,
            full_columns=columns,
            exact=exact,
        )
        for layer, plane in planes.items()
    )


def orientation_asked(image: Image.Image, name: str) -> int | None:
    """Return the orientation that a viewer still has to apply, 1 to 8, or None where EXIF is broken."""
    exif = image.info.get("exif", b"")
    if name in SELF_TURNING or not isinstance(exif, bytes) or not exif:
        return UPRIGHT
    return orientation_of(exif)


def _scaled_jpeg(image: Image.Image) -> Mapping[Layer, Luma]:
    image.draft("L", (LEAST_SIDE, LEAST_SIDE))
    image.load()
    if image.mode == "L":
        return {Layer.SHOWN: np.asarray(image)}
    return layers(image, reduce_by=1)


def _reduction(columns: int, rows: int, grain: Grain) -> int:
    if grain is Grain.EXACT or max(columns, rows) <= UNREDUCED_SIDE:
        return 1
    return max(1, min(columns, rows) // LEAST_SIDE)
