"""An animation or a set of pages: which frames of it are read, and how they are come by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from lapwing.intake.codecs import opened
from lapwing.intake.gifs import Outline, alone
from lapwing.intake.sampling import drawn
from lapwing.intake.timing import times_on_show


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """What is known of an animation before any frame of it is decoded.

    name: its format.
    data: its bytes.
    plan: a GIF's outline.
    count: how many frames there are.
    reach: how many can be walked one after another.
    most: how many are to be read.
    """

    name: str
    data: bytes
    plan: Outline | None
    count: int
    reach: int
    most: int

    def shots(self, image: Image.Image) -> Iterator[tuple[Image.Image, int]]:
        """Yield the frames to read and their indices; of a GIF too long to be walked each by itself."""
        for at in self.chosen():
            if self.plan is not None and self._is_too_long():
                yield opened(alone(self.data, self.plan, at), "GIF"), at
            else:
                image.seek(at)
                yield image, at

    def chosen(self) -> tuple[int, ...]:
        """Return the indices of the frames to read: see sampling.drawn."""
        within = self.count if self.plan is not None else self.reach
        return drawn(self.times_ms()[:within] or (1,) * within, self.most)

    def times_ms(self) -> tuple[int, ...]:
        """Return how long each frame is shown; empty where the file does not say."""
        return times_on_show(self.name, self.data, self.plan, count=self.count)

    def covers_all(self) -> bool:
        """Say whether the frames to read are as they are seen, and spread over the whole length."""
        if not self._is_too_long():
            return True
        # A frame by itself is what is seen only if nothing of an earlier one shows beside it or through it.
        return self.plan is not None and all(self.plan.whole[at] for at in self.chosen())

    def _is_too_long(self) -> bool:
        return self.reach < self.count


def share_shown(times_ms: Sequence[int], chosen: Sequence[int]) -> str:
    """Return for how much of the time the chosen frames are on show; empty where it is not known."""
    if not times_ms:
        return ""
    return f"{100 * sum(times_ms[at] for at in chosen) // sum(times_ms)} % of the time"
