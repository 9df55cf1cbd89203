"""Made patterns: laid tiles, woven cloth, patchwork quilts, rosettes."""

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lapwing.service.demo.canvas import Canvas, Patch, colour, mix, smooth
from lapwing.service.demo.noise import Floats, fractal, relief
from lapwing.service.demo.palettes import PAINTS, pick, some, varied

Numbers = NDArray[np.int16]


def _lattice(
    rng: Generator, canvas: Canvas, low: float, high: float
) -> tuple[Numbers, Numbers, Floats, Floats]:
    """Return a turned square grid: row and column of each cell, and where in it a place is, 0 to 1."""
    cells = np.float32(rng.uniform(low, high))
    turn = float(rng.choice([0.0, 0.0, math.pi / 4, rng.uniform(0, math.pi)]))
    x = (canvas.across - np.float32(0.5)) * np.float32(canvas.width / canvas.unit)
    y = (canvas.down - np.float32(0.5)) * np.float32(canvas.height / canvas.unit)
    across = (x * np.float32(math.cos(turn)) + y * np.float32(math.sin(turn))) * cells + np.float32(100)
    down = (y * np.float32(math.cos(turn)) - x * np.float32(math.sin(turn))) * cells + np.float32(100)
    column, row = np.floor(across), np.floor(down)
    return row.astype(np.int16), column.astype(np.int16), across - column, down - row


def tiles(rng: Generator, canvas: Canvas) -> None:
    """Paint laid tiles: quarter circles turned at random, diamonds, or stars, with joints and worn glaze."""
    row, column, x, y = _lattice(rng, canvas, 4, 10)
    chance = rng.random((256, 256), dtype=np.float32)[row & 255, column & 255]
    motif = (_arcs, _diamonds, _stars, _halves)[int(rng.integers(4))](x, y, chance)
    ground, figure, accent = some(rng, PAINTS, 3)
    body = mix(mix(ground, figure, motif), accent, smooth(0.82, 0.83, chance) * motif)
    edge = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y))
    worn = fractal(rng, canvas.shape, waves=5, layers=6, roughness=0.6)
    light = (np.float32(0.78) + worn * np.float32(0.4)) * (np.float32(0.92) + chance * np.float32(0.16))
    canvas.light[:] = mix(colour("8a8478"), body * light, smooth(0.008, 0.03, edge))
    canvas.light *= 1 + np.float32(rng.uniform(-0.9, 0.9)) * (canvas.across - np.float32(0.5))
    canvas.light *= 1 + np.float32(rng.uniform(-0.9, 0.9)) * (canvas.down - np.float32(0.5))


def _arcs(x: Floats, y: Floats, chance: Floats) -> Floats:
    """Return two quarter rings in opposite corners, the corners by chance."""
    flipped = np.where(chance < np.float32(0.5), x, 1 - x)
    one, other = np.hypot(flipped, y), np.hypot(1 - flipped, 1 - y)
    ring = np.minimum(np.abs(one - np.float32(0.5)), np.abs(other - np.float32(0.5)))
    return 1 - smooth(0.13, 0.16, ring)


def _diamonds(x: Floats, y: Floats, chance: Floats) -> Floats:
    """Return a diamond in each cell, smaller or larger by chance."""
    far = np.abs(x - np.float32(0.5)) + np.abs(y - np.float32(0.5))
    return 1 - smooth(-0.015, 0.015, far - np.float32(0.22) - chance * np.float32(0.25))


def _stars(x: Floats, y: Floats, chance: Floats) -> Floats:
    """Return an eight-pointed star in each cell, some of them hollow."""
    a, b = np.abs(x - np.float32(0.5)), np.abs(y - np.float32(0.5))
    far = np.minimum(np.maximum(a, b), (a + b) * np.float32(0.72))
    star = 1 - smooth(0.3, 0.32, far)
    return star * np.where(chance < np.float32(0.6), 1, smooth(0.14, 0.16, far)).astype(np.float32)


def _halves(x: Floats, y: Floats, chance: Floats) -> Floats:
    """Return one half of each cell, cut along a diagonal by chance."""
    turned = np.where(chance < np.float32(0.5), x, 1 - x)
    side = np.where((chance * 4) % 1 < np.float32(0.5), turned - y, y - turned)
    return smooth(-0.012, 0.012, side)


