"""Alterations of tone, sharpness and size; the frame stays."""

import math
import random

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps


def unchanged(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return the picture as it is; what changes it is how it is saved."""
    del rng
    return image.copy()


def small(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return a preview of it, 200 to 320 pixels on the longer side."""
    return ImageOps.contain(image, (side := rng.randint(200, 320), side), Image.Resampling.LANCZOS)


def large(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it enlarged by half or more, up to twice."""
    grow = rng.uniform(1.5, 2.0)
    return image.resize((round(image.width * grow), round(image.height * grow)), Image.Resampling.BICUBIC)


def squeezed(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with its sides out of proportion, by up to a third."""
    return image.resize(
        (round(image.width * rng.uniform(0.67, 0.85)), image.height), Image.Resampling.LANCZOS
    )


def brighter(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it clearly brighter."""
    return ImageEnhance.Brightness(image).enhance(rng.uniform(1.3, 1.6))


def darker(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it clearly darker."""
    return ImageEnhance.Brightness(image).enhance(rng.uniform(0.45, 0.65))


def contrasted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with much contrast."""
    return ImageEnhance.Contrast(image).enhance(rng.uniform(1.5, 2.0))


def faded(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with little contrast, as an old print."""
    return ImageEnhance.Contrast(image).enhance(rng.uniform(0.4, 0.6))


def greyscale(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it without colour, in mode L."""
    del rng
    return image.convert("L")


def sepia(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it in browns."""
    del rng
    return ImageOps.colorize(image.convert("L"), "#1c120a", "#fff4dc", mid="#a07850")


def blurred(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it out of focus."""
    return image.filter(ImageFilter.GaussianBlur(min(image.size) * rng.uniform(0.004, 0.01)))


def sharpened(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it sharpened too much."""
    return image.filter(ImageFilter.UnsharpMask(radius=2, percent=rng.randint(180, 320), threshold=1))


def noisy(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with the noise of a bad sensor."""
    own = np.random.default_rng(rng.getrandbits(64))
    noise = own.normal(0, rng.uniform(14, 30), (image.height, image.width, 3)).astype(np.float32)
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + noise, 0, 255).astype(np.uint8), "RGB")


def colour_shifted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with its hues turned round the wheel."""
    hue, saturation, value = image.convert("HSV").split()
    step = rng.randint(25, 110)
    turned = hue.point([(level + step) % 256 for level in range(256)])
    return Image.merge("HSV", (turned, saturation, value)).convert("RGB")


def filtered(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it through a filter of a photo app: a curve for each colour and a dark edge."""
    bands = []
    for band in image.split():
        bend, lift = rng.uniform(0.75, 1.3), rng.uniform(0, 24)
        bands.append(band.point([round(lift + (255 - lift) * (level / 255) ** bend) for level in range(256)]))
    toned = Image.merge("RGB", bands)
    edge = (
        Image.radial_gradient("L")
        .resize(image.size)
        .point([255 - round(level * 0.5) for level in range(256)])
    )
    return ImageChops.multiply(toned, Image.merge("RGB", (edge, edge, edge)))


def painted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with few tones and smoothed, like a painting."""
    small_one = image.reduce(3) if min(image.size) > LEAST_PAINTED else image
    strokes = small_one.filter(ImageFilter.MedianFilter(5)).resize(image.size, Image.Resampling.BICUBIC)
    return ImageOps.posterize(strokes, rng.randint(3, 4))


LEAST_PAINTED = 200  # smaller pictures would have nothing left of them


def paletted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with 32 to 256 colours, in mode P."""
    few = image.reduce(max(min(image.size) // 200, 1)).quantize(rng.choice([32, 64, 128, 256]))
    return image.quantize(palette=few)


def four_colour(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it as for print, in mode CMYK."""
    del rng
    return image.convert("CMYK")


def deep_grey(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it in 65,536 greys, in mode I;16."""
    del rng
    return Image.fromarray(np.asarray(image.convert("L"), np.uint16) * np.uint16(257))


def transparent(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with see-through rounded corners, in mode RGBA."""
    radius = min(image.size) * rng.uniform(0.03, 0.08)
    across = np.abs(np.arange(image.width) - (image.width - 1) / 2) - (image.width / 2 - radius)
    down = np.abs(np.arange(image.height) - (image.height - 1) / 2) - (image.height / 2 - radius)
    far = np.hypot(np.maximum(across, 0)[None, :], np.maximum(down, 0)[:, None])
    cover = Image.fromarray((np.clip(radius - far, 0, 1) * 255).astype(np.uint8))
    shown = image.convert("RGBA")
    shown.putalpha(cover)
    return shown


def turned_by_tag(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return the pixels as a phone held on its side stores them; the EXIF tag turns them back."""
    del rng
    return image.transpose(Image.Transpose.ROTATE_90)


def tilted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it turned by 5 degrees one way or the other, cut to what is then whole."""
    degrees = 5.0 * rng.choice([-1, 1])
    angle = math.radians(5.0)
    long, short = max(image.size), min(image.size)
    keep = short / (long * math.sin(angle) + short * math.cos(angle))
    whole = image.rotate(degrees, Image.Resampling.BICUBIC)
    wide, tall = image.width * keep, image.height * keep
    left, top = (image.width - wide) / 2, (image.height - tall) / 2
    return whole.crop((round(left), round(top), round(left + wide), round(top + tall)))
