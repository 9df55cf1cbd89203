"""One opened picture becomes the frames of a still, at the grain that was asked for."""

from collections.abc import Mapping

import numpy as np
from PIL import Image

from lapwing.intake.display import AS_STORED, Display
from lapwing.intake.luma import Through, layers
from lapwing.intake.orientation import UPRIGHT, as_displayed, orientation_of
from lapwing.model.content import Frame, Grain, Layer, Luma

# Up to this side a JPEG is decoded whole and in float: rounding to integers costs small pictures some bits.
EXACT_SIDE = 512
# The shorter side of a scaled decode stays at or above this: within 2 bits on average of the full-size PDQ of
# either family, whatever the size. The full family would need 256; the other samples finer than 320 shows.
LEAST_SIDE = 375
# A JPEG decoder scales down by these at little cost: a pixel is then the mean of a block of so many a side.
JPEG_SCALES = (8, 4, 2, 1)
# Up to this side a fully decoded picture is not reduced; the exact fingerprint is as cheap.
UNREDUCED_SIDE = 1024
# Decoders of these formats turn the picture themselves; their EXIF then no longer applies.
SELF_TURNING = frozenset({"HEIF", "TIFF"})
# From here on an orientation swaps rows and columns.
FIRST_SIDEWAYS = 5


def still(
    image: Image.Image, name: str, *, index: int, grain: Grain, display: Display = AS_STORED
) -> tuple[Frame, ...]:
    """Return the frame that *image* stands at, once per layer; *display* is as display_of gives it.

    Raises:
        one of codecs.DECODER_FAULTS, MemoryError: the decoder gave up.
    """
    orientation = orientation_asked(image, name) or UPRIGHT
    through = display.lens.through if display.lens else None
    if name == "JPEG" and grain is Grain.SCALED and max(image.size) > EXACT_SIDE:
        columns, rows = image.size
        planes, exact = _scaled_jpeg(image, orientation, through), False
    else:
        image.load()
        columns, rows = image.size
        reduce_by = 1 if grain is Grain.EXACT else _reduction(columns, rows, orientation)
        planes, exact = layers(image, reduce_by=reduce_by, through=through), reduce_by == 1
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


def _scaled_jpeg(image: Image.Image, orientation: int, through: Through | None) -> Mapping[Layer, Luma]:
    columns, rows = image.size
    most = min(columns, rows) // LEAST_SIDE
    scale = next(n for n in JPEG_SCALES if n <= max(most, 1) and _keeps_blocks(columns, rows, n, orientation))
    # Luminance alone is all that is needed, and cheaper, unless it is displayed with other colours.
    image.draft("L" if through is None else None, (columns // scale, rows // scale))
    image.load()
    if image.mode == "L" and through is None:
        return {Layer.SHOWN: np.asarray(image)}
    return layers(image, reduce_by=1, through=through)


def _reduction(columns: int, rows: int, orientation: int) -> int:
    if max(columns, rows) <= UNREDUCED_SIDE:
        return 1
    most = max(1, min(columns, rows) // LEAST_SIDE)
    return next(n for n in range(most, 0, -1) if _keeps_blocks(columns, rows, n, orientation))


def _keeps_blocks(columns: int, rows: int, scale: int, orientation: int) -> bool:
    """Say whether the blocks of a scaled decode still begin at the first pixel once it is turned.

    The last block of a side may be cut short. Turned round it would come first, and every pixel would stand
    for another place than its own: up to 16 bits of the fingerprint.
    """
    return orientation == UPRIGHT or (columns % scale == 0 and rows % scale == 0)
