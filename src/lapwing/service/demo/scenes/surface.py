"""Surfaces close by: pebbles, bark, cut wood, brick walls, marbled paper, fallen leaves."""

import math

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Patch, Point, colour, mix, ramp, smooth, tinted
from lapwing.service.demo.noise import Floats, fractal, moved, relief
from lapwing.service.demo.palettes import GREENS, PAINTS, STONES, chance, pick, some, varied


def pebbles(rng: Generator, canvas: Canvas) -> None:
    """Paint pebbles on wet sand, the large ones last and on top."""
    grit = fractal(rng, canvas.shape, waves=12, layers=7, roughness=0.85)
    canvas.light[:] = tinted(mix(colour("4a4238"), colour("b8a888"), rng.random()), np.float32(0.4) + grit)
    stones = some(rng, STONES, int(rng.integers(3, 7)))
    skin = fractal(rng, canvas.shape, waves=16, layers=5, roughness=0.7)
    sizes = np.sort(
        canvas.unit * (0.018 + 0.11 * rng.beta(1.1, rng.uniform(2, 6), int(rng.integers(110, 280))))
    )
    for size in sizes:
        place = (rng.uniform(-0.03, 1.03) * canvas.width, rng.uniform(-0.03, 1.03) * canvas.height)
        _pebble(rng, canvas, place, float(size), varied(rng, pick(rng, stones), 0.07), skin)


def _pebble(rng: Generator, canvas: Canvas, place: Point, size: float, tint: Floats, skin: Floats) -> None:
    """Paint one pebble with its shadow, its veins and its light."""
    flat, turn = rng.uniform(0.55, 0.95), rng.uniform(0, math.pi)
    canvas.darken(
        canvas.ellipse(
            (place[0] + size * 0.16, place[1] + size * 0.2), (size * 1.05, size * flat * 1.05), turn
        )[0],
        0.55,
    )
    patch, right_of, below = canvas.ellipse(place, (size, size * flat), turn)
    cos, sin = math.cos(turn), math.sin(turn)
    facing = -(right_of * (cos + sin) * 0.5 + below * (cos - sin) * 0.5)
    light = np.float32(0.72) + facing * np.float32(0.42) - (right_of**2 + below**2) ** 2 * np.float32(0.22)
    vein = smooth(0.9, 1.0, np.cos(right_of * np.float32(rng.uniform(1, 7)) + below * 2)) * np.float32(
        rng.choice([0, 0, 0.5])
    )
    body = (
        mix(tint, colour("e8e4da"), vein)
        * light
        * (np.float32(0.75) + canvas.texture(skin, patch) * np.float32(0.5))
    )
    canvas.paint(patch, body)


def bark(rng: Generator, canvas: Canvas) -> None:
    """Paint bark: deep furrows that wander upwards, with lichen."""
    bend = fractal(rng, canvas.shape, waves=2, layers=4)
    raw = fractal(
        rng, canvas.shape, waves=rng.uniform(5, 11), layers=7, stretch=rng.uniform(0.08, 0.22), roughness=0.58
    )
    away = (bend - np.float32(0.5)) * np.float32(canvas.unit * rng.uniform(0.03, 0.16))
    ridge = np.abs(moved(raw, np.zeros((1, 1), np.float32), away) - np.float32(0.5)) * np.float32(3)
    tones = [colour(code) for code in pick(rng, _BARKS).split()]
    canvas.light[:] = ramp(tones, np.clip(ridge, 0, 1)) * relief(ridge, strength=1.4, towards=(-0.2, -1.0))
    lichen = smooth(0.6, 0.72, fractal(rng, canvas.shape, waves=rng.uniform(3, 7), layers=6, roughness=0.7))
    canvas.paint(canvas.whole(lichen), varied(rng, colour("a8b088"), 0.15), rng.choice([0.0, 0.55]))


_BARKS = (
    "120c08 3a2a1e 6f5640 a58a6a",
    "1a1a18 4a4844 8a867c c0bcb0",
    "2a120a 6a3420 a8643a d8a070",
    "e0dcd0 c8c2b4 8a8478 f0ece4",
)


