"""Look-alikes: pages, tables, charts and chats with other contents in the same frame; none is listed."""

import math
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image, ImageDraw

from lapwing.service.demo.wording import (
    HEADINGS,
    NAMES,
    PLACES,
    THINGS,
    font,
    paragraph,
    seeded,
    sentence,
    widest,
    wrapped,
)  # fmt: skip

Draw = ImageDraw.ImageDraw
Look = random.Random
"""Randomness that decides the frame: colours, margins, sizes. The contents have their own."""

INKS = ("#2e86ab", "#e4572e", "#76b041", "#6a4c93", "#ffb000", "#17908a", "#c2488f")


def text_page(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a printed page: heading, paragraphs, page number."""
    page, draw = _sheet(size, look.choice(["#ffffff", "#fdfcf7", "#f5efe0"]))
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
    page, draw = _sheet(size, "#ffffff")
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


def bar_chart(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a bar chart with its axis, grid and names."""
    page, draw, box, unit = _plot(rng, look, size)
    ink, count = look.choice(INKS), look.choice([6, 8, 10, 12])
    step = (box[2] - box[0]) / count
    for index in range(count):
        tall = (box[3] - box[1]) * rng.uniform(0.05, 0.95)
        left = box[0] + step * (index + 0.18)
        draw.rectangle((left, box[3] - tall, left + step * 0.64, box[3]), fill=ink)
        draw.text((left, box[3] + unit * 0.4), rng.choice(NAMES)[:4], fill="#4a4e57", font=font(unit * 0.8))
    return page


def line_chart(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a line chart of some series that wander."""
    page, draw, box, unit = _plot(rng, look, size)
    for ink in look.sample(INKS, look.choice([1, 2, 3])):
        level, points = rng.random(), []
        for index in range(40):
            level = min(max(level + rng.gauss(0, 0.08), 0.02), 0.98)
            points.append((box[0] + (box[2] - box[0]) * index / 39, box[3] - (box[3] - box[1]) * level))
        draw.line(points, fill=ink, width=max(round(unit * 0.22), 2), joint="curve")
    return page


def pie_chart(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a pie chart with its legend."""
    page, draw = _sheet(size, "#ffffff")
    unit = min(size) / 26
    draw.text((unit * 2, unit * 1.4), rng.choice(HEADINGS), fill="#16181c", font=font(unit * 1.5))
    radius, middle = min(size) * 0.32, (size[0] * 0.4, size[1] * 0.56)
    shares = [rng.uniform(0.2, 1.0) for _ in range(look.choice([4, 5, 6]))]
    start = -90.0
    for index, share in enumerate(shares):
        end = start + share / sum(shares) * 360
        box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
        draw.pieslice(box, start, end, fill=INKS[index], outline="#ffffff", width=3)
        y = size[1] * 0.3 + index * unit * 2
        draw.rectangle((size[0] * 0.78, y, size[0] * 0.78 + unit, y + unit), fill=INKS[index])
        draw.text((size[0] * 0.78 + unit * 1.5, y), rng.choice(NAMES), fill="#4a4e57", font=font(unit * 0.9))
        start = end
    return page


def _plot(
    rng: random.Random, look: Look, size: tuple[int, int]
) -> tuple[Image.Image, Draw, tuple[float, float, float, float], float]:
    """Return a sheet with heading, axes and grid; the box inside the axes; the height of its letters."""
    page, draw = _sheet(size, look.choice(["#ffffff", "#ffffff", "#f7f4ec"]))
    unit = min(size) / 28
    draw.text((unit * 2, unit * 1.2), rng.choice(HEADINGS), fill="#16181c", font=font(unit * 1.5))
    box = (unit * 4, unit * 4.2, size[0] - unit * 2, size[1] - unit * 3.4)
    for tick in range(6):
        y = box[3] - (box[3] - box[1]) * tick / 5
        draw.line((box[0], y, box[2], y), fill="#d5d9e0", width=1)
        draw.text(
            (unit, y - unit * 0.5), str(tick * rng.choice([5, 10, 20])), fill="#4a4e57", font=font(unit * 0.8)
        )
    draw.line((box[0], box[1], box[0], box[3], box[2], box[3]), fill="#4a4e57", width=2)
    return page, draw, box, unit


def chat(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a chat on a phone: header, balloons from both sides, a line to write in."""
    dark = look.choice([True, False])
    page, draw = _sheet(size, "#10131a" if dark else "#e9edf2")
    unit, ink = size[0] / 26, look.choice(INKS)
    draw.rectangle((0, 0, size[0], unit * 3.4), fill="#1b2029" if dark else "#ffffff")
    draw.ellipse((unit * 0.8, unit * 0.6, unit * 3, unit * 2.8), fill=ink)
    draw.text(
        (unit * 3.6, unit), rng.choice(NAMES), fill="#f0f2f5" if dark else "#16181c", font=font(unit * 1.1)
    )
    y, bottom = unit * 4.2, size[1] - unit * 3
    while True:
        own = rng.choice([True, False])
        lines = wrapped(sentence(rng), font(unit * 0.9), size[0] * 0.62)
        tall = len(lines) * unit * 1.25 + unit * 0.8
        if y + tall > bottom:
            break
        _said(
            draw,
            lines,
            (y, tall),
            size[0],
            unit,
            own=own,
            fill=ink if own else ("#252b36" if dark else "#ffffff"),
            dark=dark,
        )
        y += tall + unit * 0.7
    draw.rounded_rectangle(
        (unit, bottom + unit * 0.6, size[0] - unit, size[1] - unit * 0.6), unit, outline="#8a8f98", width=2
    )
    return page


def _said(
    draw: Draw,
    lines: list[str],
    span: tuple[float, float],
    wide: int,
    unit: float,
    *,
    own: bool,
    fill: str,
    dark: bool,
) -> None:
    """Draw one balloon, ours on the right."""
    y, tall = span
    broad = widest(lines, font(unit * 0.9)) + unit * 1.4
    left = wide - broad - unit if own else unit
    draw.rounded_rectangle((left, y, left + broad, y + tall), unit * 0.7, fill=fill)
    for index, line in enumerate(lines):
        place = (left + unit * 0.7, y + unit * 0.4 + index * unit * 1.25)
        draw.text(place, line, fill="#ffffff" if own or dark else "#16181c", font=font(unit * 0.9))


def receipt(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a photographed till receipt: a pale slip on a dark ground."""
    page, draw = _sheet(size, look.choice(["#3a3f48", "#5a4a3a", "#24303a"]))
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
    page, draw = _sheet(size, "#ffffff")
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


def _sheet(size: tuple[int, int], tint: str) -> tuple[Image.Image, Draw]:
    """Return an empty sheet and what draws on it."""
    page = Image.new("RGB", size, tint)
    return page, ImageDraw.Draw(page)


PAGES: Mapping[str, Callable[[random.Random, Look, tuple[int, int]], Image.Image]] = MappingProxyType(
    {
        "text page": text_page,
        "table": table_page,
        "bar chart": bar_chart,
        "line chart": line_chart,
        "pie chart": pie_chart,
        "chat": chat,
        "receipt": receipt,
        "slide": slide,
    }
)
"""Every look-alike by name."""

UPRIGHT = frozenset({"text page", "chat", "receipt"})


def page_size(name: str) -> tuple[int, int]:
    """Return a usual size in pixels, (width, height), of a look-alike."""
    return (720, 1080) if name in UPRIGHT else (1120, 760)


def page(name: str, seed: int, *, look: int = 0, size: tuple[int, int] | None = None) -> Image.Image:
    """Return a look-alike, in RGB.

    Args:
        name: one of PAGES.
        seed: decides the contents.
        look: decides the frame; two pages of one name and look differ only in what they say.
        size: (width, height) in pixels; page_size() unless given.
    """
    return PAGES[name](seeded("page", name, seed), seeded("look", name, look), size or page_size(name))
