"""Books: lying in a stack, or standing in a row."""

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Point, mix, tinted
from lapwing.service.demo.noise import fractal
from lapwing.service.demo.palettes import FRUIT, PAINTS, chance, pick, some
from lapwing.service.demo.scenes.room import ball, room, shadow


def books(rng: Generator, canvas: Canvas) -> None:
    """Paint a stack of books lying, or a row of them standing."""
    edge = room(rng, canvas)
    base = edge + canvas.height * rng.uniform(0.08, 0.18)
    if chance(rng, 0.5):
        _stack(rng, canvas, (rng.uniform(0.35, 0.65) * canvas.width, base))
    else:
        _row(rng, canvas, base)


def _stack(rng: Generator, canvas: Canvas, foot: Point) -> None:
    """Paint books lying on one another, spines to the front, and something round on top."""
    wide, y = canvas.unit * rng.uniform(0.28, 0.4), foot[1]
    shadow(canvas, foot, wide, 1.0)
    for _ in range(int(rng.integers(4, 9))):
        tall, half = canvas.unit * rng.uniform(0.04, 0.085), wide * rng.uniform(0.75, 1.0)
        x = foot[0] + rng.normal(0, 0.03) * canvas.unit
        _spine(rng, canvas, (x - half, y - tall), (x + half, y), along=True)
        y -= tall
    if chance(rng, 0.6):
        ball(
            rng,
            canvas,
            (foot[0] + rng.uniform(-0.4, 0.4) * wide, y - canvas.unit * 0.06),
            canvas.unit * 0.065,
            pick(rng, FRUIT),
        )


def _row(rng: Generator, canvas: Canvas, base: float) -> None:
    """Paint books standing side by side."""
    x, end = rng.uniform(0.02, 0.25) * canvas.width, rng.uniform(0.7, 0.98) * canvas.width
    while x < end:
        wide, tall = canvas.unit * rng.uniform(0.035, 0.09), canvas.unit * rng.uniform(0.3, 0.52)
        _spine(rng, canvas, (x, base - tall), (x + wide, base), along=False)
        x += wide * 1.02
    canvas.darken(
        canvas.polygon(
            [
                (0, base),
                (end, base),
                (end + canvas.unit * 0.1, base + canvas.unit * 0.06),
                (0, base + canvas.unit * 0.06),
            ],
            canvas.unit * 0.01,
        ),
        0.45,
    )


def _spine(rng: Generator, canvas: Canvas, start: Point, end: Point, *, along: bool) -> None:
    """Paint the spine of a book between two corners: rounded light, bands and a label."""
    cloth, second = some(rng, PAINTS, 2)
    (a, b), (c, d) = start, end
    patch = canvas.polygon([(a, b), (c, b), (c, d), (a, d)])
    rows, columns = patch.cover.shape
    across = np.linspace(-1, 1, rows if along else columns, dtype=np.float32)
    light = np.float32(1.02) - (across + np.float32(0.3)) ** 2 * np.float32(0.42)
    weave = fractal(rng, patch.cover.shape, waves=9, layers=4, roughness=0.9) * np.float32(0.2) + np.float32(
        0.9
    )
    canvas.paint(patch, tinted(cloth, (light[:, None] if along else light[None, :]) * weave))
    for share in rng.choice([0.07, 0.12, 0.2, 0.82, 0.9, 0.94], 3, replace=False):
        low, high = float(share), float(share) + rng.uniform(0.008, 0.035)
        corners = _strip(start, end, low, high, along=along)
        canvas.paint(canvas.polygon(corners), second, 0.85)
    canvas.paint(
        canvas.polygon(_strip(start, end, 0.36, 0.62, along=along, inset=0.2)),
        mix(second, (1, 1, 1), 0.55),
        0.9,
    )


def _strip(
    start: Point, end: Point, low: float, high: float, *, along: bool, inset: float = 0.0
) -> list[Point]:
    """Return the corners of a strip across a spine, from *low* to *high* of its length."""
    (a, b), (c, d) = start, end
    if along:
        x, u, pad = a + (c - a) * low, a + (c - a) * high, (d - b) * inset
        return [(x, b + pad), (u, b + pad), (u, d - pad), (x, d - pad)]
    y, v, pad = b + (d - b) * low, b + (d - b) * high, (c - a) * inset
    return [(a + pad, y), (c - pad, y), (c - pad, v), (a + pad, v)]