def wood(rng: Generator, canvas: Canvas) -> None:
    """Paint cut wood: the rings of a trunk, or boards with knots."""
    bend = fractal(rng, canvas.shape, waves=3, layers=5, roughness=0.45) - np.float32(0.5)
    ratio = np.float32(canvas.width / canvas.height)
    middle = (rng.uniform(-0.3, 1.3), rng.uniform(-0.3, 1.3))
    squeeze = np.float32(rng.choice([1.0, 1.0, 5.0]))
    far = np.sqrt(((canvas.across - middle[0]) * ratio) ** 2 + ((canvas.down - middle[1]) * squeeze) ** 2)
    ring = far * np.float32(rng.uniform(9, 26)) + bend * np.float32(rng.uniform(1, 4))
    band = ring % 1
    fibre = fractal(rng, canvas.shape, waves=20, layers=5, stretch=rng.choice([0.1, 1.0, 12.0]))
    tones = [colour(code) for code in pick(rng, _TIMBERS).split()]
    canvas.light[:] = ramp(tones, band**2) * (np.float32(0.7) + fibre * np.float32(0.6))
    angle = np.arctan2(canvas.down - middle[1], (canvas.across - middle[0]) * ratio) + bend
    for _ in range(int(rng.integers(0, 5))):
        crack = smooth(0.985, 1.0, np.cos(angle - rng.uniform(-math.pi, math.pi))) * smooth(0.05, 0.3, far)
        canvas.darken(canvas.whole(crack), 0.35)


_TIMBERS = ("e0b880 d0a068 8a5a30", "a86a40 8f5230 4a2818", "e8d8b8 d8c49a a88a5a", "6a4a3a 54382c 2a1a14")


def bricks(rng: Generator, canvas: Canvas) -> None:
    """Paint a wall of bricks or cut stone, every one a little different, some of it in shade."""
    rows, ratio = rng.uniform(6, 15), rng.uniform(1.4, 3.0)
    wobble = (fractal(rng, canvas.shape, waves=14, layers=4) - np.float32(0.5)) * np.float32(0.09)
    down = canvas.down * np.float32(rows) + wobble
    row = np.floor(down)
    shift = np.float32(rng.choice([0.5, 0.5, 0.33]))
    across = canvas.across * np.float32(rows * canvas.width / canvas.height / ratio) + row * shift + wobble
    column = np.floor(across)
    aside = np.minimum(across - column, 1 - (across - column)) * np.float32(ratio)
    edge = np.minimum(np.minimum(down - row, 1 - (down - row)), aside)
    own = rng.random((64, 128), dtype=np.float32)[row.astype(np.int16) % 64, column.astype(np.int16) % 128]
    tones = [varied(rng, colour(code), 0.04) for code in pick(rng, _CLAYS).split()]
    rough = fractal(rng, canvas.shape, waves=12, layers=6, roughness=0.75)
    proud = smooth(0.04, 0.13, edge)
    body = ramp(tones, own) * (np.float32(0.72) + rough * np.float32(0.5))
    canvas.light[:] = mix(colour("b8b0a0") * np.float32(rng.uniform(0.5, 1.1)), body, proud) * relief(
        proud * np.float32(0.06) + rough * np.float32(0.05), strength=3
    )
    _slant(rng, canvas)


_CLAYS = (
    "7a3a2a a8553a c87a50 8a4a3a",
    "8a8478 a8a294 c8c0b0 6f6a64",
    "d8c8a8 e8dcc4 c0aa84 b89a70",
    "3a3f48 565c66 2f333a 6a6f7a",
)


def _slant(rng: Generator, canvas: Canvas) -> None:
    """Lay a slanting shadow over a part of the picture, or several as of leaves."""
    if chance(rng, 0.5):
        a, b = rng.uniform(-0.2, 1.2, 2)
        points = [(a * canvas.width, -10), (b * canvas.width, canvas.height + 10)]
        corner = (
            [(canvas.width * 2, canvas.height + 10), (canvas.width * 2, -10)]
            if chance(rng, 0.5)
            else [(-canvas.width, canvas.height + 10), (-canvas.width, -10)]
        )
        canvas.darken(canvas.polygon([*points, *corner], canvas.unit * 0.01), rng.uniform(0.35, 0.6))
        return
    leaves = smooth(0.48, 0.56, fractal(rng, canvas.shape, waves=rng.uniform(2, 6), layers=4))
    canvas.darken(canvas.whole(leaves), rng.uniform(0.25, 0.55))


