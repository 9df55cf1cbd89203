"""A day on Harbour: people take turns, scene after scene, at a chosen pace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Event
from types import MappingProxyType

from lapwing.service.clock import now
from lapwing.service.demo.harbour.material import LISTED_SHARE, QUIET_SHARE, Material
from lapwing.service.demo.harbour.people import people
from lapwing.service.demo.harbour.places import is_same, places
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.scene import Stage, all_scenes
from lapwing.service.demo.wording import seeded
from lapwing_client import Lapwing

PEOPLE = 40
TRY_AGAIN_EVERY = 10
"""After so many scenes, what got no answer is asked about again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a day goes. scenes: how many, or None until it is stopped. seconds: between two of them.

    listed_share: of what is shared. quiet: once it is set, hardly anything is listed; quiet_seconds: between
    two scenes then.
    """

    scenes: int | None = None
    seconds: float = 1.0
    listed_share: float = LISTED_SHARE
    quiet: Event = field(default_factory=Event)
    quiet_seconds: float = 1.0

    @property
    def share_now(self) -> float:
        """Return how much of what is shared is listed now."""
        return QUIET_SHARE if self.quiet.is_set() else self.listed_share

    @property
    def pause_seconds(self) -> float:
        """Return how long it is to the next scene now."""
        return self.quiet_seconds if self.quiet.is_set() else self.seconds


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
    """Tell Lapwing of Harbour's surfaces and people; a surface that it knows so already is left alone.

    Raises:
        ClientError: it was not taken.
    """
    known = {each.name: each for each in lapwing.surfaces()}
    for place in places(now().date()):
        if not is_same(place, known.get(place.name)):
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
        now_shared = replace(material, listed_share=pace.share_now)
        stage = Stage(harbour=harbour, material=now_shared, who=rng.choice(everybody), rng=rng)
        tell(scene.title)
        scene.play(stage)
        played += 1
        if played % TRY_AGAIN_EVERY == 0:
            harbour.try_again()
        stop.wait(pace.pause_seconds)
    harbour.try_again()
    return Day(
        scenes=played,
        posts=harbour.counts(),
        unanswered=harbour.unanswered,
        known_shown=len(harbour.known_that_were_shown()),
    )
