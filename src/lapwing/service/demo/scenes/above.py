"""Land seen from above: fields with their furrows, islands in a shallow sea, a river's branches."""

import math

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw

from lapwing.service.demo.canvas import Canvas, Point, colour, mix, ramp, smooth
from lapwing.service.demo.noise import Floats, fractal, line, relief
from lapwing.service.demo.palettes import CROPS, GREENS, chance, pick, varied

Corners = list[Point]
MOST_FIELDS = 255


def fields(rng: Generator, canvas: Canvas) -> None:
    """Paint fields from above: each with its own crop and direction of furrows, hedges and lanes between."""
    plots = _plots(rng, canvas)
    index = _index(canvas, plots)
    crops = np.stack([varied(rng, pick(rng, CROPS), 0.08) for _ in plots])
    turn = rng.uniform(0, math.pi, len(plots)).astype(np.float32)
    pitch = rng.uniform(0.1, 0.5, len(plots)).astype(np.float32) * np.float32(900 / canvas.unit)
    deep = rng.choice([0.0, 0.06, 0.12, 0.2], len(plots)).astype(np.float32)
    wobble = fractal(rng, canvas.shape, waves=4, layers=5) * np.float32(canvas.unit * 0.05)
    rows, columns = canvas.down * canvas.height + wobble, canvas.across * canvas.width
    run = (columns * np.cos(turn)[index] + rows * np.sin(turn)[index]) * pitch[index]
    soil = fractal(rng, canvas.shape, waves=6, layers=7, roughness=0.65)
    light = 1 + np.sin(run) * deep[index] + (soil - np.float32(0.5)) * np.float32(0.6)
    canvas.light[:] = crops.T[:, index] * light
    _hedges(rng, canvas, plots)
    _trees(rng, canvas, plots)


def _plots(rng: Generator, canvas: Canvas) -> list[Corners]:
    """Return the plots into which the land has been parted, again and again, by slanting cuts."""
    reach = canvas.unit * 0.1
    whole = [
        (-reach, -reach),
        (canvas.width + reach, -reach),
        (canvas.width + reach, canvas.height + reach),
        (-reach, canvas.height + reach),
    ]
    least = canvas.width * canvas.height * rng.uniform(0.012, 0.06)
    waiting, done = [_turned(rng, whole)], list[Corners]()
    while waiting:
        plot = waiting.pop()
        if _area(plot) < least * rng.uniform(1, 3) or len(waiting) + len(done) > MOST_FIELDS - 2:
            done.append(plot)
        else:
            waiting.extend(_cut(rng, plot))
    return done


def _turned(rng: Generator, whole: Corners) -> Corners:
    """Return the land's outline turned by some angle and large enough to cover the picture still."""
    middle = (sum(x for x, _ in whole) / 4, sum(y for _, y in whole) / 4)
    angle = rng.uniform(0, math.pi / 2)
    cos, sin = math.cos(angle) * 1.7, math.sin(angle) * 1.7
    return [
        (
            middle[0] + (x - middle[0]) * cos - (y - middle[1]) * sin,
            middle[1] + (x - middle[0]) * sin + (y - middle[1]) * cos,
        )
        for x, y in whole
    ]


def _cut(rng: Generator, plot: Corners) -> list[Corners]:
    """Return the two halves of a four-cornered plot, cut across its longer side."""
    a, b, c, d = plot if math.dist(plot[0], plot[1]) > math.dist(plot[1], plot[2]) else [*plot[1:], plot[0]]
    first, second = rng.uniform(0.3, 0.7, 2)
    on_ab = (a[0] + (b[0] - a[0]) * first, a[1] + (b[1] - a[1]) * first)
    share = first * 0.75 + second * 0.25
    on_dc = (d[0] + (c[0] - d[0]) * share, d[1] + (c[1] - d[1]) * share)
    return [[a, on_ab, on_dc, d], [on_ab, b, c, on_dc]]


def _area(plot: Corners) -> float:
    """Return the area of a plot in square pixels."""
    turned = [*plot[1:], plot[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(plot, turned, strict=True))) / 2


