"""Vessels on a table: vases with branches, bowls of fruit, mugs, and a lamp that lights the room."""

import math

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Patch, Point, colour, mix, smooth, tinted
from lapwing.service.demo.noise import Floats, fractal, line
from lapwing.service.demo.palettes import FRUIT, GREENS, PAINTS, WOODS, chance, pick, some, varied
from lapwing.service.demo.scenes.room import ball, decor, places, room, shadow, turned


def vase(rng: Generator, canvas: Canvas) -> None:
    """Paint one to three vases, some with branches."""
    edge = room(rng, canvas)
    side = float(rng.choice([-1.0, 1.0]))
    count = int(rng.integers(1, 4))
    for index, x in enumerate(places(rng, count)):
        foot = (x * canvas.width, edge + canvas.height * rng.uniform(0.08, 0.2))
        _vase(rng, canvas, foot, canvas.unit * rng.uniform(0.3, 0.52) * (1 if index == 0 else 0.75), side)


def _vase(rng: Generator, canvas: Canvas, foot: Point, tall: float, side: float) -> None:
    """Paint one vase with its own outline and glaze."""
    heights = np.linspace(0, 1, 7)
    outline = np.interp(
        np.linspace(0, 1, 60),
        heights,
        [
            rng.uniform(0.12, 0.3),
            *rng.uniform(0.2, 0.42, 3),
            rng.uniform(0.1, 0.3),
            rng.uniform(0.07, 0.16),
            rng.uniform(0.1, 0.2),
        ],
    )
    outline = np.convolve(
        np.pad(outline, 8, mode="edge"), np.hanning(17) / np.hanning(17).sum(), mode="valid"
    )
    rows, radius = (np.linspace(0, tall, 60).astype(np.float32), (outline * tall).astype(np.float32))
    shadow(canvas, foot, float(radius[0]) * 1.3, side)
    if chance(rng, 0.65):
        _stems(rng, canvas, (foot[0], foot[1] - tall), float(radius[-1]), tall)
    patch, light, round_ = turned(canvas, foot, rows, radius, side)
    glaze, second = some(rng, PAINTS, 2)
    height = _height(patch, foot, tall)
    band = decor(rng, height, round_)
    speck = fractal(rng, patch.cover.shape, waves=12, layers=3, roughness=0.8)
    canvas.paint(patch, mix(glaze, second, band) * light * (np.float32(0.88) + speck * np.float32(0.24)))
    mouth, _, below = canvas.ellipse(
        (foot[0], foot[1] - tall), (float(radius[-1]), max(float(radius[-1]) * 0.2, 1))
    )
    canvas.paint(mouth, tinted(glaze * np.float32(0.4), 1 + below * np.float32(0.4)))


def _height(patch: Patch, foot: Point, tall: float) -> Floats:
    """Return how high above the foot each row of a patch is, 0 to 1."""
    rows = np.arange(patch.top, patch.top + patch.cover.shape[0], dtype=np.float32)[:, None]
    return (np.float32(foot[1]) - rows) / np.float32(tall)


def _stems(rng: Generator, canvas: Canvas, mouth: Point, wide: float, tall: float) -> None:
    """Paint stems with leaves or round blossoms that stand in the mouth of a vase."""
    green, blossom = pick(rng, GREENS), pick(rng, PAINTS)
    flowers = chance(rng, 0.6)
    for _ in range(int(rng.integers(3, 9))):
        lean, long = rng.normal(0, 0.35), tall * rng.uniform(0.35, 0.85)
        stem = [
            (
                mouth[0] + rng.uniform(-0.5, 0.5) * wide + lean * long * share**1.5,
                mouth[1] + tall * 0.03 - long * share,
            )
            for share in np.linspace(0, 1, 7)
        ]
        canvas.paint(canvas.stroke(stem, max(canvas.unit * 0.005, 1)), green * np.float32(0.7))
        for at in stem[2:]:
            size = canvas.unit * rng.uniform(0.012, 0.028)
            leaf, right_of, _ = canvas.ellipse(
                (at[0] + rng.choice([-1, 1]) * size, at[1]), (size * 1.5, size * 0.55), rng.uniform(-0.9, 0.9)
            )
            canvas.paint(leaf, tinted(varied(rng, green, 0.1), 1 + right_of * np.float32(0.3)))
        if flowers:
            _blossom(rng, canvas, stem[-1], canvas.unit * rng.uniform(0.022, 0.05), varied(rng, blossom, 0.1))


