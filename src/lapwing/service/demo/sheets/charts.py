"""Charts: bars, lines, pies."""

import random

from PIL import Image

from lapwing.service.demo.sheets.sheet import INKS, Draw, Look, blank
from lapwing.service.demo.wording import HEADINGS, NAMES, font


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
    page, draw = blank(size, "#ffffff")
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
    page, draw = blank(size, look.choice(["#ffffff", "#ffffff", "#f7f4ec"]))
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