def marbled(rng: Generator, canvas: Canvas) -> None:
    """Paint marbled paper: colours drawn through one another."""
    base = fractal(rng, canvas.shape, waves=rng.uniform(1.5, 3), layers=4, roughness=0.45)
    pull = fractal(rng, canvas.shape, waves=rng.uniform(1.5, 4), layers=3)
    reach = np.float32(canvas.unit * rng.uniform(0.25, 0.7))
    drawn = moved(base, (pull - np.float32(0.5)) * reach, (np.flipud(pull) - np.float32(0.5)) * reach)
    comb = np.sin(canvas.across * np.float32(rng.uniform(10, 40))) * np.float32(rng.choice([0.0, 0.05]))
    band = ((drawn + comb) * np.float32(rng.uniform(4, 9))) % 1
    tones = some(rng, PAINTS, 5)
    vein = smooth(0.0, 0.04, np.minimum(band, 1 - band))
    canvas.light[:] = mix(colour("f0e6d0"), ramp([*tones, tones[0]], band), vein)


def leaves(rng: Generator, canvas: Canvas) -> None:
    """Paint fallen leaves lying over one another."""
    ground = fractal(rng, canvas.shape, waves=8, layers=7, roughness=0.75)
    canvas.light[:] = tinted(
        pick(rng, (colour("3a2e22"), colour("4a4a3a"), colour("6a6258"), colour("2a3626"))),
        np.float32(0.4) + ground,
    )
    tints = [
        *some(
            rng, [colour(code) for code in ("c8502a", "e0902a", "e8c04a", "8a3a2a", "a86a2a", "6a7a3a")], 3
        ),
        pick(rng, GREENS),
    ]
    for size in np.sort(rng.uniform(0.035, 0.13, int(rng.integers(40, 120)))):
        place = (rng.uniform(0, 1) * canvas.width, rng.uniform(0, 1) * canvas.height)
        _leaf(rng, canvas, place, float(size) * canvas.unit, varied(rng, pick(rng, tints), 0.12))


def _leaf(rng: Generator, canvas: Canvas, place: Point, size: float, tint: Floats) -> None:
    """Paint one leaf: shadow, blade with a lighter half, midrib."""
    turn, slim = rng.uniform(0, 2 * math.pi), rng.uniform(0.32, 0.55)
    share = np.linspace(0, 1, 12)
    half = np.sin(share * math.pi) ** 0.8 * slim * (1.25 - share * 0.5)
    upper = [(float(a) * 2 - 1, -float(b)) for a, b in zip(share, half, strict=True)]
    lower = [(a, -b) for a, b in reversed(upper)]
    canvas.darken(
        canvas.polygon(
            _set(upper + lower, turn, (place[0] + size * 0.1, place[1] + size * 0.14), size), size * 0.04
        ),
        0.5,
    )
    for part, shade in ((upper, 1.0), (lower, 0.78)):
        patch: Patch = canvas.polygon(
            _set([*part, (1.0, 0.0), (-1.0, 0.0)] if part is upper else part, turn, place, size)
        )
        canvas.paint(patch, tint * np.float32(shade))
    rib = _set([(-1.25, 0.0), (0.9, 0.0)], turn, place, size)
    canvas.paint(canvas.stroke(rib, max(size * 0.035, 1)), mix(tint, colour("f0e0b0"), 0.45))
    for along in (-0.45, 0.1):
        for side in (-1, 1):
            vein = _set([(along, 0.0), (along + 0.3, side * slim * 0.55)], turn, place, size)
            canvas.paint(canvas.stroke(vein, max(size * 0.014, 0.7)), mix(tint, colour("f0e0b0"), 0.3))


def _set(points: list[Point], turn: float, place: Point, size: float) -> list[Point]:
    """Return points of the unit shape, turned and placed on the canvas."""
    cos, sin = math.cos(turn) * size, math.sin(turn) * size
    return [(place[0] + x * cos - y * sin, place[1] + x * sin + y * cos) for x, y in points]
