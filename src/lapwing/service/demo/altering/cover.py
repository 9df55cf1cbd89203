"""Alterations that lay something over the picture: captions, meme text, logos, stickers, watermarks."""

import math
import random

from PIL import Image, ImageDraw, ImageOps

from lapwing.service.demo.wording import CAPTIONS, NAMES, font, sentence, wrapped

TINTS = ("#e4572e", "#17bebb", "#ffc914", "#2e86ab", "#76b041", "#c2488f", "#ffffff")


def captioned(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with a see-through bar and a sentence across it."""
    shown = image.convert("RGBA")
    size = max(min(image.size) * 0.045, 11)
    lines = wrapped(sentence(rng), font(size), image.width * 0.9)
    tall = size * 1.35 * len(lines) + size
    top = rng.choice([image.height - tall, image.height - tall * 1.6, image.height * 0.05])
    bar = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(bar)
    draw.rectangle((0, top, image.width, top + tall), fill=(10, 10, 14, 175))
    for index, line in enumerate(lines):
        place = ((image.width - font(size).getlength(line)) / 2, top + size * 0.45 + index * size * 1.35)
        draw.text(place, line, fill="#ffffff", font=font(size))
    return Image.alpha_composite(shown, bar).convert("RGB")


def meme(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with large outlined words above and below."""
    shown = image.copy()
    draw = ImageDraw.Draw(shown)
    size = image.width * rng.uniform(0.065, 0.085)
    above, below = rng.sample(CAPTIONS, 2)
    y = image.height * 0.02
    for line in wrapped(above, font(size), image.width * 0.94):
        y = _shout(draw, line, image.width, y, size)
    lines = wrapped(below, font(size), image.width * 0.94)
    y = image.height * 0.97 - len(lines) * size * 1.15
    for line in lines:
        y = _shout(draw, line, image.width, y, size)
    return shown


def _shout(draw: ImageDraw.ImageDraw, line: str, width: int, y: float, size: float) -> float:
    """Write one outlined line in the middle; return where the next one goes."""
    face = font(size)
    place = ((width - face.getlength(line)) / 2, y)
    draw.text(place, line, fill="#ffffff", font=face, stroke_width=max(size / 11, 1), stroke_fill="#000000")
    return y + size * 1.15


def logo(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with a round logo and a name in a corner."""
    shown = image.copy()
    draw = ImageDraw.Draw(shown)
    size = min(image.size) * rng.uniform(0.1, 0.15)
    x = rng.choice([size * 0.3, image.width - size * 1.3])
    y = rng.choice([size * 0.3, image.height - size * 1.3])
    outer, inner = rng.sample(TINTS, 2)
    draw.ellipse((x, y, x + size, y + size), fill=outer, outline="#ffffff", width=max(round(size * 0.05), 1))
    draw.regular_polygon(
        (x + size / 2, y + size / 2, size * 0.3), rng.randint(3, 6), rng.randint(0, 90), fill=inner
    )
    name = rng.choice(NAMES) + "'s"
    draw.text(
        (x, y + size * 0.8),
        name,
        fill="#ffffff",
        font=font(size * 0.3),
        stroke_width=1,
        stroke_fill="#202020",
    )
    return shown


def stickers(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with one to three stickers: a smiling face, a star, a speech balloon."""
    shown = image.copy()
    draw = ImageDraw.Draw(shown)
    for _ in range(rng.randint(1, 3)):
        size = min(image.size) * rng.uniform(0.12, 0.22)
        place = (rng.uniform(0.1, 0.9) * image.width, rng.uniform(0.1, 0.9) * image.height)
        rng.choice([_smile, _star, _balloon])(draw, place, size, rng)
    return shown


def _smile(draw: ImageDraw.ImageDraw, place: tuple[float, float], size: float, rng: random.Random) -> None:
    """Draw a smiling face."""
    x, y = place
    half = size / 2
    draw.ellipse(
        (x - half, y - half, x + half, y + half),
        fill="#ffd23f",
        outline="#7a5a00",
        width=max(round(size / 30), 1),
    )
    for side in (-1, 1):
        eye = x + side * size * 0.17
        draw.ellipse((eye - size * 0.05, y - size * 0.18, eye + size * 0.05, y - size * 0.02), fill="#3a2a00")
    draw.arc(
        (x - size * 0.27, y - size * 0.25, x + size * 0.27, y + size * 0.3),
        20,
        160,
        "#3a2a00",
        max(round(size / 18), 1),
    )
    if rng.random() < EVEN:
        draw.chord((x - size * 0.2, y, x + size * 0.2, y + size * 0.32), 10, 170, fill="#e4572e")


EVEN = 0.5


def _star(draw: ImageDraw.ImageDraw, place: tuple[float, float], size: float, rng: random.Random) -> None:
    """Draw a star with a white edge."""
    for reach, tint in ((size * 0.56, "#ffffff"), (size * 0.48, rng.choice(TINTS[:-1]))):
        corners = []
        for step in range(10):
            angle, far = step * math.pi / 5 - math.pi / 2, reach * (1.0 if step % 2 == 0 else 0.45)
            corners.append((place[0] + far * math.cos(angle), place[1] + far * math.sin(angle)))
        draw.polygon(corners, fill=tint)


def _balloon(draw: ImageDraw.ImageDraw, place: tuple[float, float], size: float, rng: random.Random) -> None:
    """Draw a speech balloon with a name in it."""
    x, y = place
    draw.polygon(
        [(x - size * 0.2, y), (x + size * 0.1, y), (x - size * 0.35, y + size * 0.65)], fill="#ffffff"
    )
    draw.rounded_rectangle(
        (x - size * 0.8, y - size * 0.35, x + size * 0.8, y + size * 0.3), size * 0.25, "#ffffff"
    )
    draw.text(
        (x - size * 0.62, y - size * 0.2), f"Hi {rng.choice(NAMES)}!", fill="#202430", font=font(size * 0.28)
    )


def watermarked(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it with a name written across it again and again, see-through."""
    side = WATERMARK_SIDE
    layer = Image.new("L", (side * 2, side * 2))
    draw = ImageDraw.Draw(layer)
    size = side * 0.05
    text = f"{rng.choice(NAMES)} prints"
    step = font(size).getlength(text) * 1.35
    for row in range(int(layer.height / (size * 3.2)) + 1):
        for column in range(int(layer.width / step) + 1):
            place = (column * step + (row % 2) * step / 2, row * size * 3.2)
            draw.text(place, text, fill=95, font=font(size))
    turned = layer.rotate(rng.choice([-28, 28]), Image.Resampling.BILINEAR)
    half = side // 2
    over = ImageOps.fit(turned.crop((half, half, half + side, half + side)), image.size)
    shown = image.copy()
    shown.paste("#ffffff", (0, 0), over)
    return shown


WATERMARK_SIDE = 800  # pixels at which the writing is set before it is made as large as the picture
