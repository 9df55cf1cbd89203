"""Somebody searches."""

from lapwing.service.demo.harbour.places import SEARCH
from lapwing.service.demo.harbour.scene import Scene, Stage


class Search:
    """A query; its answers are shown or it is warned of."""

    title = "somebody searches"
    weight = 3

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        stage.share(stage.material.query(stage.rng), SEARCH)


SCENE: Scene = Search()
