"""Somebody posts a picture for everybody."""

from lapwing.service.demo.harbour.places import POSTS
from lapwing.service.demo.harbour.scene import Scene, Stage

WITH_WORDS = 0.3


class Picture:
    """A picture, and sometimes a word with it."""

    title = "somebody posts a picture"
    weight = 6

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.picture(stage.rng), POSTS)
        if stage.rng.random() < WITH_WORDS:
            stage.share(stage.material.comment(stage.rng), POSTS)


SCENE: Scene = Picture()
