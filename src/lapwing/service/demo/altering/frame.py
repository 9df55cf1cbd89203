"""Alterations of the frame: cut, turned, mirrored, bordered, boxed."""

import random

from PIL import Image, ImageFilter, ImageOps


def cut(image: Image.Image, rng: random.Random, share: float) -> Image.Image:
    """Return it with a *share* (0 to 1) of its width and height cut away, more on one side than the other."""
    left, top = rng.uniform(0, share), rng.uniform(0, share)
    return image.crop(
        (
            round(image.width * left),
            round(image.height * top),
            round(image.width * (1 - share + left)),
            round(image.height * (1 - share + top)),
        )
    )


def cut_5(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with 5 % of each side's length cut away."""
    return cut(image, rng, 0.05)


def cut_20(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with 20 % of each side's length cut away."""
    return cut(image, rng, 0.20)


def squared(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return the square in its middle, as profile pictures are cut."""
    del rng
    side = min(image.size)
    return ImageOps.fit(image, (side, side))


def turned_90(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it turned left by a quarter."""
    del rng
    return image.transpose(Image.Transpose.ROTATE_90)


def turned_180(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it upside down."""
    del rng
    return image.transpose(Image.Transpose.ROTATE_180)


def turned_270(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it turned right by a quarter."""
    del rng
    return image.transpose(Image.Transpose.ROTATE_270)


def mirrored(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it as in a mirror."""
    del rng
    return ImageOps.mirror(image)


def mirrored_turned(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it mirrored and turned by a quarter."""
    del rng
    return image.transpose(Image.Transpose.TRANSPOSE)


def bordered(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with an even border of one colour."""
    wide = round(min(image.size) * rng.uniform(0.04, 0.15))
    tint = rng.choice(["#ffffff", "#000000", "#f2ede2", "#20304a", "#e0608a", "#808080"])
    return ImageOps.expand(image, wide, tint)


def polaroid(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it as an instant print: a white border, wider below."""
    wide = round(min(image.size) * rng.uniform(0.05, 0.08))
    sheet = Image.new("RGB", (image.width + 2 * wide, image.height + 5 * wide), "#fbfaf6")
    sheet.paste(image, (wide, wide))
    return sheet


def letterboxed(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it on a screen of other proportions, with bars on two sides."""
    tint = rng.choice(["#000000", "#000000", "#ffffff", "#101014"])
    long = max(image.size)
    ratio = rng.choice([16 / 9, 2.0, 9 / 16, 0.5, 1.0])
    size = (round(long * min(ratio, 1.0)), round(long / max(ratio, 1.0)))
    if abs(size[0] / size[1] - image.width / image.height) < BARELY:
        size = (size[0], round(size[1] * 1.5))
    return ImageOps.pad(image, size, color=tint)


BARELY = 0.15  # proportions nearer than this would leave no bars to speak of


def blurred_bars(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it upright for a phone, over an enlarged and blurred copy of itself."""
    wide = 720
    tall = round(wide * rng.uniform(1.6, 2.0))
    back = (
        ImageOps.fit(image, (wide // 8, tall // 8)).filter(ImageFilter.GaussianBlur(6)).resize((wide, tall))
    )
    front = ImageOps.contain(image, (wide, tall))
    back.paste(front, ((wide - front.width) // 2, (tall - front.height) // 2))
    return back
