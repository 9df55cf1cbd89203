"""Colours that go together: skies by the hour, grounds, paints, woods and cloths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.random import Generator

from lapwing.service.demo.canvas import colour
from lapwing.service.demo.noise import Floats

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Hour:
    """A time of day: the sky from the top down, the sun, the haze of distance, the nearest ground."""

    sky: tuple[Floats, ...]
    sun: Floats
    haze: Floats
    ground: Floats


def _hour(sky: str, sun: str, haze: str, ground: str) -> Hour:
    """Return the hour that hex colours name."""
    return Hour(tuple(colour(code) for code in sky.split()), colour(sun), colour(haze), colour(ground))


HOURS = (
    _hour("2f6db3 79aedb d3e6ef", "fff6dc", "c3d6e2", "1f3a2e"),  # a clear noon
    _hour("394a7d 8f6f9c e99a7c ffd9a0", "fff0c0", "e2a58c", "2a1f38"),  # dusk
    _hour("f2b48a f7d6b4 fdf0d8", "fffbe8", "f3d9bd", "5a3f3a"),  # a warm morning
    _hour("1a2a4f 3f5f8f 9fb4c8 e8d8c0", "ffe9c0", "9aaec4", "101a2c"),  # before sunrise
    _hour("6f7f8a a3afb5 d5dad8", "f4f6f2", "c8cfcf", "333d3a"),  # an overcast day
    _hour("0e4a5a 2f8a8a a7d3b8 f6edc2", "fffbd8", "b7d6bd", "0d2f33"),  # a green evening
    _hour("40204f 8f3f63 e0685a fbb35f", "ffe29a", "c8606a", "1c1026"),  # a red evening
    _hour("88a9d6 c3d3ee f4e6ee", "ffffff", "dfdff0", "46557a"),  # a pale winter day
)

PAINTS = tuple(
    colour(code)
    for code in (
        "c8553d", "e0a458", "588b8b", "2d4059", "a63d40", "6a994e", "f2cc8f", "81b29a", "3d405b",
        "bc4b51", "f4f1de", "457b9d", "e76f51", "8d6b94", "ede0d4", "264653", "d4a373", "b5838d",
    )
)  # fmt: skip

WALLS = tuple(
    colour(code)
    for code in (
        "e9e2d3", "cfd8d3", "b9c6cc", "d9c3b0", "7f8f8a", "4a5a66", "a5705a", "c9b458",
        "5d4a52", "dcd6e3", "35504a",
    )
)  # fmt: skip

WOODS = tuple(colour(code) for code in ("8a5a34", "b98a5a", "5a3a26", "d2b48c", "6f4a3a", "9c7350", "3b2a22"))

GREENS = tuple(colour(code) for code in ("2f4a2a", "5a7a35", "89984a", "3d5f45", "a8a55a", "6f8f4f"))

CROPS = tuple(
    colour(code)
    for code in (
        "d9b44a", "a8b04a", "6f8f3a", "c98f4a", "8a6a3f", "4f7a3a", "e6d28a", "7a9a5a",
        "b0713f", "5a6f3a", "cfc07a",
    )
)  # fmt: skip

STONES = tuple(
    colour(code) for code in ("8f8a80", "6a6f72", "b8aa95", "a08a78", "57534e", "c9c4b8", "7d8a8f", "93705c")
)

FRUIT = tuple(colour(code) for code in ("c8342b", "e88a1e", "e8c52a", "7aa53a", "6a2a4a", "d9573a", "b8c24a"))


def pick(rng: Generator, choices: Sequence[T]) -> T:
    """Return one of the choices."""
    return choices[int(rng.integers(len(choices)))]


def some(rng: Generator, choices: Sequence[T], count: int) -> list[T]:
    """Return *count* different choices, or all of them in a new order where there are no more."""
    return [choices[int(index)] for index in rng.permutation(len(choices))[:count]]


def varied(rng: Generator, tint: Floats, amount: float = 0.06) -> Floats:
    """Return a colour a little lighter or darker, warmer or cooler."""
    shift = rng.uniform(-amount, amount) + rng.uniform(-amount, amount, 3) / 2
    return np.clip(tint + shift, 0, 1).astype(np.float32)


def chance(rng: Generator, share: float) -> bool:
    """Say yes in that share of the cases, 0 to 1."""
    return bool(rng.random() < share)
