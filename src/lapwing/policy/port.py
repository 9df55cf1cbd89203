"""What an invariant has to be: something that holds whatever the operator's policy says."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol, runtime_checkable

from lapwing.model.content import ContentId, Gap
from lapwing.model.decision import Context, Obligation, Reason, Step, gravity
from lapwing.model.lists import Match
from lapwing.model.plugins import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A reason, and what it sets going.

    queue: where the case goes; empty opens none. priority: 0 can wait to 100 now.
    """

    reason: Reason
    queue: str = ""
    priority: int = 0
    obligations: frozenset[Obligation] = frozenset()

    @property
    def step(self) -> Step:
        """Return the step that is asked for."""
        return self.reason.step

    def lowered(self, step: Step, *, because: str) -> "Ask":
        """Return the same asking for less, saying why; asking for nothing, it sets nothing going."""
        reason = replace(self.reason, step=step, says=f"{self.reason.says} {because}")
        return Ask(reason=reason) if step is Step.ALLOW else replace(self, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision in the making: what is asked so far, and all it was drawn from.

    sample_share: of what blocks by itself, the share drawn for a person's review, 0 to 1.
    """

    content_id: ContentId
    context: Context
    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]
    asks: tuple[Ask, ...]
    obligations: frozenset[Obligation] = frozenset()
    sample_share: float = 0.0

    @property
    def step(self) -> Step:
        """Return the gravest step asked for; ALLOW where nothing asks."""
        if not self.asks:
            return Step.ALLOW
        return max((ask.step for ask in self.asks), key=gravity)

    def adding(self, *obligations: Obligation) -> "Draft":
        """Return the draft with more obligations."""
        return replace(self, obligations=self.obligations | set(obligations))


class Settles(Enum):
    """What an invariant settles: the steps come first, then the duties that follow from them."""

    STEPS = "steps"
    DUTIES = "duties"


@runtime_checkable
class Invariant(Protocol):
    """A file in rules/ exports RULE, an instance of this."""

    @property
    def manifest(self) -> Manifest:
        """Return what the rule says of itself."""
        ...

    @property
    def settles(self) -> Settles:
        """Return whether it changes steps or adds duties; never both."""
        ...

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* as it may stand; a draft that already holds comes back as it is."""
        ...
