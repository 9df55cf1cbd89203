"""Land seen from the ground: mountain ranges in haze, pine forests, dunes and canyons."""

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Point, colour, mix, ramp, smooth, tinted
from lapwing.service.demo.noise import Floats, fractal, line, relief
from lapwing.service.demo.palettes import HOURS, Hour, chance, pick
from lapwing.service.demo.scenes.air import sky, sun


def mountains(rng: Generator, canvas: Canvas) -> None:
    """Paint ranges one behind the other, each paler the farther it is, with mist in the valleys."""
    hour = pick(rng, HOURS)
    sky(rng, canvas, hour)
    sun(rng, canvas, hour, lowest=0.45)
    rock = fractal(rng, canvas.shape, waves=4, layers=7, roughness=0.5, stretch=0.6)
    lit = relief(-np.abs(rock - np.float32(0.5)), strength=3.0, towards=(-0.5, rng.choice([-1.0, 1.0])))
    ranges = int(rng.integers(3, 7))
    horizon, snow = rng.uniform(0.25, 0.6), rng.uniform(0.0, 1.0)
    for index in range(ranges):
        near = (index + 1) / ranges
        _range(rng, canvas, hour, lit, near=near, horizon=horizon, snow=snow * (1.2 - near))
    if chance(rng, 0.6):
        _pines(rng, canvas, hour, canvas.height * rng.uniform(0.86, 0.97))


def _range(
    rng: Generator, canvas: Canvas, hour: Hour, lit: Floats, *, near: float, horizon: float, snow: float
) -> None:
    """Paint one range: rocky, lit from one side, mist at its foot and perhaps snow on its tops."""
    tall = rng.uniform(0.1, 0.3) * (1.15 - 0.55 * near)
    top = horizon + (1 - horizon) * (near**1.5 * 0.75) - tall / 2
    bumps = line(rng, canvas.width, waves=rng.uniform(1.5, 4.5), roughness=0.42 + 0.1 * (1 - near))
    edge = (top - tall * bumps) * canvas.height
    patch = canvas.below(edge.astype(np.float32), 1.6)
    height = np.arange(patch.top, canvas.height, dtype=np.float32)[:, None] - edge[None, :]
    fog = np.clip(height / np.float32(canvas.height * (0.3 + 0.2 * near)), 0, 1)
    body = mix(mix(hour.haze, hour.ground, near**0.8), hour.haze, fog * np.float32(0.75 * (1 - near * 0.6)))
    light = canvas.texture(lit, patch)
    body = body * (1 + (light - 1) * np.float32(0.6))
    if snow > 0.35:  # noqa: PLR2004 -- below this the tops stay bare
        cap = smooth(0.0, 1.0, (snow * tall * canvas.height * 0.5 * light - height) / (0.04 * canvas.height))
        body = mix(body, np.minimum(tinted(mix(hour.haze, (1, 1, 1), 0.7), light), 1), cap)
    canvas.paint(patch, body)


def _pines(rng: Generator, canvas: Canvas, hour: Hour, foot: float) -> None:
    """Paint a row of pine tops along the lower edge."""
    edge = np.full(canvas.width, foot, dtype=np.float32)
    places = np.arange(canvas.width, dtype=np.float32)
    for _ in range(int(rng.integers(40, 90))):
        middle = rng.uniform(0, canvas.width)
        tall = rng.uniform(0.06, 0.24) * canvas.unit
        away = np.abs(places - middle) / (tall * 0.2)
        saw = 0.86 + 0.14 * np.abs(((away * 3.2) % 1) * 2 - 1)
        edge = np.minimum(edge, np.where(away < 1, foot - tall * (1 - away) * saw, canvas.height))
    canvas.paint(canvas.below(edge), hour.ground * np.float32(0.45))


