"""Towns: a skyline at night, and a row of painted houses by day."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lapwing.service.demo.canvas import Canvas, Point, colour, mix
from lapwing.service.demo.noise import Floats, fractal, line
from lapwing.service.demo.palettes import HOURS, PAINTS, STONES, Hour, chance, pick, varied
from lapwing.service.demo.scenes.air import sky, stars

PANE_TALL, PANE_WIDE = 0.62, 0.5  # of the room between one window and the next


def skyline(rng: Generator, canvas: Canvas) -> None:
    """Paint a town at night: stars, a moon, lit windows, and their lights in the water below."""
    top, low = (colour(code) for code in pick(rng, _NIGHTS).split())
    canvas.wash([top, top, low, mix(low, colour("f0b060"), 0.35)])
    stars(rng, canvas, 500)
    moon(rng, canvas)
    quay = rng.uniform(0.66, 0.92)
    for near in (0.25, 0.6, 1.0):
        _blocks(rng, canvas, quay, near, mix(low, top * np.float32(0.35), near))
    _water(rng, canvas, int(quay * canvas.height))


_NIGHTS = ("060914 26365f", "0a0614 4a2a5f", "04101a 1f5060", "0c0a10 6a3a3a", "080c20 304a90")


def moon(rng: Generator, canvas: Canvas) -> None:
    """Paint a moon with its dark plains, somewhere high."""
    radius = canvas.unit * rng.uniform(0.04, 0.11)
    centre = (rng.uniform(0.1, 0.9) * canvas.width, rng.uniform(0.1, 0.3) * canvas.height)
    canvas.glow(canvas.halo(centre, radius * 5, 3), colour("c8d8ff"), 0.35)
    patch, right_of, below = canvas.ellipse(centre, (radius, radius))
    plains = fractal(rng, (64, 64), waves=3, layers=4)
    spots = plains[
        np.clip(below * 31 + 32, 0, 63).astype(np.int16), np.clip(right_of * 31 + 32, 0, 63).astype(np.int16)
    ]
    canvas.paint(patch, colour("fff6e0")[:, None, None] * (np.float32(0.65) + spots * np.float32(0.5)))


def _blocks(rng: Generator, canvas: Canvas, quay: float, near: float, tint: Floats) -> None:
    """Paint one row of buildings from left to right."""
    x = -rng.uniform(0, 0.08) * canvas.width
    tallest = rng.uniform(0.2, 0.62) * quay * (1.25 - 0.45 * near)
    while x < canvas.width:
        wide = canvas.unit * rng.uniform(0.045, 0.16) * (0.7 + 0.5 * near)
        tall = canvas.height * tallest * rng.uniform(0.35, 1.0) * (0.55 if chance(rng, 0.3) else 1.0)
        _block(rng, canvas, (x, quay * canvas.height), (wide, tall), near=near, tint=tint)
        x += wide * rng.choice([1.0, 1.0, 1.08, 1.35])


def _block(rng: Generator, canvas: Canvas, foot: Point, size: Point, *, near: float, tint: Floats) -> None:
    """Paint one building: a block with a roof of some sort and windows, some of them lit."""
    (x, y), (wide, tall) = foot, size
    roof = [
        (x, y - tall),
        (x + wide / 2, y - tall - wide * rng.choice([0.0, 0.0, 0.35, 0.9])),
        (x + wide, y - tall),
    ]
    canvas.paint(canvas.polygon([(x, y), *roof, (x + wide, y)]), varied(rng, tint, 0.03))
    if chance(rng, 0.25):
        canvas.paint(
            canvas.stroke([roof[1], (roof[1][0], roof[1][1] - wide * 0.6)], max(wide * 0.03, 1)), tint
        )
    _windows(rng, canvas, foot, size, near)


def _windows(rng: Generator, canvas: Canvas, foot: Point, size: Point, near: float) -> None:
    """Light some windows of a building, straight into the pixels: they are too many to draw one by one."""
    pitch = max(canvas.unit * 0.013 * (0.6 + 0.6 * near), 4)
    columns, rows = int(size[0] / pitch) - 1, int(size[1] / pitch) - 1
    left = int(foot[0] + pitch * 0.8)
    if columns < 1 or rows < 1 or left + int(columns * pitch) <= 0 or left >= canvas.width:
        return
    lit = (rng.random((rows, columns)) < rng.uniform(0.15, 0.6)) * rng.uniform(0.45, 1.0, (rows, columns))
    tall, wide = int(rows * pitch), int(columns * pitch)
    pane = _panes(lit, tall, wide, pitch)
    top = int(foot[1] - size[1] + pitch)
    cut = max(-left, 0)
    area = canvas.light[:, max(top, 0) : top + tall, left + cut : left + wide]
    glass = pane[max(-top, 0) :, cut:][: area.shape[1], : area.shape[2]]
    warm = mix(colour("ffd27a"), colour("cfe4ff"), float(rng.random() ** 3))
    area += (warm[:, None, None] - area) * glass * np.float32(0.35 + 0.6 * near)


def _panes(lit: NDArray[np.float64], tall: int, wide: int, pitch: float) -> Floats:
    """Return the light of windows set every *pitch* pixels, each taking up a part of its place."""
    row, column = np.arange(tall) / pitch, np.arange(wide) / pitch
    glass = (row % 1 < PANE_TALL)[:, None] & (column % 1 < PANE_WIDE)[None, :]
    panes: Floats = (glass * lit[row.astype(int)][:, column.astype(int)]).astype(np.float32)
    return panes


def _water(rng: Generator, canvas: Canvas, row: int) -> None:
    """Fill everything below the quay with trembling lights of what stands above."""
    rows = np.arange(canvas.height - row, dtype=np.float32)[:, None]
    sway = (
        fractal(rng, (canvas.height - row, canvas.width), waves=14, layers=4, stretch=10) - np.float32(0.5)
    ) * canvas.unit
    source = np.clip(
        row - 1 - rows * np.float32(0.9 * row / canvas.height) - np.abs(sway) * np.float32(0.12), 0, row - 1
    )
    columns = np.clip(np.arange(canvas.width) + sway * np.float32(0.02), 0, canvas.width - 1)
    seen = canvas.light[:, source.astype(np.int32), columns.astype(np.int32)]
    canvas.light[:, row:] = seen * (np.float32(0.75) - np.float32(0.35) * rows / rows[-1])


def houses(rng: Generator, canvas: Canvas) -> None:
    """Paint a row of painted gabled houses on a street or a quay."""
    hour = pick(rng, HOURS[:5])
    sky(rng, canvas, hour)
    street = rng.uniform(0.74, 0.92) * canvas.height
    x = -rng.uniform(0, 0.1) * canvas.width
    paint = rng.permutation(len(PAINTS))
    index = 0
    while x < canvas.width:
        wide = canvas.unit * rng.uniform(0.17, 0.32)
        _house(
            rng,
            canvas,
            (x, street),
            (wide, canvas.height * rng.uniform(0.32, 0.6)),
            PAINTS[int(paint[index % len(paint)])],
        )
        x += wide
        index += 1
    stone = mix(pick(rng, STONES), hour.haze, 0.2)
    ground = canvas.below(np.full(canvas.width, street, dtype=np.float32))
    slabs = fractal(rng, canvas.shape, waves=16, layers=4, stretch=7)
    canvas.paint(
        ground, stone[:, None, None] * (np.float32(0.6) + canvas.texture(slabs, ground) * np.float32(0.6))
    )
    _shade(rng, canvas, hour)


def _house(rng: Generator, canvas: Canvas, foot: Point, size: Point, paint: Floats) -> None:
    """Paint one house: wall, gable, roof, windows and a door."""
    (x, y), (wide, tall) = foot, size
    gable = wide * rng.choice([0.0, 0.35, 0.6])
    wall = [(x, y), (x, y - tall), (x + wide / 2, y - tall - gable), (x + wide, y - tall), (x + wide, y)]
    patch = canvas.polygon(wall)
    plaster = fractal(rng, patch.cover.shape, waves=6, layers=5, roughness=0.7)
    canvas.paint(patch, paint[:, None, None] * (np.float32(0.82) + plaster * np.float32(0.28)))
    canvas.paint(canvas.stroke(wall[1:4], max(wide * 0.05, 2)), mix(paint, colour("2a2024"), 0.7))
    frame, glass = mix(paint, (1, 1, 1), 0.8), mix(colour("22303a"), paint, 0.15)
    columns, floors = int(rng.integers(2, 4)), max(int(tall / (wide * rng.uniform(0.36, 0.5))), 2)
    for floor in range(floors):
        for column in range(columns):
            middle = (x + wide * (column + 0.5) / columns, y - tall * (floor + 0.55) / floors)
            if floor == 0 and column == columns // 2:
                _pane(
                    canvas,
                    (middle[0], y - tall * 0.36 / floors),
                    (wide * 0.2, tall * 0.72 / floors),
                    frame,
                    mix(colour("3a2a22"), paint, 0.3),
                )
            else:
                _pane(
                    canvas,
                    middle,
                    (wide * 0.42 / columns, tall * 0.55 / floors),
                    frame,
                    varied(rng, glass, 0.08),
                )


def _pane(canvas: Canvas, middle: Point, size: Point, frame: Floats, glass: Floats) -> None:
    """Paint a window or a door: frame, filling, crossbar."""
    (x, y), (wide, tall) = middle, size
    for grow, tint in ((1.25, frame), (1.0, glass)):
        a, b = wide / 2 * grow, tall / 2 * (1 + (grow - 1) * 0.7)
        canvas.paint(canvas.polygon([(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)]), tint)
    canvas.paint(canvas.stroke([(x, y - tall / 2), (x, y + tall / 2)], max(wide * 0.08, 1)), frame)
    canvas.paint(
        canvas.stroke([(x - wide / 2, y - tall * 0.1), (x + wide / 2, y - tall * 0.1)], max(wide * 0.08, 1)),
        frame,
    )


def _shade(rng: Generator, canvas: Canvas, hour: Hour) -> None:
    """Lay the slanting shadow of the houses opposite over the street side."""
    lean = rng.uniform(-0.35, 0.35)
    edge = (
        rng.uniform(0.5, 0.95)
        + lean * (canvas.across[0] - 0.5)
        + 0.02 * line(rng, canvas.width, waves=4, layers=2)
    ) * canvas.height
    canvas.paint(canvas.below(edge.astype(np.float32), 4), hour.ground, 0.45)
