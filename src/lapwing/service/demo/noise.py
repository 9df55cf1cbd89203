"""Layered noise, the raw material of clouds, rock, water and bark."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]


def enlarged(grid: Floats, rows: int, columns: int) -> Floats:
    """Return *grid* drawn out smoothly (bicubic) to rows x columns."""
    picture = Image.fromarray(np.ascontiguousarray(grid, dtype=np.float32))
    return np.array(picture.resize((columns, rows), Image.Resampling.BICUBIC), dtype=np.float32)


def fractal(
    rng: Generator,
    shape: tuple[int, int],
    *,
    waves: float = 3.0,
    layers: int = 6,
    roughness: float = 0.5,
    stretch: float = 1.0,
) -> Floats:
    """Return noise of the shape (rows, columns): mean about 0.5, mostly between 0 and 1.

    Args:
        rng: where the randomness comes from; two draws, whatever the shape.
        shape: rows and columns.
        waves: bumps of the coarsest layer along the shorter side.
        layers: each has bumps half as large as the one before.
        roughness: how strong each layer is beside the one before, 0 to 1.
        stretch: how much longer bumps are across than down; below 1 they are taller than wide.
    """
    own = np.random.default_rng(rng.integers(2**63))
    short = min(shape)
    across, down = waves * shape[1] / short / stretch**0.5, waves * shape[0] / short * stretch**0.5
    field = np.zeros((1, 1), dtype=np.float32)
    for layer in range(layers):
        rows, columns = (max(int(bumps * 2**layer), 1) + 2 for bumps in (down, across))
        if layer and (rows > shape[0] or columns > shape[1]):
            break
        fresh = own.standard_normal((rows, columns), dtype=np.float32)
        field = enlarged(field, rows, columns) + fresh * np.float32(roughness**layer)
    field = (field - field.mean()) / (field.std() + np.float32(1e-6))
    return enlarged(field * np.float32(0.2) + np.float32(0.5), *shape)


def line(
    rng: Generator, length: int, *, waves: float = 3.0, layers: int = 7, roughness: float = 0.5
) -> Floats:
    """Return noise along a line of *length* points: about -1 to 1."""
    own = np.random.default_rng(rng.integers(2**63))
    places = np.linspace(0.0, 1.0, length)
    total = np.zeros(length)
    for layer in range(layers):
        knots = int(waves * 2**layer) + 2
        heights = own.uniform(-1.0, 1.0, knots)
        at = places * (knots - 1)
        left = np.minimum(at.astype(np.intp), knots - 2)
        along = at - left
        eased = along * along * (3 - 2 * along)
        total += roughness**layer * (heights[left] * (1 - eased) + heights[left + 1] * eased)
    run: Floats = (total / total.std() * 0.5).astype(np.float32)
    return run


def moved(field: Floats, down: Floats, across: Floats) -> Floats:
    """Return *field* read at places moved by *down* rows and *across* columns, mirrored at the edges."""
    rows, columns = field.shape[:2]
    at_row = np.abs(np.arange(rows, dtype=np.float32)[:, None] + down).astype(np.int32)
    at_column = np.abs(np.arange(columns, dtype=np.float32)[None, :] + across).astype(np.int32)
    at_row = np.minimum(at_row, np.abs(2 * (rows - 1) - at_row)) % rows
    at_column = np.minimum(at_column, np.abs(2 * (columns - 1) - at_column)) % columns
    read: Floats = field[at_row, at_column]
    return read


def relief(height: Floats, *, strength: float, towards: tuple[float, float] = (-0.7, -0.7)) -> Floats:
    """Return how lit each place of a height field is: 1 where flat, more on slopes that face the light.

    Args:
        height: rows x columns.
        strength: how steep it is made to look.
        towards: (down, across) of where the light comes from.
    """
    slope = np.zeros_like(height)
    slope[1:-1] += (height[2:] - height[:-2]) * np.float32(-towards[0])
    slope[:, 1:-1] += (height[:, 2:] - height[:, :-2]) * np.float32(-towards[1])
    scale = strength * min(height.shape) / 200
    lit: Floats = np.clip(1 - slope * np.float32(scale), 0.25, 1.9)
    return lit
