"""Somebody changes their profile: the name, and sometimes the picture."""

from lapwing.service.demo.harbour.places import PROFILES
from lapwing.service.demo.harbour.scene import Scene, Stage

WITH_PICTURE = 0.5


class Profile:
    """A name, and sometimes a picture."""

    title = "somebody changes their profile"
    weight = 2

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.name(stage.rng, stage.who.name), PROFILES)
        if stage.rng.random() < WITH_PICTURE:
            stage.share(stage.material.picture(stage.rng), PROFILES)


SCENE: Scene = Profile()
