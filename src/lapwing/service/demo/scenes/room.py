"""A room to put things in: wall and table, shadows, round bodies and the patterns on them."""

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import Canvas, Patch, Point, colour, smooth, tinted
from lapwing.service.demo.noise import Floats, fractal
from lapwing.service.demo.palettes import WALLS, WOODS, chance, pick, varied


def room(rng: Generator, canvas: Canvas) -> float:
    """Paint a wall with light falling on it and a table top; return the row (pixels) where they meet."""
    wall, wood = varied(rng, pick(rng, WALLS)), varied(rng, pick(rng, WOODS))
    plaster = fractal(rng, canvas.shape, waves=5, layers=6, roughness=0.6)
    canvas.light[:] = tinted(wall, np.float32(0.78) + plaster * np.float32(0.22))
    _daylight(rng, canvas)
    edge = rng.uniform(0.55, 0.74) * canvas.height
    lean = rng.normal(0, 0.012) * canvas.height
    rows = (edge + lean * (canvas.across[0] - 0.5)).astype(np.float32)
    table = canvas.below(rows)
    canvas.paint(table, tinted(wood, canvas.texture(_boards(rng, canvas), table)))
    canvas.darken(canvas.whole(smooth(0.0, 0.05, 0.05 - np.abs(canvas.down - rows / canvas.height))), 0.18)
    return edge


def _daylight(rng: Generator, canvas: Canvas) -> None:
    """Let a window's light fall slantwise on the wall, or a soft glow from one side."""
    if chance(rng, 0.45):
        x, y = rng.uniform(0.05, 0.6) * canvas.width, rng.uniform(-0.05, 0.15) * canvas.height
        lean, wide, tall = rng.uniform(-0.25, 0.25) * canvas.unit, canvas.unit * 0.19, canvas.unit * 0.24
        for row in range(2):
            for column in range(2):
                a, b = x + column * wide * 1.1 + lean * row, y + row * tall * 1.1
                pane = [(a, b), (a + wide, b), (a + wide + lean, b + tall), (a + lean, b + tall)]
                canvas.glow(canvas.polygon(pane, canvas.unit * 0.006), colour("fff0c8"), 0.28)
        return
    side = np.float32(rng.uniform(-0.55, 0.55)) * (canvas.across - np.float32(0.5))
    canvas.light *= 1 + side * 2 * (1 - canvas.down * np.float32(0.5))


def _boards(rng: Generator, canvas: Canvas) -> Floats:
    """Return the light on a wooden top: grain along the boards and dark joints between them."""
    grain = fractal(rng, canvas.shape, waves=10, layers=6, stretch=18, roughness=0.6)
    depth = (canvas.down * np.float32(rng.uniform(5, 16))) % 1
    joint = smooth(0.0, 0.035, depth) * np.float32(0.25) + np.float32(0.75)
    return (
        joint * (np.float32(0.62) + grain * np.float32(0.7))
        if chance(rng, 0.7)
        else np.float32(0.75) + grain * np.float32(0.4)
    )


def shadow(canvas: Canvas, foot: Point, wide: float, side: float = 1.0) -> None:
    """Lay a soft shadow on the table: dark under the thing, faint on the side away from the light."""
    x, y = foot
    for reach, tall, dark in ((2.2, 0.22, 0.28), (1.2, 0.15, 0.5)):
        patch, right_of, below = canvas.ellipse(
            (x + side * wide * (reach - 1) * 0.8, y), (wide * reach, wide * tall * reach)
        )
        fade = np.clip(1 - np.sqrt(right_of**2 + below**2), 0, 1)
        canvas.darken(Patch(patch.top, patch.left, np.minimum(fade * 1.6, 1)), dark)


