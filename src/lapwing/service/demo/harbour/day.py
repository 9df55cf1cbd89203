"""A day on Harbour: people take turns, scene after scene, at a chosen pace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from types import MappingProxyType

from lapwing.service.demo.harbour.material import Material
from lapwing.service.demo.harbour.people import people
from lapwing.service.demo.harbour.places import PLACES
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.scene import Stage, all_scenes
from lapwing.service.demo.wording import seeded
from lapwing_client import Lapwing

PEOPLE = 40
TRY_AGAIN_EVERY = 10
"""After so many scenes, what got no answer is asked about again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a day goes. scenes: how many, or None until it is stopped. seconds: between two of them."""

    scenes: int | None = None
    seconds: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day came to.

    scenes: how many were played. posts: how many stand where. unanswered: how often Lapwing did not answer.
    known_shown: of what nobody may ever see, how much somebody could; there is never any.
    """

    scenes: int
    posts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    unanswered: int = 0
    known_shown: int = 0


def settle(lapwing: Lapwing, *, seed: int) -> None:
    """Tell Lapwing of Harbour's surfaces and people.

    Raises:
        ClientError: it was not taken.
    """
    for place in PLACES:
        lapwing.put_surface(place)
    for person in people(PEOPLE, seed=seed):
        lapwing.account(person.id, age_band=person.age_band, opened_at=person.opened_at)


def play(
    harbour: Harbour,
    material: Material,
    *,
    seed: int,
    pace: Pace,
    stop: Event,
    tell: Callable[[str], None] = lambda _: None,
) -> Day:
    """Let people do what they do until the day is over or *stop* is set.

    tell: hears what happens, in a few words without any content.
    """
    rng, everybody, scenes = (
        seeded("harbour day", seed),
        people(PEOPLE, seed=seed),
        tuple(all_scenes().values()),
    )
    weights = [scene.weight for scene in scenes]
    played = 0
    while (pace.scenes is None or played < pace.scenes) and not stop.is_set():
        (scene,) = rng.choices(scenes, weights)
        stage = Stage(harbour=harbour, material=material, who=rng.choice(everybody), rng=rng)
        tell(scene.title)
        scene.play(stage)
        played += 1
        if played % TRY_AGAIN_EVERY == 0:
            harbour.try_again()
        stop.wait(pace.seconds)
    harbour.try_again()
    return Day(
        scenes=played,
        posts=harbour.counts(),
        unanswered=harbour.unanswered,
        known_shown=len(harbour.known_that_were_shown()),
    )
