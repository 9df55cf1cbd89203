"""Arrivals, people and a desk for the journeys of the service, in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from lapwing.flows.admit import Arrival, Desk
from lapwing.flows.screen import Screened
from lapwing.model.content import Gap, content_id
from lapwing.model.decision import Context, Surface
from lapwing.model.lists import Match, Matched
from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination
from lapwing.model.signals import Measured
from lapwing.model.works import Work
from lapwing.policy.decide import all_invariants, decide
from lapwing.service.store.memory import MemoryWorks
from lapwing.service.store.memory_vault import MemoryVault
from tests.policy_material import BOOK, surface

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLATFORM = Actor(id="key:harbour", roles=frozenset({Role.PLATFORM}))
ANN = Actor(id="person:ann", roles=frozenset({Role.MODERATOR}))
BEN = Actor(id="person:ben", roles=frozenset({Role.MODERATOR}))
LEAD = Actor(id="person:lea", roles=frozenset({Role.LEAD}))


@dataclass
class World:
    """Works and a vault in memory, with ids that count."""

    works: MemoryWorks = field(default_factory=MemoryWorks)
    vault: MemoryVault = field(default_factory=MemoryVault)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new_id(self, prefix: str) -> str:
        return f"{prefix}-{next(self.numbers):032x}"

    @property
    def desk(self) -> Desk:
        return Desk(works=self.works, vault=self.vault, new_id=self.new_id)

    @property
    def acts(self) -> list[str]:
        return [line.act for line in self.works.lines]


def world(*, destinations: tuple[str, ...] = ("harbour",)) -> World:
    made = World()

    def write(work: Work) -> None:
        for name in destinations:
            work.destinations.add(Destination(name=name, url="https://platform.example/", secret_id=name))

    made.works.run(write)
    return made


def arrival(
    data: bytes = b"x",
    *,
    account: str | None = "account-1",
    place: Surface | None = None,
    kind: str = "image",
) -> Arrival:
    return Arrival(
        reference="post/1",
        surface=place or surface(),
        account=account,
        kind=kind,
        content_id=content_id(kind, data),
        untrusted_data=data,
    )


def screened(come: Arrival, *matches: Match, gaps: tuple[Gap, ...] = ()) -> Screened:
    measured = Measured(
        content_id=come.content_id, kind=come.kind, size_bytes=len(come.untrusted_data), signals=(), gaps=gaps
    )
    decision = decide(
        measured,
        Matched(matches=matches),
        context=Context(surface=come.surface),
        book=BOOK,
        invariants=all_invariants(),
        list_versions=(("csam-authority", 3),),
        engine_version="0",
    )
    return Screened(decision=decision, measured=measured)