def turned(
    canvas: Canvas, foot: Point, rows: Floats, radius: Floats, side: float
) -> tuple[Patch, Floats, Floats]:
    """Return a body of revolution: its patch, the light on it, and how far round each place is (-1 to 1).

    Args:
        canvas: where it stands.
        foot: middle of its base, pixels.
        rows: heights above the foot, rising, pixels.
        radius: half of its width at those heights, pixels.
        side: the side away from the light, -1 or 1.
    """
    wide, top = int(radius.max()) + 3, foot[1] - float(rows[-1])
    left = int(np.clip(foot[0] - wide, 0, canvas.width - 2))
    first = int(np.clip(top - 2, 0, canvas.height - 2))
    bulge = radius[0] * 0.22
    last = int(np.clip(foot[1] + bulge + 2, first + 1, canvas.height))
    y = np.arange(first, last, dtype=np.float32)[:, None]
    x = np.arange(left, min(int(foot[0] + wide), canvas.width), dtype=np.float32)[None, :] - np.float32(
        foot[0]
    )
    half = np.interp(foot[1] - y, rows, radius).astype(np.float32)
    base = np.sqrt(np.clip(1 - ((y - np.float32(foot[1])) / max(bulge, 1)) ** 2, 0, 1))
    half = np.where(y > foot[1], half * base, half)
    cover = np.clip(half - np.abs(x) + np.float32(0.5), 0, 1) * (y >= top)
    round_ = np.clip(x / np.maximum(half, 1), -1, 1) * side
    light = np.float32(1.02) - (round_ + np.float32(0.35)) ** 2 * np.float32(0.52)
    shine = np.exp(-(((round_ + np.float32(0.45)) / np.float32(0.12)) ** 2)) * np.float32(0.25)
    return Patch(first, left, cover.astype(np.float32)), light + shine, round_.astype(np.float32)


def places(rng: Generator, count: int) -> list[float]:
    """Return where across the picture (0 to 1) things stand, apart from one another."""
    slots = (np.arange(count) + 0.5) / count * 0.76 + 0.12
    return [float(place) for place in rng.permutation(slots + rng.uniform(-0.09, 0.09, count))]


def decor(rng: Generator, height: Floats, round_: Floats) -> Floats:
    """Return where a vase has its second colour: bands, a dipped half, or a zigzag."""
    kind = int(rng.integers(4))
    if kind == 0:
        return smooth(0.0, 0.25, np.sin(height * np.float32(rng.uniform(18, 60)))) + round_ * 0
    if kind == 1:
        return smooth(-0.02, 0.02, height - np.float32(rng.uniform(0.3, 0.7))) + round_ * 0
    if kind == 2:  # noqa: PLR2004 -- the third kind
        around = np.arcsin(np.clip(round_, -1, 1))
        wave = np.abs((around * np.float32(rng.uniform(1.2, 3))) % 1 - np.float32(0.5)) * np.float32(0.25)
        return smooth(
            0.0, 0.03, np.float32(0.12) - np.abs(height - np.float32(0.5) + wave - np.float32(0.06))
        )
    return round_ * 0


def ball(rng: Generator, canvas: Canvas, centre: Point, radius: float, tint: Floats) -> None:
    """Paint something round, lit from the upper left, with a speckled skin."""
    patch, right_of, below = canvas.ellipse(
        centre, (radius, radius * rng.uniform(0.9, 1.05)), rng.uniform(-0.4, 0.4)
    )
    towards = np.clip(
        -right_of * 0.45 - below * 0.55 + np.sqrt(np.clip(1 - right_of**2 - below**2, 0, 1)) * 0.7, 0, 1
    )
    speck = fractal(rng, patch.cover.shape, waves=9, layers=3, roughness=0.9)
    canvas.paint(
        patch,
        tinted(tint, np.float32(0.32) + towards * np.float32(0.75))
        * (np.float32(0.9) + speck * np.float32(0.2)),
    )
    shine, _, _ = canvas.ellipse(
        (centre[0] - radius * 0.36, centre[1] - radius * 0.42), (radius * 0.2, radius * 0.13), -0.7
    )
    canvas.paint(shine, (1, 1, 1), 0.55)