def forest(rng: Generator, canvas: Canvas) -> None:
    """Paint a wood in mist: rows of trunks, the far ones pale and thin, the near ones dark."""
    hour = pick(rng, HOURS)
    glow = mix(hour.haze, (1, 1, 1), 0.35)
    canvas.wash(
        [mix(hour.sky[0], glow, 0.5), glow, mix(glow, hour.ground, 0.35), mix(hour.ground, glow, 0.15)]
    )
    mist = fractal(rng, canvas.shape, waves=2, layers=4, stretch=3)
    canvas.glow(canvas.whole(mist), hour.sun, 0.12)
    canvas.glow(
        canvas.halo((rng.uniform(0.1, 0.9) * canvas.width, 0.35 * canvas.height), canvas.unit * 0.9),
        hour.sun,
        0.5,
    )
    bark = relief(fractal(rng, canvas.shape, waves=14, layers=5, stretch=0.15), strength=1.2)
    rows = int(rng.integers(4, 7))
    slim = rng.uniform(0.6, 1.5)
    for row in range(rows):
        near = (row + 1) / rows
        _ground(rng, canvas, hour, glow, near)
        for _ in range(int(rng.integers(8, 16) * (1.25 - near))):
            _trunk(
                rng, canvas, mix(glow, hour.ground * np.float32(0.55), near**1.3), bark, near=near, slim=slim
            )


def _ground(rng: Generator, canvas: Canvas, hour: Hour, glow: Floats, near: float) -> None:
    """Paint a rise of the forest floor in front of the row behind."""
    edge = (0.6 + 0.36 * near + 0.02 * line(rng, canvas.width, waves=4, roughness=0.7)) * canvas.height
    canvas.paint(canvas.below(edge.astype(np.float32), 3), mix(glow, hour.ground, near * 0.9))


def _trunk(rng: Generator, canvas: Canvas, tint: Floats, bark: Floats, *, near: float, slim: float) -> None:
    """Paint one trunk from the ground out of the picture, with a few branches."""
    wide = canvas.unit * (0.008 + 0.05 * near**2) * rng.uniform(0.6, 1.3) * slim
    x, foot = rng.uniform(-0.02, 1.02) * canvas.width, (0.63 + 0.4 * near) * canvas.height
    lean = rng.normal(0, 0.03) * canvas.height
    for _ in range(int(rng.integers(3, 9))):
        at = rng.uniform(0.05, 0.7)
        _branch(rng, canvas, tint, (x + lean * (1 - at), foot * at), wide)
    root = [
        (x - wide * 1.3, foot + wide * 0.2),
        (x - wide * 0.7, foot - wide * 2),
        (x - wide * 0.4 + lean, -5),
    ]
    shape = [
        *root,
        (x + wide * 0.4 + lean, -5),
        (x + wide * 0.7, foot - wide * 2),
        (x + wide * 1.3, foot + wide * 0.2),
    ]
    patch = canvas.polygon(shape)
    light = 1 + (canvas.texture(bark, patch) - 1) * np.float32(near)
    canvas.paint(patch, tinted(tint, light))


def _branch(rng: Generator, canvas: Canvas, tint: Floats, start: Point, wide: float) -> None:
    """Paint a branch that rises away from the trunk, with a twig."""
    long, side, rise = wide * rng.uniform(3, 8), rng.choice([-1.0, 1.0]), rng.uniform(0.25, 0.6)
    tip = (start[0] + side * long, start[1] - long * rise)
    elbow = ((start[0] + tip[0]) / 2, (start[1] + tip[1]) / 2)
    canvas.paint(
        canvas.polygon([(start[0], start[1] - wide * 0.2), tip, (start[0], start[1] + wide * 0.2)]), tint
    )
    twig = (elbow[0] + side * long * 0.1, elbow[1] - long * 0.45)
    canvas.paint(canvas.stroke([elbow, twig], max(wide * 0.08, 1)), tint)


def dunes(rng: Generator, canvas: Canvas) -> None:
    """Paint dunes with a sharp crest between their lit and their shaded side, and ripples in the sand."""
    hour = pick(rng, HOURS[:4] + HOURS[5:7])
    sky(rng, canvas, hour)
    sand = mix(
        pick(rng, (colour("d9a05b"), colour("e2b98a"), colour("c97f4f"), colour("e8d3b0"))), hour.haze, 0.25
    )
    shade = mix(sand * np.float32(0.42), hour.ground, 0.35)
    ripple = _ripples(rng, canvas)
    count = int(rng.integers(3, 6))
    for index in range(count):
        near = (index + 1) / count
        _dune(
            rng,
            canvas,
            mix(hour.haze, sand, 0.35 + 0.65 * near),
            mix(hour.haze, shade, 0.35 + 0.65 * near),
            ripple,
            near,
        )


