"""Skies and what is in them: clouds, stars, northern lights, balloons and kites."""

import math

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Patch, Point, colour, mix, smooth
from lapwing.service.demo.noise import Floats, fractal, line, moved
from lapwing.service.demo.palettes import HOURS, PAINTS, Hour, chance, pick, some, varied


def sky(rng: Generator, canvas: Canvas, hour: Hour) -> None:
    """Paint the sky of an hour with thin clouds drawn out along the horizon."""
    canvas.wash(hour.sky)
    veil = fractal(
        rng, canvas.shape, waves=rng.uniform(1.2, 3), layers=5, roughness=0.55, stretch=rng.uniform(2, 6)
    )
    cover = smooth(0.5, 0.95, veil) * (np.float32(1.1) - canvas.down)
    canvas.paint(canvas.whole(cover), mix(hour.sky[-1], hour.sun, 0.5), rng.uniform(0.2, 0.95))


def sun(rng: Generator, canvas: Canvas, hour: Hour, *, lowest: float) -> Point:
    """Paint the sun with its glow no lower than *lowest* (share of the height); return where it is."""
    centre = (rng.uniform(0.1, 0.9) * canvas.width, rng.uniform(0.08, lowest) * canvas.height)
    disc = canvas.unit * rng.uniform(0.025, 0.075)
    canvas.glow(canvas.halo(centre, canvas.unit * 0.8, 3), hour.sun, 0.3)
    canvas.glow(canvas.halo(centre, disc * 3, 2), hour.sun, 0.3)
    patch, _, _ = canvas.ellipse(centre, (disc, disc))
    canvas.paint(patch, mix(hour.sun, (1, 1, 1), 0.4) * np.float32(1.5))
    return centre


def clouds(rng: Generator, canvas: Canvas) -> None:
    """Paint heaped clouds lit from one side, larger overhead and flatter far away."""
    hour = pick(rng, HOURS)
    canvas.wash(hour.sky[: max(2, len(hour.sky) - 1)])
    heap = fractal(
        rng, canvas.shape, waves=rng.uniform(1.6, 3.6), layers=7, roughness=0.52, stretch=rng.uniform(1, 2.2)
    )
    low = rng.uniform(0.38, 0.56)
    cover = smooth(low, low + 0.16, heap)
    away = canvas.unit * 0.035
    side = rng.choice([-1.0, 1.0])
    towards = moved(heap, np.full((1, 1), -away, np.float32), np.full((1, 1), side * away, np.float32))
    light = np.clip((heap - towards) * np.float32(3.2) + np.float32(0.55), 0, 1)
    thick = smooth(low, low + 0.45, heap)
    shade = mix(mix(hour.haze, hour.ground, 0.3), hour.sky[0], 0.25)
    canvas.paint(canvas.whole(cover), mix(mix(shade, (1, 1, 1), light), shade, thick * np.float32(0.45)))
    if chance(rng, 0.5):
        _hills(rng, canvas, hour)


def _hills(rng: Generator, canvas: Canvas, hour: Hour) -> None:
    """Paint two low rows of hills along the lower edge."""
    for near in (0.35, 0.9):
        edge = (0.86 + 0.08 * near - 0.05 * line(rng, canvas.width, waves=2, layers=5)) * canvas.height
        canvas.paint(canvas.below(edge.astype(np.float32), 1.5), mix(hour.haze, hour.ground, near))


def stars(rng: Generator, canvas: Canvas, count: int) -> None:
    """Add stars: many faint ones and a few bright ones with a glow."""
    bright = rng.pareto(1.6, count).clip(0, 12) * 0.1 + 0.12
    xs, ys = rng.integers(0, canvas.width, count), rng.integers(0, canvas.height, count)
    warm = rng.uniform(0.75, 1.0, (count, 3)).astype(np.float32)
    canvas.light[:, ys, xs] += (warm * bright[:, None].astype(np.float32)).T
    for index in np.argsort(bright)[-40:]:
        size = canvas.unit * 0.004 * (1 + bright[index] * 2)
        canvas.glow(canvas.halo((float(xs[index]), float(ys[index])), max(size, 1.5), 2), warm[index], 0.9)


