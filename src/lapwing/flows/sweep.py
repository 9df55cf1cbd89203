"""The whole vault is opened, a portion at a time, and compared with its records; the ledger has figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from lapwing.model.acts import Act, Fact
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Sealed
from lapwing.model.people import ENGINE, Permission
from lapwing.model.vault import NotInVault
from lapwing.model.works import Work, Works

ACT = "vault.sweep"
ON = "vault"

MOST_OBJECTS, MOST_BYTES = 1_000, 1 << 28
"""Of a portion: seconds on a disk, and a line that is far from too long."""


class Flaw(StrEnum):
    """What is wrong with a sealed object."""

    MISSING = "missing"  # its ciphertext is not in the vault
    DAMAGED = "damaged"  # its ciphertext, its key or its content is not what was sealed
    UNREADABLE = "unreadable"  # the master key or the file cannot be had, though the vault answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Flawed:
    """A sealed object that is not what was sealed, and the cases that it belongs to, newest first."""

    sealed: str
    flaw: Flaw
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A round through the vault, as far as it has come. A round opens what is held when it comes by.

    last: the id of the object that was opened last. opened, size_bytes: how many, and of how many bytes.
    flaws: how many of each flaw. flawed: those of the last portion alone. done_at: None while it goes on.
    """

    begun_at: datetime
    last: str = ""
    opened: int = 0
    size_bytes: int = 0
    flaws: Mapping[Flaw, int] = field(default_factory=lambda: MappingProxyType({}))
    flawed: tuple[Flawed, ...] = ()
    done_at: datetime | None = None

    @property
    def faults(self) -> int:
        """Return how many objects are not what was sealed."""
        return sum(self.flaws.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """What sweeping needs.

    open: looks at a sealed object; raises as model.vault.Vault.open does.
    vault_answers: raises Unavailable where the vault as a whole cannot be had.
    """

    works: Works
    open: Callable[[Sealed], object]
    vault_answers: Callable[[], None]
    clock: Callable[[], datetime]


def sweep_some(sweep: Sweep, *, sweeper: Sweeper) -> Sweep:
    """Open the next portion of a round, and record how far it has come.

    Raises:
        Unavailable: the database or the whole vault does not answer; the portion is opened again later.
    """
    ENGINE.require(Permission.SCREEN)
    after = looked_through(sweep, sweeper=sweeper)
    sweeper.works.run(lambda work: work.record(_act(after, now=sweeper.clock())))
    return after


def looked_through(sweep: Sweep, *, sweeper: Sweeper) -> Sweep:
    """Open the next portion of a round, and record nothing.

    Raises:
        Unavailable: as sweep_some.
    """
    held = sweeper.works.run(lambda work: work.sealed.held(after=sweep.last, most=MOST_OBJECTS))
    some = _portion(held)
    flawed = tuple(_flawed(some, sweeper=sweeper))
    is_last = len(some) == len(held) < MOST_OBJECTS
    flaws = {flaw: sweep.flaws.get(flaw, 0) + sum(each.flaw is flaw for each in flawed) for flaw in Flaw}
    return replace(
        sweep,
        last=some[-1].id if some else sweep.last,
        opened=sweep.opened + len(some),
        size_bytes=sweep.size_bytes + sum(each.size_bytes for each in some),
        flaws=flaws,
        flawed=flawed,
        done_at=sweeper.clock() if is_last else None,
    )


def swept(act: Act) -> Sweep | None:
    """Return how far a round had come when that was recorded; None where the act says nothing of the kind."""
    facts = act.facts
    begun, last, counts = facts.get("begun"), facts.get("last"), facts.get("flaws")
    opened, size_bytes = facts.get("opened"), facts.get("size_bytes")
    if not (isinstance(begun, str) and isinstance(last, str) and isinstance(counts, Mapping)):
        return None
    if not (isinstance(opened, int) and isinstance(size_bytes, int)):
        return None
    return Sweep(
        begun_at=datetime.fromisoformat(begun),
        last=last,
        opened=opened,
        size_bytes=size_bytes,
        flaws={flaw: each for flaw in Flaw if isinstance(each := counts.get(flaw), int)},
        done_at=act.at if facts.get("done") is True else None,
    )


def _portion(held: Sequence[Sealed]) -> Sequence[Sealed]:
    """Return the first of them, at least one, that have not much more than so many bytes together."""
    size_bytes = 0
    for number, each in enumerate(held, start=1):
        size_bytes += each.size_bytes
        if size_bytes >= MOST_BYTES:
            return held[:number]
    return held


def _flawed(some: Sequence[Sealed], *, sweeper: Sweeper) -> Iterator[Flawed]:
    """Give those that do not open as what was sealed, and were not erased meanwhile."""
    for sealed in some:
        flaw = _flaw(sealed, sweeper=sweeper)
        if flaw is None:
            continue
        cases = sweeper.works.run(partial(_cases_of, sealed.id))
        if cases is not None:
            yield Flawed(sealed=sealed.id, flaw=flaw, cases=cases)


def _cases_of(sealed_id: str, work: Work) -> tuple[str, ...] | None:
    """Return the cases that a sealed object belongs to; None where it has been erased."""
    sealed = work.sealed.get(sealed_id)
    if sealed.erased_at is not None:
        return None
    return tuple(case.id for case in work.cases.of_item(sealed.item))


def _flaw(sealed: Sealed, *, sweeper: Sweeper) -> Flaw | None:
    try:
        sweeper.open(sealed)
    except NotInVault:
        return Flaw.MISSING
    except IntegrityLost:
        return Flaw.DAMAGED
    except Unavailable:
        sweeper.vault_answers()
        return Flaw.UNREADABLE
    return None


def _act(sweep: Sweep, *, now: datetime) -> Act:
    facts: dict[str, Fact] = {
        "begun": sweep.begun_at.isoformat(),
        "last": sweep.last,
        "opened": sweep.opened,
        "size_bytes": sweep.size_bytes,
        "flaws": {flaw.value: sweep.flaws.get(flaw, 0) for flaw in Flaw},
        "flawed": {each.sealed: (each.flaw.value, *each.cases) for each in sweep.flawed},
        "done": sweep.done_at is not None,
    }
    return Act(act=ACT, on=ON, by=ENGINE.id, at=now, facts=facts)
