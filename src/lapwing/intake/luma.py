"""Decoded pictures of any mode become luminance as displayed, in bands so that memory stays flat."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from lapwing.model.content import Layer

Plane = NDArray[np.float32]
Through = Callable[[Image.Image], Image.Image]

# ITU-R BT.601 luma, as PDQ uses it: added up in double precision, then rounded once, as the reference does.
RED, GREEN, BLUE = 0.299, 0.587, 0.114
MOST_8, MOST_16 = 255, 65_535
WHITE = np.float32(MOST_8)
# Sixteen bits are scaled to eight, where Pillow would clip.
SIXTEEN_TO_EIGHT = np.float32(MOST_16 / MOST_8)
# A band's temporaries stay inside the second-level cache.
BAND_PIXELS = 1 << 17
# A layer that nowhere differs by one grey level cannot be told apart by eye or by fingerprint.
ONE_LEVEL = 1.0

_AS_RGB = ImageCms.createProfile("sRGB")
_AS_LAB = ImageCms.createProfile("LAB")


def layers(image: Image.Image, *, reduce_by: int, through: Through | None = None) -> Mapping[Layer, Plane]:
    """Return the luminance of a decoded picture, one plane for each way in which it may be seen.

    Args:
        image: loaded, in any mode that Pillow reads.
        reduce_by: 1 for full size; n for the mean of each n by n block, the last of a row or column over
            what is there.
        through: makes displayed colours of stored ones, a band at a time; None where they are the same.

    Returns:
        SHOWN always, shape (ceil(rows/n), ceil(columns/n)); ON_BLACK and OPAQUE where transparency makes
        them differ from it, STORED where *through* does.
    """
    image = _displayable(image)
    see_through = _is_see_through(image)
    whole = _on_white if see_through else _opaque
    planes = {Layer.SHOWN: _assemble(image, reduce_by, whole, through)}
    if see_through:
        _add(planes, Layer.ON_BLACK, _assemble(image, reduce_by, _on_black, through))
        _add(planes, Layer.OPAQUE, _assemble(image, reduce_by, _stored, through))
    if through is not None:
        _add(planes, Layer.STORED, _assemble(image, reduce_by, whole, None))
    return planes


def _add(planes: dict[Layer, Plane], layer: Layer, plane: Plane) -> None:
    if float(np.max(np.abs(plane - planes[Layer.SHOWN]), initial=0)) >= ONE_LEVEL:
        planes[layer] = plane


def _displayable(image: Image.Image) -> Image.Image:
    """Return *image* in a mode whose bands can be converted one by one."""
    if image.mode == "LAB":
        return ImageCms.profileToProfile(image, _AS_LAB, _AS_RGB, outputMode="RGB") or image
    if image.mode in {"I", "F"}:
        return Image.fromarray(_in_grey_levels(np.asarray(image, dtype=np.float32)))
    return image


def _in_grey_levels(values: Plane) -> Plane:
    """Return wide values as 0 to 255: taken as fractions, 8 bits, 16 bits, or stretched, as they fit."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low < 0 or high > MOST_16:
        return (values - np.float32(low)) * np.float32(MOST_8 / max(high - low, 1e-30))
    if high > MOST_8:
        return values / SIXTEEN_TO_EIGHT
    if high <= 1:
        return values * WHITE
    return values


def _assemble(
    image: Image.Image,
    reduce_by: int,
    look: Callable[[Image.Image, int], Plane],
    through: Through | None,
) -> Plane:
    rows, columns = -(-image.height // reduce_by), -(-image.width // reduce_by)
    whole = np.empty((rows, columns), np.float32)
    at = 0
    for band in _bands(image, reduce_by):
        plane = look(through(band) if through else band, reduce_by)
        whole[at : at + plane.shape[0]] = plane
        at += plane.shape[0]
    return whole


def _bands(image: Image.Image, reduce_by: int) -> Iterator[Image.Image]:
    height = max(1, BAND_PIXELS // (image.width * reduce_by)) * reduce_by
    for top in range(0, image.height, height):
        yield image.crop((0, top, image.width, min(top + height, image.height)))


def _is_see_through(image: Image.Image) -> bool:
    if not image.has_transparency_data or image.mode.startswith("I;16"):
        return False
    lows = (band.convert("RGBA").getchannel("A").getextrema()[0] for band in _bands(image, 1))
    return any(isinstance(low, int | float) and low < WHITE for low in lows)


def _opaque(band: Image.Image, reduce_by: int) -> Plane:
    if band.mode == "F":
        return _block_mean(np.asarray(band), reduce_by)
    if band.mode.startswith("I;16"):
        return _block_mean(np.asarray(band).astype(np.float32) / SIXTEEN_TO_EIGHT, reduce_by)
    grey = band.mode in {"1", "L"}
    flat = band.convert("L" if grey else "RGB")
    if reduce_by > 1:
        flat = flat.reduce(reduce_by)
    return np.asarray(flat, dtype=np.float32) if grey else _weighed(np.asarray(flat))


def _weighed(pixels: NDArray[np.uint8]) -> Plane:
    plane = pixels[..., 0] * RED
    plane += pixels[..., 1] * GREEN
    plane += pixels[..., 2] * BLUE
    return plane.astype(np.float32)


def _split(band: Image.Image) -> tuple[Plane, Plane]:
    pixels = np.asarray(band.convert("RGBA"))
    return _weighed(pixels), pixels[..., 3].astype(np.float32) / WHITE


def _on_white(band: Image.Image, reduce_by: int) -> Plane:
    stored, alpha = _split(band)
    return _block_mean(stored * alpha + WHITE * (1 - alpha), reduce_by)


def _on_black(band: Image.Image, reduce_by: int) -> Plane:
    stored, alpha = _split(band)
    return _block_mean(stored * alpha, reduce_by)


def _stored(band: Image.Image, reduce_by: int) -> Plane:
    stored, _ = _split(band)
    return _block_mean(stored, reduce_by)


def _block_mean(plane: Plane, reduce_by: int) -> Plane:
    if reduce_by == 1:
        return plane
    rows, columns = (np.arange(0, side, reduce_by) for side in plane.shape)
    sums = np.add.reduceat(np.add.reduceat(plane, rows, axis=0), columns, axis=1)
    high = np.diff(np.append(rows, plane.shape[0]))
    wide = np.diff(np.append(columns, plane.shape[1]))
    mean: Plane = (sums / np.outer(high, wide)).astype(np.float32)
    return mean
