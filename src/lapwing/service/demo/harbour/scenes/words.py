"""Somebody posts a few words for everybody."""

from lapwing.service.demo.harbour.places import POSTS
from lapwing.service.demo.harbour.scene import Scene, Stage


class Words:
    """A text in public."""

    title = "somebody posts a few words"
    weight = 5

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.message(stage.rng), POSTS)


SCENE: Scene = Words()
