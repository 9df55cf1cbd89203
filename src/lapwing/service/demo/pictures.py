"""Pictures made by procedure: a seed and a size give the same picture, another seed an unrelated one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.random import Generator
from PIL import Image

from lapwing.service.demo.canvas import Canvas
from lapwing.service.demo.scenes import above, air, land, pattern, shelf, surface, table, town, water

Scene = Callable[[Generator, Canvas], None]

SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        scene.__name__: scene
        for scene in (
            land.mountains,
            table.vase,
            pattern.tiles,
            water.sea,
            above.fields,
            table.mug,
            town.skyline,
            surface.pebbles,
            air.clouds,
            shelf.books,
            land.forest,
            pattern.cloth,
            water.boats,
            table.fruit,
            surface.bark,
            air.kites,
            land.dunes,
            town.houses,
            pattern.quilt,
            above.islands,
            table.lamp,
            surface.bricks,
            water.lake,
            air.balloons,
            surface.leaves,
            land.canyon,
            pattern.rosette,
            air.aurora,
            surface.wood,
            water.lighthouse,
            above.river,
            surface.marbled,
        )
    }
)
"""Every scene by name, in the order in which seeds go through them."""

MOST_DRAWN_PIXELS = 700_000
"""Larger pictures are drawn at this size and enlarged, with fine grain on top as a camera gives it."""

LEAST_DRAWN_SIDE = 48
"""Scenes have things in them that need room; smaller pictures are drawn at this size and reduced."""

GRAIN_SIDE = 512


def scene_of(seed: int) -> str:
    """Return the name of the scene that a seed shows."""
    return list(SCENES)[seed % len(SCENES)]


def picture(seed: int, *, size: tuple[int, int], scene: str = "") -> Image.Image:
    """Return the picture of a seed, in RGB.

    Args:
        seed: 0 or above; each gives its own picture, and neighbours show different scenes.
        size: (width, height) in pixels; other sizes of the same proportions show the same picture.
        scene: one of SCENES, where it should not be the seed's own.
    """
    name = scene or scene_of(seed)
    rng = np.random.default_rng([seed, list(SCENES).index(name)])
    drawn = _drawn_size(size)
    canvas = Canvas(*drawn)
    SCENES[name](rng, canvas)
    small = canvas.picture(rng)
    if drawn == size:
        return small
    resized = small.resize(size, Image.Resampling.BICUBIC)
    return _grained(resized, rng) if drawn < size else resized


def _drawn_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture is drawn: *size*, or less in proportion, but never tiny."""
    shrink = min((MOST_DRAWN_PIXELS / (size[0] * size[1])) ** 0.5, 1)
    return max(round(size[0] * shrink), LEAST_DRAWN_SIDE), max(round(size[1] * shrink), LEAST_DRAWN_SIDE)


def _grained(image: Image.Image, rng: Generator) -> Image.Image:
    """Return a picture with a tile of fine grain laid over it again and again."""
    tile = rng.normal(0, 3.0, (GRAIN_SIDE, GRAIN_SIDE)).round().astype(np.int16)
    across, down = -(-image.width // GRAIN_SIDE), -(-image.height // GRAIN_SIDE)
    grain = np.tile(tile, (down, across))[: image.height, : image.width, None]
    return Image.fromarray(np.clip(np.asarray(image, dtype=np.int16) + grain, 0, 255).astype(np.uint8), "RGB")