def _blossom(rng: Generator, canvas: Canvas, centre: Point, size: float, tint: Floats) -> None:
    """Paint a blossom: petals round a dark middle."""
    petals = int(rng.integers(5, 9))
    start = rng.uniform(0, math.pi)
    for petal in range(petals):
        angle = start + petal * 2 * math.pi / petals
        place = (centre[0] + math.cos(angle) * size * 0.6, centre[1] + math.sin(angle) * size * 0.5)
        patch, right_of, _ = canvas.ellipse(place, (size * 0.62, size * 0.36), angle)
        canvas.paint(patch, tinted(tint, np.float32(0.85) + right_of * np.float32(0.25)))
    canvas.paint(canvas.ellipse(centre, (size * 0.3, size * 0.26))[0], colour("5a3a20"))


def fruit(rng: Generator, canvas: Canvas) -> None:
    """Paint a bowl heaped with fruit, and some beside it."""
    edge = room(rng, canvas)
    side = float(rng.choice([-1.0, 1.0]))
    foot = (rng.uniform(0.3, 0.7) * canvas.width, edge + canvas.height * rng.uniform(0.1, 0.2))
    wide, tall = canvas.unit * rng.uniform(0.24, 0.38), canvas.unit * rng.uniform(0.13, 0.2)
    shadow(canvas, foot, wide * 0.6, side)
    kinds = some(rng, FRUIT, int(rng.integers(2, 4)))
    size = wide * rng.uniform(0.2, 0.3)
    for level in range(3):
        for place in np.linspace(-1, 1, 5 - level):
            at = (foot[0] + place * wide * (0.72 - 0.2 * level), foot[1] - tall - size * (0.1 + 0.85 * level))
            ball(rng, canvas, at, size * rng.uniform(0.85, 1.1), varied(rng, pick(rng, kinds), 0.06))
    rows = np.linspace(0, tall, 40).astype(np.float32)
    radius = (wide * (0.42 + 0.58 * np.sin(np.linspace(0, math.pi / 2, 40)) ** rng.uniform(0.5, 1.2))).astype(
        np.float32
    )
    patch, light, _ = turned(canvas, foot, rows, radius, side)
    canvas.paint(patch, tinted(pick(rng, PAINTS), light))
    for _ in range(int(rng.integers(0, 4))):
        at = (foot[0] + side * wide * rng.uniform(1.1, 1.7), foot[1] + canvas.height * rng.uniform(0.0, 0.1))
        shadow(canvas, (at[0], at[1] + size * 0.8), size * 0.8, side)
        ball(rng, canvas, at, size * rng.uniform(0.8, 1.1), varied(rng, pick(rng, kinds), 0.06))


def mug(rng: Generator, canvas: Canvas) -> None:
    """Paint mugs on a table, with steam."""
    edge = room(rng, canvas)
    side = float(rng.choice([-1.0, 1.0]))
    for x in places(rng, int(rng.integers(1, 4))):
        foot = (x * canvas.width, edge + canvas.height * rng.uniform(0.1, 0.22))
        _mug(rng, canvas, foot, canvas.unit * rng.uniform(0.2, 0.36), side)


