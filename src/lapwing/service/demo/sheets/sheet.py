"""An empty sheet, and what decides how it looks."""

import random

from PIL import Image, ImageDraw

Draw = ImageDraw.ImageDraw

Look = random.Random
"""Randomness that decides the frame: colours, margins, sizes. The contents have their own."""

INKS = ("#2e86ab", "#e4572e", "#76b041", "#6a4c93", "#ffb000", "#17908a", "#c2488f")


def blank(size: tuple[int, int], tint: str) -> tuple[Image.Image, Draw]:
    """Return an empty sheet and what draws on it."""
    page = Image.new("RGB", size, tint)
    return page, ImageDraw.Draw(page)