def aurora(rng: Generator, canvas: Canvas) -> None:
    """Paint northern lights: curtains of light over a dark row of hills."""
    canvas.wash([colour("050914"), colour("0b1a30"), colour("14303f")])
    stars(rng, canvas, 700)
    tints = some(rng, [colour(code) for code in ("3ff0a0", "58e0d8", "a070f0", "e06fb0", "8ff060")], 2)
    for index in range(int(rng.integers(2, 5))):
        _curtain(rng, canvas, tints[index % 2], tints[(index + 1) % 2])
    for near in (0.3, 1.0):
        bumps = line(rng, canvas.width, waves=rng.uniform(2, 5), roughness=0.5)
        edge = (0.8 + 0.08 * near - rng.uniform(0.04, 0.12) * bumps) * canvas.height
        canvas.paint(
            canvas.below(edge.astype(np.float32), 1.5), mix(colour("16323c"), colour("04070d"), near)
        )


def _curtain(rng: Generator, canvas: Canvas, tint: Floats, fringe: Floats) -> None:
    """Add one curtain: a bent band, bright along its foot and fading upwards in rays."""
    foot = rng.uniform(0.3, 0.75) + 0.16 * line(rng, canvas.width, waves=1.5, layers=3, roughness=0.45)
    rays = 0.65 + 0.35 * line(rng, canvas.width, waves=22, layers=3, roughness=0.7)
    strong = np.clip(0.55 + 0.6 * line(rng, canvas.width, waves=2.5, layers=2), 0.05, 1.2) * rays
    height = foot[None, :].astype(np.float32) - canvas.down
    tall = np.float32(rng.uniform(0.18, 0.45))
    cover = np.where(height > 0, np.exp(-height / tall * 2.4), np.exp(height * 26)) * strong[None, :]
    canvas.glow(canvas.whole(cover.astype(np.float32)), mix(tint, fringe, np.clip(height / tall, 0, 1)), 0.75)


