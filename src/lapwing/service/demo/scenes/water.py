"""Water: the open sea with the sun on it, a lake that mirrors its mountains, sailing boats, a lighthouse."""

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Patch, Point, colour, mix, smooth
from lapwing.service.demo.noise import Floats, fractal, line
from lapwing.service.demo.palettes import HOURS, PAINTS, WOODS, Hour, chance, pick, some
from lapwing.service.demo.scenes.air import sky, sun


def sea(rng: Generator, canvas: Canvas) -> None:
    """Paint waves to the horizon, the sun's path on them, and perhaps a beach."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    horizon = rng.uniform(0.28, 0.62)
    place = sun(rng, canvas, hour, lowest=horizon * 0.9)
    open_water(rng, canvas, hour, horizon, place)
    if chance(rng, 0.5):
        _beach(rng, canvas, hour)


def open_water(rng: Generator, canvas: Canvas, hour: Hour, horizon: float, light_at: Point) -> None:
    """Paint water from the horizon (share of the height) down; waves grow towards the viewer."""
    edge = np.full(canvas.width, horizon * canvas.height, dtype=np.float32)
    patch = canvas.below(edge)
    near = np.linspace(0.004, 1, patch.cover.shape[0], dtype=np.float32)[:, None]
    wave = waves(rng, patch.cover.shape, near)
    deep = mix(hour.ground, hour.sky[0], rng.uniform(0.25, 0.6))
    tone = mix(mix(hour.sky[-1], deep, 0.25), deep, near**0.6)
    body = mix(tone, hour.sky[-1], np.clip(wave * np.float32(0.55), 0, 0.7)) * (
        1 + np.minimum(wave, 0) * np.float32(0.3)
    )
    away = np.abs(canvas.across * canvas.width - np.float32(light_at[0])) / canvas.unit
    path = np.exp(-((away / (0.05 + 0.28 * near)) ** 2)) * smooth(0.05, 0.7, wave + np.float32(0.25))
    canvas.paint(patch, np.minimum(mix(body, hour.sun, path * np.float32(0.9)), 1))


def waves(rng: Generator, shape: tuple[int, int], near: Floats) -> Floats:
    """Return waves seen at a low angle, -0.5 to 1; *near* is 0 at the horizon and 1 in front."""
    swell = fractal(
        rng, (900, 900), waves=rng.uniform(14, 34), layers=5, stretch=rng.uniform(8, 16), roughness=0.6
    )
    crest = np.clip(np.float32(0.75) - np.abs(swell - np.float32(0.5)) * np.float32(4), -0.5, 1)
    depth = 1 / (near + np.float32(0.12))
    rows = np.clip((depth / depth[0]) * 899, 0, 899).astype(np.int16)
    middle = np.linspace(-0.5, 0.5, shape[1], dtype=np.float32)[None, :]
    columns = np.clip(
        (middle * (depth / depth[-1]) ** np.float32(0.35) * np.float32(0.7) + np.float32(0.5)) * 899, 0, 899
    )
    seen: Floats = crest[rows, columns.astype(np.int16)]
    return seen


def _beach(rng: Generator, canvas: Canvas, hour: Hour) -> None:
    """Paint wet and dry sand in front, with a line of foam."""
    lean = rng.uniform(-0.25, 0.25)
    wavy = line(rng, canvas.width, waves=2, layers=5, roughness=0.4)
    edge = (rng.uniform(0.72, 0.9) + lean * (canvas.across[0] - 0.5) - 0.03 * wavy) * canvas.height
    sand = mix(colour("d8bd8f"), hour.haze, 0.3)
    grit = fractal(rng, canvas.shape, waves=8, layers=7, roughness=0.8)
    thick = canvas.unit * 0.012
    for shift, tint in (
        (-thick, mix(hour.sky[-1], (1, 1, 1), 0.6)),
        (0.0, sand * np.float32(0.62)),
        (thick * 4, sand),
    ):
        rough = 1 + 0.6 * line(rng, canvas.width, waves=9, layers=5) * thick
        patch = canvas.below((edge + shift + rough).astype(np.float32), 2 + abs(shift) / 3)
        canvas.paint(
            patch,
            np.asarray(tint)[:, None, None]
            * (np.float32(0.85) + canvas.texture(grit, patch) * np.float32(0.3)),
        )


def lake(rng: Generator, canvas: Canvas) -> None:
    """Paint hills and trees along a shore, and the whole of it upside down in still water."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    sun(rng, canvas, hour, lowest=0.3)
    shore = rng.uniform(0.42, 0.6)
    for near in (0.15, 0.45, 0.8):
        tall = rng.uniform(0.08, 0.26) * (1.1 - near)
        bumps = line(rng, canvas.width, waves=rng.uniform(1.5, 4), roughness=0.45) + np.float32(0.6)
        edge = (shore - tall * np.maximum(bumps, -0.05)) * canvas.height
        canvas.paint(canvas.below(edge.astype(np.float32), 1.5), mix(hour.haze, hour.ground, near))
    _shore_trees(rng, canvas, hour, shore)
    _mirror(rng, canvas, hour, int(shore * canvas.height))
    if chance(rng, 0.6):
        _reeds(rng, canvas, hour)


