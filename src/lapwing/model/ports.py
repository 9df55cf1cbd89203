"""The ports: what the rooms need of each other and of the world, promised and no more."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from lapwing.model.content import Grain
from lapwing.model.lists import Matched, Threshold
from lapwing.model.signals import Measured, Signal


@runtime_checkable
class Measurer(Protocol):
    """Turns untrusted bytes into signals where they can do no harm.

    Never raises for what the bytes are: damage, limits and deaths come back as gaps.
    """

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        """Return what could be measured of *untrusted_data* taken as *kind*, and what could not."""
        ...


@runtime_checkable
class Matcher(Protocol):
    """Compares signals with every active list."""

    @property
    def versions(self) -> tuple[tuple[str, int], ...]:
        """Return (list name, version) of every active list, in name order."""
        ...

    @property
    def thresholds(self) -> Mapping[str, Threshold]:
        """Return the threshold of each active list by name."""
        ...

    def match(self, signals: Iterable[Signal]) -> Matched:
        """Return every match, and a gap for each list that could not answer.

        Raises:
            IntegrityLost: a list's files are not what was written.
        """
        ...
