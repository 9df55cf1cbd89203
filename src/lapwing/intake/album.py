"""What becomes of a file of pictures: its frames, what is missing of it, and what was noted."""

from dataclasses import dataclass, field, replace

from lapwing.intake.orientation import UPRIGHT
from lapwing.model.content import Frame, Gap, Grain, Limits, Why

WHO = "image"


@dataclass(slots=True, kw_only=True)
class Album:
    """What has been read so far, and what of it is missing.

    frames: of all pictures.
    gaps: what is missing.
    facts: about the first picture, and what else was noted.
    taken: how many frames, each counted once whatever its layers.
    orientation: that of the first picture, 1 to 8.
    inner: how many pictures were found inside the file's other parts.
    """

    limits: Limits
    grain: Grain
    frames: list[Frame] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    taken: int = 0
    orientation: int = UPRIGHT
    inner: int = 0

    def miss(self, why: Why, detail: str) -> None:
        """Note that something was not read."""
        self.gaps.append(Gap(who=WHO, why=why, detail=detail))

    def miss_once(self, why: Why, detail: str) -> None:
        """Note it unless it has been noted in the same words."""
        if all(gap.detail != detail for gap in self.gaps):
            self.miss(why, detail)

    def add(self, other: "Album") -> None:
        """Add what another album has, its frames numbered on behind those that are here."""
        places: dict[int, int] = {}
        for frame in other.frames:
            index = places.setdefault(frame.index, self.taken + len(places))
            self.frames.append(replace(frame, index=index))
        self.gaps.extend(other.gaps)
        self.taken += other.taken
