"""Somebody opens a group: its name, and a first post in it."""

from lapwing.service.demo.harbour.places import GROUPS
from lapwing.service.demo.harbour.scene import Scene, Stage
from lapwing.service.demo.wording import HEADINGS


class Group:
    """A name, and a few words under it."""

    title = "somebody opens a group"
    weight = 1

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.name(stage.rng, stage.rng.choice(HEADINGS)), GROUPS)
        stage.share(stage.material.message(stage.rng), GROUPS)


SCENE: Scene = Group()
