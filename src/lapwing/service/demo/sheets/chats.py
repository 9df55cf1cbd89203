"""Chats as a phone shows them."""

import random

from PIL import Image

from lapwing.service.demo.sheets.sheet import INKS, Draw, Look, blank
from lapwing.service.demo.wording import NAMES, font, sentence, widest, wrapped


def chat(rng: random.Random, look: Look, size: tuple[int, int]) -> Image.Image:
    """Return a chat on a phone: header, balloons from both sides, a line to write in."""
    dark = look.choice([True, False])
    page, draw = blank(size, "#10131a" if dark else "#e9edf2")
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