def _shore_trees(rng: Generator, canvas: Canvas, hour: Hour, shore: float) -> None:
    """Paint groups of round and pointed trees on the shore."""
    foot = shore * canvas.height
    for _ in range(int(rng.integers(15, 50))):
        x, tall = rng.uniform(0, canvas.width), canvas.unit * rng.uniform(0.02, 0.11)
        tint = mix(hour.ground, hour.haze, rng.uniform(0, 0.25))
        if chance(rng, 0.5):
            canvas.paint(
                canvas.polygon([(x - tall * 0.25, foot), (x, foot - tall * 1.5), (x + tall * 0.25, foot)]),
                tint,
            )
        else:
            canvas.paint(canvas.ellipse((x, foot - tall * 0.4), (tall * 0.55, tall * 0.6))[0], tint)


def _mirror(rng: Generator, canvas: Canvas, hour: Hour, row: int) -> None:
    """Fill everything below *row* with what stands above it, darker and broken by ripples."""
    rows = np.arange(canvas.height - row, dtype=np.float32)[:, None]
    near = rows / rows[-1]
    ripple = fractal(
        rng, (canvas.height - row, canvas.width), waves=12, layers=5, stretch=14, roughness=0.6
    ) - np.float32(0.5)
    sway = ripple * (near + np.float32(0.08)) * np.float32(canvas.unit * rng.uniform(0.02, 0.12))
    source = np.clip(
        row - 1 - rows * np.float32(row / (canvas.height - row)) * np.float32(0.95) + sway, 0, row - 1
    )
    columns = np.broadcast_to(np.arange(canvas.width, dtype=np.int32), source.shape)
    seen = canvas.light[:, source.astype(np.int32), columns]
    canvas.light[:, row:] = mix(seen * np.float32(0.82), hour.ground, near * np.float32(0.3))
    canvas.glow(Patch(row, 0, np.clip(ripple, 0, 0.3) * near), hour.sky[-1], 0.5)


def _reeds(rng: Generator, canvas: Canvas, hour: Hour) -> None:
    """Paint reeds in a corner of the foreground."""
    middle = rng.uniform(0, canvas.width)
    for _ in range(int(rng.integers(25, 60))):
        x, tall = middle + rng.normal(0, 0.12) * canvas.width, canvas.unit * rng.uniform(0.1, 0.35)
        bend = rng.normal(0, 0.25) * tall
        stem = [
            (x, canvas.height + 2),
            (x + bend * 0.3, canvas.height - tall * 0.6),
            (x + bend, canvas.height - tall),
        ]
        canvas.paint(canvas.stroke(stem, canvas.unit * 0.004 + 0.5), hour.ground * np.float32(0.6))


