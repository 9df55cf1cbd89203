"""Printed things: pages of text, tables, till receipts, slides."""

import math
import random

from PIL import Image

from lapwing.service.demo.sheets.sheet import INKS, Draw, Look, blank
from lapwing.service.demo.wording import HEADINGS, NAMES, PLACES, THINGS, font, paragraph, sentence, wrapped


def text_page(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a printed page: heading, paragraphs, page number."""
    page, draw = blank(size, look.choice(["#ffffff", "#fdfcf7", "#f5efe0"]))
    unit = min(size) / look.choice([26.0, 32.0, 40.0])
    margin, columns = size[0] * look.uniform(0.07, 0.13), look.choice([1, 1, 2])
    top = size[1] * look.uniform(0.06, 0.1)
    draw.text((margin, top), rng.choice(HEADINGS), fill="#16181c", font=font(unit * 1.9))
    wide = (size[0] - 2 * margin - (columns - 1) * margin / 2) / columns
    for column in range(columns):
        _column(
            draw, rng, (margin + column * (wide + margin / 2), top + unit * 3.6), wide, size[1] - margin, unit
        )
    draw.text(
        (size[0] / 2, size[1] - margin * 0.7), str(rng.randint(1, 400)), fill="#16181c", font=font(unit)
    )
    return page


def _column(
    draw: Draw, rng: random.Random, place: tuple[float, float], wide: float, bottom: float, unit: float
) -> None:
    """Write paragraphs down a column until it is full."""
    x, y = place
    while y < bottom:
        for line in wrapped(paragraph(rng, rng.randint(2, 6)), font(unit), wide):
            if y < bottom:
                draw.text((x, y), line, fill="#24262b", font=font(unit))
            y += unit * 1.5
        y += unit * 0.9


def table_page(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a table of things, places and numbers."""
    page, draw = blank(size, "#ffffff")
    unit, ink = min(size) / look.choice([24.0, 30.0]), look.choice(INKS)
    margin, columns = size[0] * 0.06, look.choice([4, 5, 6])
    draw.text((margin, margin), rng.choice(HEADINGS), fill="#16181c", font=font(unit * 1.6))
    wide, tall, top = (size[0] - 2 * margin) / columns, unit * look.uniform(1.7, 2.2), margin + unit * 3.2
    draw.rectangle((margin, top, size[0] - margin, top + tall), fill=ink)
    for row in range(int((size[1] - margin - top) / tall)):
        y = top + row * tall
        if row and row % 2 == 0:
            draw.rectangle((margin, y, size[0] - margin, y + tall), fill="#eef1f5")
        for column in range(columns):
            place = (margin + column * wide + unit * 0.3, y + tall * 0.25)
            draw.text(
                place,
                _cell(rng, row, column),
                fill="#ffffff" if row == 0 else "#24262b",
                font=font(unit * 0.8),
            )
    return page


def _cell(rng: random.Random, row: int, column: int) -> str:
    """Return what a cell says: a heading, a name, or a number."""
    if row == 0:
        return rng.choice(["Item", "Place", "Count", "Weight", "Share", "Price", "Owner"])
    if column == 0:
        return rng.choice(THINGS).removeprefix("the ").removeprefix("a ")[:14]
    return rng.choice(
        [
            rng.choice(NAMES),
            f"{rng.uniform(0, 900):.1f}",
            str(rng.randint(1, 9999)),
            f"{rng.randint(1, 99)} %",
        ]
    )


def receipt(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a photographed till receipt: a pale slip on a dark ground."""
    page, draw = blank(size, look.choice(["#3a3f48", "#5a4a3a", "#24303a"]))
    unit = size[1] / 34
    wide = min(size[0] * 0.7, unit * 18)
    left = (size[0] - wide) / 2
    draw.rectangle((left, unit, left + wide, size[1] - unit), fill="#f6f4ee")
    draw.text(
        (left + unit * 2, unit * 2), f"{rng.choice(PLACES).upper()[:22]}", fill="#24262b", font=font(unit)
    )
    y = unit * 5
    while y < size[1] - unit * 5:
        thing = rng.choice(THINGS)[:20]
        price = f"{math.exp(rng.uniform(0, 4)):.2f}"
        draw.text((left + unit, y), thing, fill="#24262b", font=font(unit * 0.85))
        draw.text(
            (left + wide - unit - font(unit * 0.85).getlength(price), y),
            price,
            fill="#24262b",
            font=font(unit * 0.85),
        )
        y += unit * 1.5
    draw.line((left + unit, y, left + wide - unit, y), fill="#24262b", width=2)
    draw.text(
        (left + unit, y + unit * 0.6),
        f"Total {rng.uniform(20, 300):.2f}",
        fill="#24262b",
        font=font(unit * 1.1),
    )
    return page


def slide(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a slide of a talk: a coloured band, a title, a few points."""
    page, draw = blank(size, "#ffffff")
    ink, unit = look.choice(INKS), size[1] / 20
    draw.rectangle((0, 0, size[0], unit * 3.6), fill=ink)
    draw.rectangle((0, size[1] - unit, size[0], size[1]), fill=ink)
    draw.text((unit * 1.2, unit * 0.9), rng.choice(HEADINGS), fill="#ffffff", font=font(unit * 1.5))
    y = unit * 5
    for _ in range(look.choice([3, 4])):
        draw.ellipse((unit * 1.2, y + unit * 0.25, unit * 1.7, y + unit * 0.75), fill=ink)
        for line in wrapped(sentence(rng), font(unit), size[0] - unit * 4):
            draw.text((unit * 2.4, y), line, fill="#24262b", font=font(unit))
            y += unit * 1.35
        y += unit * 0.9
    return page