def _mug(rng: Generator, canvas: Canvas, foot: Point, tall: float, side: float) -> None:
    """Paint one mug: handle, body with a pattern, rim, drink and steam."""
    wide, flare = tall * rng.uniform(0.34, 0.48), rng.uniform(0.85, 1.15)
    glaze, second = some(rng, PAINTS, 2)
    shadow(canvas, foot, wide * 1.15, side)
    ear = (foot[0] - side * wide * 1.15, foot[1] - tall * 0.5)
    ring, right_of, below = canvas.ellipse(ear, (tall * 0.27, tall * 0.3))
    hollow = smooth(0.6, 0.7, np.sqrt(right_of**2 + below**2))
    canvas.paint(
        Patch(ring.top, ring.left, ring.cover * hollow),
        tinted(glaze, np.float32(0.8) - below * np.float32(0.25)),
    )
    rows = np.linspace(0, tall, 30).astype(np.float32)
    radius = (wide * np.linspace(1 / flare, flare, 30)).astype(np.float32)
    patch, light, round_ = turned(canvas, foot, rows, radius, side)
    height = _height(patch, foot, tall)
    canvas.paint(patch, mix(glaze, second, decor(rng, height, round_)) * light)
    lip = float(radius[-1])
    canvas.paint(canvas.ellipse((foot[0], foot[1] - tall), (lip, lip * 0.24))[0], mix(glaze, (1, 1, 1), 0.35))
    canvas.paint(
        canvas.ellipse((foot[0], foot[1] - tall + lip * 0.03), (lip * 0.88, lip * 0.18))[0], colour("3a2216")
    )
    for _ in range(int(rng.integers(0, 4))):
        wisp = line(rng, 20, waves=2, layers=2) * np.linspace(0.1, 1, 20) * tall * 0.25
        curl = [
            (foot[0] + float(bend), foot[1] - tall * (1.05 + index / 19 * 0.9))
            for index, bend in enumerate(wisp)
        ]
        canvas.glow(canvas.stroke(curl, tall * 0.05), (1, 1, 1), 0.12)


def lamp(rng: Generator, canvas: Canvas) -> None:
    """Paint a lamp that lights a dim room: cones of light on the wall above and below its shade."""
    edge = room(rng, canvas)
    canvas.light *= tinted(
        mix((0.32, 0.3, 0.42), (0.6, 0.5, 0.45), rng.random()), np.ones((1, 1), np.float32)
    )
    foot = (rng.uniform(0.25, 0.75) * canvas.width, edge + canvas.height * rng.uniform(0.05, 0.15))
    tall = canvas.unit * rng.uniform(0.48, 0.66)
    top, low, half, brim = (
        foot[1] - tall,
        foot[1] - tall * rng.uniform(0.6, 0.7),
        tall * rng.uniform(0.12, 0.25),
        tall * rng.uniform(0.27, 0.36),
    )
    warm = colour("ffc878")
    canvas.glow(canvas.halo((foot[0], (top + low) / 2), canvas.unit * 1.05, 2), warm, 0.75)
    reach = canvas.height
    for y, spread, far in ((low, brim, foot[1] - low), (top, half, -reach * 0.5)):
        cone = [
            (foot[0] - spread, y),
            (foot[0] + spread, y),
            (foot[0] + spread * 2.6, y + far),
            (foot[0] - spread * 2.6, y + far),
        ]
        canvas.glow(canvas.polygon(cone, canvas.unit * 0.012), warm, 0.33)
    shadow(canvas, foot, tall * 0.16, 1.0)
    stem = (tall * (0.02 + 0.08 * np.abs(line(rng, 40, waves=4, layers=2)))).astype(np.float32)
    stem[:4] = tall * 0.15
    patch, light, _ = turned(
        canvas, foot, np.linspace(0, foot[1] - low + 2, 40).astype(np.float32), stem, 1.0
    )
    canvas.paint(patch, tinted(pick(rng, (*PAINTS, *WOODS)), light))
    rows, radius = (
        np.linspace(0, low - top, 20).astype(np.float32),
        np.linspace(brim, half, 20).astype(np.float32),
    )
    cloth, glow, _ = turned(canvas, (foot[0], low), rows, radius, 1.0)
    weave = fractal(rng, cloth.cover.shape, waves=20, layers=3, stretch=0.3)
    canvas.paint(
        cloth,
        np.minimum(
            tinted(
                mix(warm, pick(rng, PAINTS), 0.3),
                (np.float32(0.75) + glow * 0.45) * (0.9 + weave * np.float32(0.2)),
            ),
            1,
        ),
    )