def cloth(rng: Generator, canvas: Canvas) -> None:
    """Paint woven cloth in stripes that cross, lying in soft folds."""
    wave = fractal(rng, canvas.shape, waves=rng.uniform(1.2, 2.5), layers=3, roughness=0.35)
    bend = (wave - np.float32(0.5)) * np.float32(rng.uniform(0.05, 0.35))
    turn = np.float32(rng.uniform(-0.5, 0.5))
    ratio = np.float32(canvas.width / canvas.height)
    warp = canvas.across * ratio + canvas.down * turn + bend
    weft = canvas.down - canvas.across * ratio * turn + bend * np.float32(0.7)
    sett = [pick(rng, some(rng, PAINTS, 4)) for _ in range(int(rng.integers(5, 10)))]
    widths = rng.uniform(0.3, 2.0, len(sett))
    repeat = rng.uniform(1.5, 4.5)
    over, under = (
        _sett(warp * np.float32(repeat), sett, widths),
        _sett(weft * np.float32(repeat), sett, widths),
    )
    twill = smooth(
        -0.3, 0.3, np.sin((warp + weft - bend * np.float32(1.6)) * np.float32(rng.uniform(150, 330)))
    )
    light = relief(wave, strength=rng.uniform(2, 7)) * (np.float32(0.9) + twill * np.float32(0.14))
    canvas.light[:] = mix(over, under, np.float32(0.3) + twill * np.float32(0.4)) * light


def _sett(run: Floats, tints: list[Floats], widths: NDArray[np.float64]) -> Floats:
    """Return the colours of stripes of some widths, there and back again, along *run*."""
    ends = np.cumsum(widths) / widths.sum()
    scale = np.stack(
        [tints[int(index)] for index in np.searchsorted(ends, np.linspace(0, 0.999, 400))], axis=1
    )
    mirrored = np.abs((run % 2) - 1)
    return scale[:, np.clip(mirrored * 399, 0, 399).astype(np.int16)]


def quilt(rng: Generator, canvas: Canvas) -> None:
    """Paint a patchwork quilt: printed squares and triangles, padded, with stitches along the seams."""
    row, column, x, y = _lattice(rng, canvas, 3, 7)
    chance = rng.random((256, 256), dtype=np.float32)
    first, second = chance[row & 255, column & 255], chance[column & 255, row & 255]
    prints = np.stack([varied(rng, tint, 0.08) for tint in some(rng, PAINTS, 8)])
    half = _halves(x, y, first) * (second < np.float32(0.7))
    one = prints.T[:, (first * 7.99).astype(np.int16)]
    other = prints.T[:, (second * 7.99).astype(np.int16)]
    dots = np.sin(x * np.float32(40)) * np.sin(y * np.float32(40))
    body = mix(one, other, half) + (smooth(0.5, 0.7, dots) * (second > np.float32(0.4)) * np.float32(0.16))
    edge = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y))
    puff = relief(np.sqrt(np.clip(edge, 0, 0.25)), strength=1.6)
    crease = fractal(rng, canvas.shape, waves=9, layers=5, roughness=0.65)
    canvas.light[:] = body * puff * (np.float32(0.7) + crease * np.float32(0.55))
    stitch = (1 - smooth(0.006, 0.014, np.abs(edge - np.float32(0.06)))) * (
        np.sin((x + y) * np.float32(90)) > 0
    )
    canvas.paint(canvas.whole(stitch.astype(np.float32)), (0.97, 0.95, 0.9), 0.8)


def rosette(rng: Generator, canvas: Canvas) -> None:
    """Paint a rosette of petals in rings, like a rose window or a laid floor."""
    ratio = np.float32(canvas.width / canvas.unit)
    x = (canvas.across - np.float32(rng.uniform(0.3, 0.7))) * ratio
    y = (canvas.down - np.float32(rng.uniform(0.3, 0.7))) * np.float32(canvas.height / canvas.unit)
    far, angle = np.hypot(x, y) * np.float32(rng.uniform(5, 9)), np.arctan2(y, x) / np.float32(2 * math.pi)
    ring = np.floor(far)
    folds = rng.choice([8, 10, 12, 16], 32).astype(np.float32)[np.minimum(ring, 31).astype(np.int16)]
    part = (angle * folds + ring * np.float32(0.5)) % 1
    aside = np.abs(part - np.float32(0.5)) * 2
    petal = smooth(-0.05, 0.05, np.sqrt(np.clip(1 - (far - ring), 0, 1)) * np.float32(0.9) - aside)
    table = np.stack([varied(rng, pick(rng, PAINTS), 0.1) for _ in range(64)], axis=1)
    which = np.minimum(ring, 31).astype(np.int16)
    seam = np.minimum(
        np.minimum(far - ring, 1 - (far - ring)), np.abs(petal - np.float32(0.5)) + np.float32(0.02)
    )
    worn = fractal(rng, canvas.shape, waves=6, layers=6, roughness=0.65)
    body = mix(table[:, which], table[:, which + 32], petal) * (np.float32(0.72) + worn * np.float32(0.5))
    canvas.light[:] = mix(colour("2a2624"), body, smooth(0.015, 0.04, seam))
    sheen: Patch = canvas.halo((rng.random() * canvas.width, rng.random() * canvas.height), canvas.unit * 0.9)
    canvas.glow(sheen, (1, 0.95, 0.85), 0.3)
