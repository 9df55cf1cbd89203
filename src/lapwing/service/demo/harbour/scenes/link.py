"""Somebody shares an address."""

from lapwing.service.demo.harbour.places import POSTS
from lapwing.service.demo.harbour.scene import Scene, Stage


class Link:
    """An address in public."""

    title = "somebody shares an address"
    weight = 2

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.address(stage.rng), POSTS)


SCENE: Scene = Link()