def _ripples(rng: Generator, canvas: Canvas) -> Floats:
    """Return the light on fine wavy ripples, coarser towards the bottom."""
    bend = fractal(rng, canvas.shape, waves=3, layers=4) * np.float32(9)
    rows = (canvas.down + np.float32(0.25)) ** np.float32(0.5) * np.float32(260)
    return 1 + np.float32(0.07) * np.sin(rows + bend * 2).astype(np.float32) * smooth(0.3, 1.0, canvas.down)


def _dune(rng: Generator, canvas: Canvas, lit: Floats, shade: Floats, ripple: Floats, near: float) -> None:
    """Paint one dune: from each top a crest winds down and parts the lit side from the shaded one."""
    bumps = line(rng, canvas.width, waves=rng.uniform(1.0, 2.0), layers=3, roughness=0.3)
    edge = (((0.3 + 0.55 * near**1.2) - 0.11 * bumps) * canvas.height).astype(np.float32)
    patch = canvas.below(edge, 1.5)
    fall = np.maximum(np.arange(patch.top, canvas.height, dtype=np.float32)[:, None] - edge, 0)
    bend = fractal(rng, canvas.shape, waves=2.5, layers=2)[patch.top :] - np.float32(0.5)
    shift = fall * np.float32(rng.uniform(-1.6, 1.6)) + bend * np.float32(0.3) * fall
    slope = np.gradient(edge).astype(np.float32) * np.float32(canvas.width / canvas.height)
    read = np.clip(np.arange(canvas.width, dtype=np.float32) + shift, 0, canvas.width - 1).astype(np.int32)
    side = smooth(-0.02, 0.02, slope[read]) * np.exp(fall * np.float32(-2.2 / canvas.height))
    canvas.paint(patch, mix(lit, shade, side) * canvas.texture(ripple, patch))


def canyon(rng: Generator, canvas: Canvas) -> None:
    """Paint a wall of layered rock, washed out by water and lit from one side."""
    hour = pick(rng, HOURS)
    bend = fractal(rng, canvas.shape, waves=1.2, layers=5, roughness=0.4)
    gully = fractal(rng, canvas.shape, waves=4, layers=5, stretch=0.2, roughness=0.45)
    fall = np.abs(gully - np.float32(0.5))
    depth = (
        canvas.down + (bend - np.float32(0.5)) * np.float32(rng.uniform(0.1, 0.7)) - fall * np.float32(0.16)
    )
    beds = line(rng, 400, waves=rng.uniform(5, 14), layers=5, roughness=0.75)
    where = np.clip(depth * 399 / 1.4 + 50, 0, 399).astype(np.int16)
    tones = [colour(code) for code in pick(rng, _ROCKS).split()]
    canvas.light[:] = ramp(tones, np.clip(beds * np.float32(0.42) + np.float32(0.5), 0, 1)[where])
    steep = relief(
        np.take(beds, where) * np.float32(0.05) - fall, strength=3.0, towards=(-0.5, rng.choice([-1.0, 1.0]))
    )
    canvas.light *= steep * (np.float32(1.15) - fall * np.float32(1.2))
    top = (rng.uniform(0.05, 0.35) - 0.12 * line(rng, canvas.width, waves=2.5, roughness=0.6)) * canvas.height
    above = canvas.below(top.astype(np.float32), 1.5)
    rock = canvas.light.copy()
    sky(rng, canvas, hour)
    canvas.paint(above, rock[:, above.top :])


_ROCKS = (
    "5a2a20 a34e32 d98a55 f0c48f 8a4a35",
    "3a3a44 7a6f6a b8a58f e0d3bd 5f5a58",
    "6a3a2a c96f42 f3d0a0 b0503a e8a868",
    "2f3f3a 6f7f6a b0b090 dccfa8 4a4a3a",
)
