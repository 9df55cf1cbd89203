"""What a scene of Harbour is, and every one there is: a file in scenes/ that exports SCENE."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, runtime_checkable

from lapwing.model.plugins import discover
from lapwing.service.demo.harbour.material import Material
from lapwing.service.demo.harbour.people import Person
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.post import Content, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a scene is played with. who: whose moment it is. rng: decides all that is left open."""

    harbour: Harbour
    material: Material
    who: Person
    rng: random.Random

    def share(self, content: Content, surface: str) -> Post:
        """Have them share something."""
        return self.harbour.share(content, surface=surface, account=self.who.id)


@runtime_checkable
class Scene(Protocol):
    """Something that people on a platform do."""

    @property
    def title(self) -> str:
        """Return what happens, in a few words."""
        ...

    @property
    def weight(self) -> int:
        """Return how often it happens, beside the others' weights."""
        ...

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        ...


@cache
def all_scenes() -> Mapping[str, Scene]:
    """Return every scene in scenes/, by file name."""
    return discover(f"{__package__}.scenes", "SCENE", Scene)  # type: ignore[type-abstract]  # a port is meant
