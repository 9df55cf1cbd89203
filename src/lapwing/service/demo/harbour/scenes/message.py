"""Somebody writes to somebody else, in private."""

from lapwing.service.demo.harbour.places import MESSAGES
from lapwing.service.demo.harbour.scene import Scene, Stage

WITH_PICTURE = 0.25


class Message:
    """A private message, now and then with a picture."""

    title = "somebody writes to somebody else"
    weight = 5

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.message(stage.rng), MESSAGES)
        if stage.rng.random() < WITH_PICTURE:
            stage.share(stage.material.picture(stage.rng), MESSAGES)


SCENE: Scene = Message()
