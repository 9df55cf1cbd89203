"""Every byte of every list is read and compared with its digests; the ledger keeps what was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.model.people import ENGINE, Permission
from lapwing.model.works import Works

ACT, ON = "list.verify", "lists"


class Verifies(Protocol):
    """Whatever keeps lists."""

    def names(self) -> Sequence[str]:
        """Return the names of all lists."""
        ...

    def verify_versions(self, name: str) -> Sequence[int]:
        """Read every byte of every version of a list; return the versions' numbers.

        Raises:
            BadInput: there is no such list. IntegrityLost: something is not what was written.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One reading of all lists. versions: by list that is whole, how many; damaged: the names of the others.

    begun_at: nothing that was altered after that is known of.
    """

    begun_at: datetime
    versions: Mapping[str, int]
    damaged: tuple[str, ...]


def verify_lists(*, lists: Verifies, works: Works, clock: Callable[[], datetime]) -> Verified:
    """Read every list, and record which are what was written.

    Raises:
        Unavailable: a list or the database cannot be read now; nothing is recorded.
    """
    ENGINE.require(Permission.SCREEN)
    begun_at = clock()
    versions: dict[str, int] = {}
    damaged: list[str] = []
    for name in lists.names():
        try:
            versions[name] = _verified(name, lists)
        except IntegrityLost:
            damaged.append(name)
        except BadInput:  # it was moved away meanwhile
            continue
    verified = Verified(begun_at=begun_at, versions=versions, damaged=tuple(damaged))
    works.run(lambda work: work.record(_act(verified, now=clock())))
    return verified


def verified_lists(act: Act) -> Verified | None:
    """Return the reading that was recorded so; None where the act says nothing of the kind."""
    begun, versions, damaged = (act.facts.get(name) for name in ("begun", "versions", "damaged"))
    if not (isinstance(begun, str) and isinstance(versions, Mapping) and isinstance(damaged, Sequence)):
        return None
    return Verified(
        begun_at=datetime.fromisoformat(begun),
        versions={name: count for name, count in versions.items() if isinstance(count, int)},
        damaged=tuple(each for each in damaged if isinstance(each, str)),
    )


def _verified(name: str, lists: Verifies) -> int:
    """Return how many versions of a list are whole; what seems damaged is read again.

    A version may appear between the looks at the journal and at the folder.
    """
    try:
        return len(lists.verify_versions(name))
    except IntegrityLost:
        return len(lists.verify_versions(name))


def _act(verified: Verified, *, now: datetime) -> Act:
    facts: dict[str, Fact] = {
        "begun": verified.begun_at.isoformat(),
        "versions": dict(sorted(verified.versions.items())),
        "damaged": verified.damaged,
    }
    return Act(act=ACT, on=ON, by=ENGINE.id, at=now, facts=facts)
