"""Pictures that look alike without being the same: pages, charts, chats, shared frames and apps."""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from PIL import Image, ImageDraw

from benchmarks.pdq_alterations import (
    GREY,
    INK,
    PAPER,
    WORDS,
    chat,
    instant_print,
    phone,
    text,
    wooden_frame,
    words,
)


def page(chance: Random) -> Image.Image:
    sheet = Image.new("RGB", (1000, 1300), PAPER)
    draw = ImageDraw.Draw(sheet)
    text(draw, (90, 80), words(chance, 3), 44)
    for line in range(34):
        if line % 9 != 8:
            text(draw, (90, 180 + 31 * line), words(chance, chance.randint(8, 10)), 22)
    return sheet


def chart(chance: Random) -> Image.Image:
    sheet = Image.new("RGB", (1000, 700), (255, 255, 255))
    draw = ImageDraw.Draw(sheet)
    text(draw, (330, 30), words(chance, 3), 34)
    draw.line((110, 100, 110, 600, 930, 600), fill=INK, width=3)
    for bar in range(8):
        high = chance.randint(60, 470)
        draw.rectangle((150 + 97 * bar, 600 - high, 205 + 97 * bar, 600), fill=(52, 110, 178))
        text(draw, (150 + 97 * bar, 615), chance.choice(WORDS)[:5], 18)
    return sheet


def lines_chart(chance: Random) -> Image.Image:
    sheet = Image.new("RGB", (1000, 700), (255, 255, 255))
    draw = ImageDraw.Draw(sheet)
    for line in range(6):
        draw.line((110, 100 + 100 * line, 930, 100 + 100 * line), fill=GREY, width=2)
    for colour in ((190, 60, 60), (60, 120, 60), (60, 80, 170)):
        value = chance.randint(200, 500)
        points = []
        for step in range(42):
            value = min(580, max(110, value + chance.randint(-28, 28)))
            points.append((110 + 20 * step, value))
        draw.line(points, fill=colour, width=4)
    return sheet


def slide(chance: Random) -> Image.Image:
    sheet = Image.new("RGB", (1280, 720), (24, 60, 110))
    draw = ImageDraw.Draw(sheet)
    text(draw, (80, 60), words(chance, 4), 60, (255, 255, 255))
    for line in range(5):
        text(draw, (120, 210 + 85 * line), "- " + words(chance, chance.randint(3, 6)), 40, (235, 238, 245))
    return sheet


def form(chance: Random) -> Image.Image:
    """Return a printed form filled in by hand: the same lines and labels, other entries."""
    sheet = Image.new("RGB", (1000, 1300), PAPER)
    draw = ImageDraw.Draw(sheet)
    text(draw, (300, 60), "Ferry ticket", 60)
    for row in range(12):
        top = 170 + 88 * row
        draw.rectangle((80, top, 920, top + 88), outline=INK, width=3)
        text(draw, (100, top + 26), WORDS[row], 28)
        text(draw, (360, top + 22), words(chance, 3), 34, (40, 50, 120))
    return sheet


def gallery(image: Image.Image, chance: Random) -> Image.Image:
    """Return an app's page with a small picture under much that is always there."""
    sheet = Image.new("RGB", (1080, 1920), (250, 250, 250))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, 1080, 420), fill=(38, 92, 150))
    draw.rectangle((0, 1500, 1080, 1920), fill=(44, 48, 56))
    draw.rectangle((0, 420, 200, 1500), fill=(222, 226, 232))
    sheet.paste(image.resize((360, 270)), (460, 700))
    text(draw, (460, 1020), words(chance, 2), 40)
    return sheet


def wide_frame(image: Image.Image, _chance: Random) -> Image.Image:
    """Return the picture small in the middle of one and the same striped frame."""
    sheet = Image.new("RGB", (1200, 1200), (120, 60, 30))
    draw = ImageDraw.Draw(sheet)
    for ring in range(0, 360, 40):
        draw.rectangle(
            (ring, ring, 1200 - ring, 1200 - ring), fill=((230, 200, 120), (110, 40, 30))[ring // 40 % 2]
        )
    sheet.paste(image.resize((480, 480)), (360, 360))
    return sheet


LOOK_ALIKES: Mapping[str, Callable[[Image.Image, Random], Image.Image]] = MappingProxyType(
    {
        "pages": lambda _image, chance: page(chance),
        "bar charts": lambda _image, chance: chart(chance),
        "line charts": lambda _image, chance: lines_chart(chance),
        "slides": lambda _image, chance: slide(chance),
        "chats": lambda _image, chance: chat(None, chance),
        "one app, other pictures": phone,
        "one frame, other pictures": wooden_frame,
        "one print, other pictures": lambda image, _chance: instant_print(image),
        "one form, other entries": lambda _image, chance: form(chance),
        "one app, small pictures": gallery,
        "one wide frame": wide_frame,
    }
)
"""(a picture, chance) to one of a kind that resembles its siblings."""