def _index(canvas: Canvas, plots: list[Corners]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the number of the plot at every place."""
    stencil = Image.new("L", (canvas.width, canvas.height))
    draw = ImageDraw.Draw(stencil)
    for number, plot in enumerate(plots):
        draw.polygon(plot, fill=number)
    return np.asarray(stencil)


def _hedges(rng: Generator, canvas: Canvas, plots: list[Corners]) -> None:
    """Paint hedges along most borders and lanes along some."""
    for plot in plots:
        for start, end in zip(plot, [*plot[1:], plot[0]], strict=True):
            dice = rng.random()
            if not _seen(canvas, start, end):
                continue
            if dice < 0.12:  # noqa: PLR2004 -- the share of borders that are lanes
                canvas.paint(canvas.stroke([start, end], canvas.unit * 0.009 + 1), colour("d8cbb0"))
            elif dice < 0.7:  # noqa: PLR2004 -- the share of borders that are lanes or hedges
                canvas.paint(
                    canvas.stroke([start, end], canvas.unit * 0.006 + 1), pick(rng, GREENS) * np.float32(0.6)
                )


def _seen(canvas: Canvas, start: Point, end: Point) -> bool:
    """Say whether some of a border may lie on the canvas."""
    return (
        max(start[0], end[0]) > 0
        and max(start[1], end[1]) > 0
        and min(start[0], end[0]) < canvas.width
        and min(start[1], end[1]) < canvas.height
    )


def _trees(rng: Generator, canvas: Canvas, plots: list[Corners]) -> None:
    """Paint trees with their shadows along the borders, and one small wood."""
    wood = (rng.uniform(0, canvas.width), rng.uniform(0, canvas.height))
    for _ in range(int(rng.integers(60, 170))):
        if chance(rng, 0.5):
            (ax, ay), (bx, by) = _border(rng, plots)
            share = rng.random()
            place = (ax + (bx - ax) * share, ay + (by - ay) * share)
        else:
            place = (wood[0] + rng.normal(0, 0.09) * canvas.unit, wood[1] + rng.normal(0, 0.07) * canvas.unit)
        size = canvas.unit * rng.uniform(0.006, 0.02)
        canvas.darken(
            canvas.ellipse((place[0] + size * 0.8, place[1] + size * 0.6), (size, size * 0.9))[0], 0.5
        )
        crown, right_of, below = canvas.ellipse(place, (size, size * 0.95))
        light = np.clip(1 - (right_of + below) * np.float32(0.35), 0.4, 1.5)
        canvas.paint(crown, pick(rng, GREENS)[:, None, None] * light)


def _border(rng: Generator, plots: list[Corners]) -> tuple[Point, Point]:
    """Return the two ends of one side of one plot."""
    plot = pick(rng, plots)
    corner = int(rng.integers(4))
    return plot[corner], plot[(corner + 1) % 4]


def islands(rng: Generator, canvas: Canvas) -> None:
    """Paint islands from above: deep and shallow water, beaches, woods and bare tops, lit from a side."""
    height = fractal(
        rng, canvas.shape, waves=rng.uniform(1.4, 3.2), layers=7, roughness=rng.uniform(0.45, 0.56)
    )
    height = height + np.float32(rng.uniform(-0.12, 0.12))
    tones = [colour(code) for code in pick(rng, _MAPS).split()]
    light = np.where(height > np.float32(0.5), relief(height, strength=4.0), 1).astype(np.float32)
    canvas.light[:] = ramp(tones, height) * light
    foam = smooth(0.47, 0.495, height) * (1 - smooth(0.495, 0.51, height))
    canvas.paint(canvas.whole(foam), (1, 1, 1), 0.6)
    veil = smooth(0.62, 0.9, fractal(rng, canvas.shape, waves=2.5, layers=6))
    canvas.paint(canvas.whole(veil), (1, 1, 1), rng.choice([0.0, 0.85]))


_MAPS = (
    "062038 0a3a5c 126a86 3aa8b0 8fd8c8 f0e0b0 6f8f3f 3f6a35 5f6a4a 8a8070 f4f4f0",
    "0a1a30 14304f 1f4f70 3a7a90 7aa8a8 d8c8a0 a8904f 7a6a3a 5a4a35 8a7a6a e8e4dc",
    "20143a 2f2a5f 3f4f8a 5a8ab0 a0c8c8 f4d8b8 d89a6a b0604a 7a3a3f 4f2a3a f4e0d0",
)


def river(rng: Generator, canvas: Canvas) -> None:
    """Paint a river from above: its arms part and meet again between sandbanks, woods and meadows around."""
    ground = fractal(rng, canvas.shape, waves=5, layers=7, roughness=0.55)
    tones = [colour(code) for code in pick(rng, _PLAINS).split()]
    canvas.light[:] = ramp(tones, ground) * relief(ground, strength=1.6)
    first = _arm(rng, canvas)
    far = (
        np.minimum(first, _arm(rng, canvas) * np.float32(rng.uniform(1.2, 2))) if chance(rng, 0.7) else first
    )
    far = far + (fractal(rng, canvas.shape, waves=6, layers=6) - np.float32(0.5)) * np.float32(1.4)
    water = mix(
        colour("2f6a7a"),
        pick(rng, (colour("7a8a5a"), colour("3fa0b0"), colour("20405a"), colour("a08a60"))),
        0.6,
    )
    canvas.paint(canvas.whole(1 - smooth(1.6, 2.8, far)), tones[0] * np.float32(0.7), 0.8)
    canvas.paint(canvas.whole(1 - smooth(1.35, 1.45, far)), mix(colour("d8c89a"), tones[-1], 0.5))
    canvas.paint(
        canvas.whole(1 - smooth(0.96, 1.04, far)),
        mix(mix(water, (1, 1, 1), 0.25), water, smooth(-0.4, 0.9, far)),
    )


def _arm(rng: Generator, canvas: Canvas) -> Floats:
    """Return how far each place is from one arm's middle, in half widths of the arm."""
    along, aside = (canvas.across, canvas.down) if chance(rng, 0.5) else (canvas.down, canvas.across)
    sway = line(rng, 512, waves=rng.uniform(1.5, 4), layers=3, roughness=0.4) * np.float32(
        rng.uniform(0.1, 0.24)
    )
    course = rng.uniform(0.35, 0.65) + rng.uniform(-0.8, 0.8) * (np.linspace(-0.5, 0.5, 512)) + sway
    at = np.interp(along, np.linspace(0, 1, 512), course).astype(np.float32)
    far: Floats = np.abs(aside - at) / np.float32(rng.uniform(0.03, 0.085))
    return far


_PLAINS = (
    "1f3a20 3f5f2f 6a7f3a a0a05a c8b87a",
    "3a2a1a 7a5a35 b08a50 d8b87a f0dfb0",
    "102a28 1f4a3f 3f7a5a 7fa87a c0d0a0",
    "5a5f6a 8a90a0 c0c8d0 e8ecf0 ffffff",
)