def balloons(rng: Generator, canvas: Canvas) -> None:
    """Paint hot-air balloons over hills in the morning."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    _hills(rng, canvas, hour)
    sizes = np.sort(rng.uniform(0.04, 0.2, int(rng.integers(3, 8))))
    for size in [*sizes, rng.uniform(0.2, 0.3)]:
        centre = (rng.uniform(0.08, 0.92) * canvas.width, rng.uniform(0.12, 0.62) * canvas.height)
        _balloon(
            rng,
            canvas,
            centre,
            float(size) * canvas.unit,
            mix(hour.haze, (1, 1, 1), 0.2),
            1 - min(size * 4, 1),
        )


def _balloon(rng: Generator, canvas: Canvas, centre: Point, radius: float, haze: Floats, far: float) -> None:
    """Paint one balloon: lines and basket, striped envelope; *far* (0 to 1) takes it into the haze."""
    x, y = centre
    low = y + radius * 1.75
    for side in (-0.55, -0.15, 0.15, 0.55):
        rope = [(x + side * radius, y + radius * 0.75), (x + side * radius * 0.3, low)]
        canvas.paint(canvas.stroke(rope, max(radius * 0.02, 1)), colour("3a2f2a"))
    basket = _trapeze((x, low), (radius * 0.17, radius * 0.14), radius * 0.24)
    canvas.paint(canvas.polygon(basket), mix(colour("7a4f2f"), haze, 0.4 * far))
    tints = np.stack(some(rng, PAINTS, int(rng.integers(2, 4))))
    gores = int(rng.choice([6, 8, 10, 12]))
    neck = _trapeze((x, y + radius * 0.35), (radius * 0.93, radius * 0.25), radius * 0.95)
    for patch in (canvas.polygon(neck), canvas.ellipse(centre, (radius, radius * 1.05))[0]):
        canvas.paint(patch, mix(_envelope(patch, centre, radius, tints, gores), haze, 0.55 * far))


def _trapeze(top: Point, halves: Point, tall: float) -> list[Point]:
    """Return the corners of a shape with a level top and bottom of two half widths."""
    (x, y), (upper, lower) = top, halves
    return [(x - upper, y), (x + upper, y), (x + lower, y + tall), (x - lower, y + tall)]


def _envelope(patch: Patch, centre: Point, radius: float, tints: Floats, gores: int) -> Floats:
    """Return the stripes and the light of an envelope at every place of a patch."""
    rows, columns = patch.cover.shape
    right_of = (np.arange(columns, dtype=np.float32)[None, :] + patch.left - centre[0]) / np.float32(radius)
    below = (np.arange(rows, dtype=np.float32)[:, None] + patch.top - centre[1]) / np.float32(radius)
    wide = np.sqrt(np.clip(1 - below**2 * np.float32(0.55), 0.08, 1))
    stripe = np.floor((np.arcsin(np.clip(right_of / wide, -1, 1)) / np.float32(math.pi) + 0.5) * gores)
    light = np.clip(1.08 - (right_of * 0.45 + below * 0.25 + 0.1) ** 2 * 0.8 - below * 0.12, 0.35, 1.15)
    body: Floats = tints.T[:, stripe.astype(np.int16) % len(tints)] * light.astype(np.float32)
    return body


def kites(rng: Generator, canvas: Canvas) -> None:
    """Paint kites with tails high over a meadow."""
    clouds_hour = pick(rng, HOURS[:3] + HOURS[4:6])
    sky(rng, canvas, clouds_hour)
    heap = fractal(rng, canvas.shape, waves=2.4, layers=6, stretch=1.8)
    canvas.paint(canvas.whole(smooth(0.55, 0.75, heap) * np.float32(0.8)), (1, 1, 1))
    _hills(rng, canvas, clouds_hour)
    for size in np.sort(rng.uniform(0.06, 0.26, int(rng.integers(2, 6)))):
        centre = (rng.uniform(0.12, 0.88) * canvas.width, rng.uniform(0.12, 0.6) * canvas.height)
        _kite(rng, canvas, centre, float(size) * canvas.unit)


def _kite(rng: Generator, canvas: Canvas, centre: Point, size: float) -> None:
    """Paint one kite: four panels, a string to the ground and a tail with bows."""
    turn = rng.uniform(-0.7, 0.7)
    tip = [_turned(p, turn, centre, size) for p in ((0.0, -1.0), (0.7, -0.15), (0.0, 1.25), (-0.7, -0.15))]
    middle = _turned((0.0, -0.15), turn, centre, size)
    ground = (centre[0] + rng.uniform(-0.3, 0.3) * canvas.width, canvas.height * 1.02)
    canvas.paint(canvas.stroke([middle, ground], 1.0), (0.95, 0.95, 0.95), 0.7)
    tints = some(rng, PAINTS, 4)
    for corner in range(4):
        canvas.paint(
            canvas.polygon([middle, tip[corner], tip[(corner + 1) % 4]]), varied(rng, tints[corner], 0.04)
        )
    for corner in range(4):
        canvas.paint(canvas.stroke([middle, tip[corner]], max(size * 0.025, 1)), colour("4a3a30"))
    swing, long = rng.uniform(0.25, 0.6) * size, size * rng.uniform(1.4, 2.4)
    tail = [(tip[2][0] + swing * math.sin(step * 0.7), tip[2][1] + long * step / 12) for step in range(13)]
    canvas.paint(canvas.stroke(tail, max(size * 0.03, 1)), tints[0])
    for bow in tail[2::3]:
        patch, _, _ = canvas.ellipse(bow, (size * 0.14, size * 0.06), rng.uniform(-1, 1))
        canvas.paint(patch, pick(rng, tints))


def _turned(point: Point, turn: float, centre: Point, size: float) -> Point:
    """Return a point of the unit shape, turned and placed on the canvas."""
    x, y = point
    return (
        centre[0] + size * (x * math.cos(turn) - y * math.sin(turn)),
        centre[1] + size * (x * math.sin(turn) + y * math.cos(turn)),
    )
