"""Somebody reads what there is to read."""

from lapwing.service.demo.harbour.scene import Scene, Stage

MOST_LOOKED_AT = 5


class Browse:
    """Posts that people can see are seen."""

    title = "somebody reads"
    weight = 4

    def play(self, stage: Stage) -> None:
        """Let it happen once."""
        feed = stage.harbour.feed()
        for post in stage.rng.sample(feed, min(len(feed), MOST_LOOKED_AT)):
            stage.harbour.look_at(post)


SCENE: Scene = Browse()