def boats(rng: Generator, canvas: Canvas) -> None:
    """Paint sailing boats on the water."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    horizon = rng.uniform(0.35, 0.6)
    open_water(rng, canvas, hour, horizon, sun(rng, canvas, hour, lowest=horizon * 0.7))
    for near in np.sort(rng.uniform(0.05, 0.75, int(rng.integers(1, 5)))):
        row = (horizon + (1 - horizon) * 0.75 * float(near)) * canvas.height
        size = canvas.unit * (0.06 + 0.42 * float(near))
        _boat(
            rng, canvas, (rng.uniform(0.12, 0.88) * canvas.width, row), size, mix(hour.haze, (1, 1, 1), 0.2)
        )


def _boat(rng: Generator, canvas: Canvas, place: Point, size: float, haze: Floats) -> None:
    """Paint one boat: hull with its reflection, mast and two sails."""
    x, y = place
    side = float(rng.choice([-1.0, 1.0]))
    hull, sail, jib = some(rng, PAINTS, 3)
    canvas.darken(canvas.ellipse((x, y + size * 0.09), (size * 0.5, size * 0.06))[0], 0.45)
    bottom = [(x - size * 0.42, y - size * 0.1), (x + size * 0.48 * side, y - size * 0.1)]
    body = [
        (x - side * size * 0.42, y - size * 0.1),
        (x + side * size * 0.5, y - size * 0.12),
        (x + side * size * 0.3, y + size * 0.06),
        (x - side * size * 0.34, y + size * 0.06),
    ]
    canvas.paint(canvas.polygon(body), hull)
    canvas.paint(canvas.stroke(bottom, size * 0.03), mix(hull, (1, 1, 1), 0.6))
    top = y - size * rng.uniform(0.95, 1.3)
    canvas.paint(canvas.stroke([(x, y - size * 0.1), (x, top)], max(size * 0.022, 1)), pick(rng, WOODS))
    main = [
        (x - side * size * 0.02, top + size * 0.05),
        (x - side * size * 0.02, y - size * 0.18),
        (x - side * size * 0.46, y - size * 0.2),
        (x - side * size * 0.22, y - size * 0.6),
    ]
    front = [
        (x + side * size * 0.03, top + size * 0.12),
        (x + side * size * 0.03, y - size * 0.16),
        (x + side * size * 0.45, y - size * 0.15),
    ]
    canvas.paint(canvas.polygon(main), mix(sail, haze, 0.35))
    canvas.paint(canvas.polygon(front), mix(jib, haze, 0.5))


def lighthouse(rng: Generator, canvas: Canvas) -> None:
    """Paint a striped lighthouse on a rock above the sea."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    horizon = rng.uniform(0.55, 0.72)
    open_water(rng, canvas, hour, horizon, sun(rng, canvas, hour, lowest=0.5))
    x = rng.uniform(0.2, 0.8) * canvas.width
    foot, tall = rng.uniform(0.62, 0.75) * canvas.height, rng.uniform(0.35, 0.5) * canvas.height
    _tower(rng, canvas, (x, foot), tall, hour)
    spread = np.exp(-(((canvas.across[0] * canvas.width - x) / (canvas.unit * rng.uniform(0.25, 0.5))) ** 2))
    edge = (
        canvas.height * 1.02
        - (canvas.height * 1.05 - foot) * spread
        - 0.04 * canvas.unit * line(rng, canvas.width, waves=8, roughness=0.7) * spread
    )
    rock = fractal(rng, canvas.shape, waves=7, layers=6, roughness=0.6)
    patch = canvas.below(edge.astype(np.float32))
    canvas.paint(
        patch, mix(hour.ground * np.float32(0.55), hour.haze, canvas.texture(rock, patch) * np.float32(0.45))
    )


def _tower(rng: Generator, canvas: Canvas, foot: Point, tall: float, hour: Hour) -> None:
    """Paint the tower: stripes, gallery, lamp and cap, lit from one side."""
    x, y = foot
    wide, stripes, paint = tall * rng.uniform(0.1, 0.14), int(rng.integers(4, 8)), pick(rng, PAINTS)
    for index in range(stripes):
        low, high = index / stripes, (index + 1) / stripes
        left, right = wide * (1 - 0.45 * low), wide * (1 - 0.45 * high)
        bottom, top = y - tall * low * 0.86 + tall * 0.1 * (index == 0), y - tall * high * 0.86
        patch = canvas.polygon([(x - left, bottom), (x + left, bottom), (x + right, top), (x - right, top)])
        columns = (np.arange(patch.cover.shape[1], dtype=np.float32) + patch.left - x) / wide
        light = np.clip(1.0 - 0.45 * (columns + 0.35) ** 2, 0.4, 1)[None, :]
        canvas.paint(patch, np.asarray(paint if index % 2 else colour("f4f0e6"))[:, None, None] * light)
    top = y - tall * 0.86
    canvas.glow(canvas.halo((x, top - wide * 0.5), wide * 7), hour.sun, 0.3)
    canvas.paint(
        canvas.polygon(
            [
                (x - wide * 0.45, top),
                (x + wide * 0.45, top),
                (x + wide * 0.45, top - wide),
                (x - wide * 0.45, top - wide),
            ]
        ),
        mix(hour.sun, colour("3a4048"), 0.45),
    )
    canvas.paint(
        canvas.polygon(
            [(x - wide * 0.7, top - wide * 0.9), (x, top - wide * 1.7), (x + wide * 0.7, top - wide * 0.9)]
        ),
        paint,
    )
    canvas.paint(
        canvas.stroke([(x - wide * 0.75, top), (x + wide * 0.75, top)], wide * 0.16), colour("2a2a30")
    )
