"""Alterations that put something around the picture: a phone's screen, a web page, a wall, other pictures."""

import random

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from lapwing.service.demo.pictures import picture
from lapwing.service.demo.wording import NAMES, font, paragraph, sentence, wrapped

UNRELATED_FROM = 10_000_000
"""Seeds from here on are only for pictures that keep another one company."""


def unrelated(rng: random.Random, size: tuple[int, int]) -> Image.Image:
    """Return a picture that is on no list."""
    return picture(UNRELATED_FROM + rng.randrange(1_000_000), size=size)


def screenshot(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return a phone's screen that shows it in a feed: status bar, author, picture, buttons, text."""
    wide, tall = 720, rng.choice([1280, 1440, 1520])
    dark = rng.random() < DARK
    back, ink, pale = ("#121316", "#f2f2f2", "#8a8f98") if dark else ("#ffffff", "#16181c", "#7a808a")
    screen = Image.new("RGB", (wide, tall), back)
    draw = ImageDraw.Draw(screen)
    _status(draw, rng, wide, ink)
    top = _author(draw, rng, ink, pale)
    margin = rng.choice([0, 0, 24])
    shown = ImageOps.contain(image, (wide - 2 * margin, round(tall * 0.62)))
    screen.paste(shown, ((wide - shown.width) // 2, top))
    _reactions(draw, rng, top + shown.height + 20, ink, pale, bottom=tall - 90)
    draw.line((0, tall - 80, wide, tall - 80), fill=pale)
    for slot in range(5):
        x = wide * (slot + 0.5) / 5
        draw.rounded_rectangle((x - 17, tall - 57, x + 17, tall - 23), 9, outline=ink, width=3)
    return screen


DARK = 0.4


def _status(draw: ImageDraw.ImageDraw, rng: random.Random, wide: int, ink: str) -> None:
    """Draw the clock, the signal and the battery at the top of the screen."""
    draw.text((30, 14), f"{rng.randint(7, 23)}:{rng.randint(10, 59)}", fill=ink, font=font(24))
    for bar in range(4):
        draw.rectangle((wide - 150 + bar * 11, 36 - bar * 5, wide - 143 + bar * 11, 40), fill=ink)
    draw.rounded_rectangle((wide - 88, 18, wide - 40, 40), 5, outline=ink, width=2)
    draw.rectangle((wide - 84, 22, wide - 84 + rng.randint(10, 40), 36), fill=ink)


def _author(draw: ImageDraw.ImageDraw, rng: random.Random, ink: str, pale: str) -> int:
    """Draw who posted it; return the row under it."""
    tint = rng.choice(["#2e86ab", "#c2488f", "#76b041", "#e4572e", "#6a4c93"])
    draw.ellipse((26, 72, 90, 136), fill=tint)
    name = rng.choice(NAMES)
    draw.text((46, 84), name[0], fill="#ffffff", font=font(36))
    draw.text((108, 76), name, fill=ink, font=font(28))
    draw.text((108, 108), f"{rng.randint(2, 58)} min", fill=pale, font=font(21))
    return 158


def _reactions(
    draw: ImageDraw.ImageDraw, rng: random.Random, y: int, ink: str, pale: str, *, bottom: int
) -> None:
    """Draw the buttons under the picture and what people wrote, as far as there is room."""
    for x in (30, 100, 170):
        draw.ellipse((x, y, x + 40, y + 40), outline=ink, width=3)
    draw.text((230, y + 6), f"{rng.randint(3, 900)} people", fill=pale, font=font(24))
    y += 62
    while y < bottom - 34:
        name = rng.choice(NAMES)
        for line in wrapped(f"{name}: {sentence(rng)}", font(25), 660):
            if y < bottom - 30:
                draw.text((30, y), line, fill=ink, font=font(25))
            y += 33
        y += 12


def web_page(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return a screenshot of a web page with it inside an article."""
    wide, tall = 1280, 800
    page = Image.new("RGB", (wide, tall), "#f3f4f6")
    draw = ImageDraw.Draw(page)
    tint = rng.choice(["#20304a", "#3d405b", "#184e3a", "#5a2a4a"])
    draw.rectangle((0, 0, wide, 64), fill=tint)
    draw.text((40, 18), f"{rng.choice(NAMES)}'s journal", fill="#ffffff", font=font(26))
    draw.rounded_rectangle((120, 92, 850, tall + 20), 10, fill="#ffffff")
    shown = ImageOps.contain(image, (690, 470))
    page.paste(shown, (140 + (690 - shown.width) // 2, 112))
    _lines(draw, rng, (140, 112 + shown.height + 18), 690, tall)
    draw.rounded_rectangle((880, 92, 1160, 420), 10, fill="#ffffff")
    _lines(draw, rng, (900, 110), 240, 400)
    return page


def _lines(
    draw: ImageDraw.ImageDraw, rng: random.Random, place: tuple[int, int], wide: int, bottom: int
) -> None:
    """Write running text from a place down to a row."""
    x, y = place
    for line in wrapped(paragraph(rng, 14), font(20), wide):
        if y < bottom - 24:
            draw.text((x, y), line, fill="#2a2d34", font=font(20))
        y += 28


def framed(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it framed, with a mount, on a painted wall that the light falls along."""
    wide = round(min(image.size) * rng.uniform(0.05, 0.08))
    mount = ImageOps.expand(image, wide, "#f4f0e6")
    wood = rng.choice(["#3b2a22", "#8a5a34", "#181818", "#c9a24a", "#e8e4da"])
    whole = ImageOps.expand(ImageOps.expand(mount, round(wide * 0.6), wood), 3, "#00000080")
    space = round(min(image.size) * rng.uniform(0.08, 0.2))
    wall = Image.new(
        "RGB",
        (whole.width + 2 * space, whole.height + 2 * space),
        rng.choice(["#b9c6cc", "#d9c3b0", "#7f8f8a", "#cfd8d3"]),
    )
    light = Image.linear_gradient("L").rotate(rng.choice([0, 90, 180])).resize(wall.size)
    wall = Image.composite(wall, wall.point([level * 3 // 4 for level in range(256)] * 3), light)
    dark = Image.new("L", wall.size)
    ImageDraw.Draw(dark).rectangle(
        (space + wide // 3, space + wide // 2, space + whole.width + wide // 2, space + whole.height + wide),
        fill=140,
    )
    wall.paste("#14161a", (0, 0), dark.filter(ImageFilter.GaussianBlur(wide / 3)))
    wall.paste(whole, (space, space))
    return wall


def collage(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return four pictures in a square, this one somewhere among them."""
    wide, tall = max(image.width // 2, 2), max(image.height // 2, 2)
    gap = rng.choice([0, 4, 10])
    sheet = Image.new("RGB", (2 * wide + 3 * gap, 2 * tall + 3 * gap), rng.choice(["#ffffff", "#000000"]))
    own = rng.randrange(4)
    for slot in range(4):
        shown = ImageOps.fit(image, (wide, tall)) if slot == own else unrelated(rng, (wide, tall))
        sheet.paste(shown, (gap + slot % 2 * (wide + gap), gap + slot // 2 * (tall + gap)))
    return sheet


def side_by_side(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it beside another picture of the same size."""
    gap = rng.choice([0, 6, 16])
    size = (max(image.width * 2 // 3, 1), max(image.height * 2 // 3, 1))
    both = [image.resize(size, Image.Resampling.LANCZOS), unrelated(rng, size)]
    rng.shuffle(both)
    sheet = Image.new("RGB", (2 * size[0] + gap, size[1]), "#ffffff")
    sheet.paste(both[0], (0, 0))
    sheet.paste(both[1], (size[0] + gap, 0))
    return sheet


def above_another(image: Image.Image, rng: random.Random) -> Image.Image:
    """Return it above or below another picture of the same size."""
    size = (max(image.width * 2 // 3, 1), max(image.height * 2 // 3, 1))
    both = [image.resize(size, Image.Resampling.LANCZOS), unrelated(rng, size)]
    rng.shuffle(both)
    sheet = Image.new("RGB", (size[0], 2 * size[1]), "#ffffff")
    sheet.paste(both[0], (0, 0))
    sheet.paste(both[1], (0, size[1]))
    return sheet
