"""Altered harmless pictures are screened against their originals; the ledger keeps how many were found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lapwing.flows.screen import Kit, screen
from lapwing.lists.held import HeldList
from lapwing.lists.matching import Lookup
from lapwing.model.acts import Act, Fact
from lapwing.model.content import Grain
from lapwing.model.decision import Context, Surface
from lapwing.model.lists import Entry, ListClass, ListInfo, Tier
from lapwing.model.people import ENGINE, Permission
from lapwing.model.ports import Measurer
from lapwing.model.signals import Region, Turn
from lapwing.model.works import Works

ACT = "recall.run"
_INFO = ListInfo(
    name="recall-run",
    title="Originals of this run",
    source="this service",
    list_class=ListClass.OWN,
    tier=Tier.REVIEWED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A picture, and what it became: by the name of the alteration, the file that would be uploaded."""

    name: str
    original: bytes
    altered: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How many altered pictures were found of how many, and which alterations were missed how often."""

    found: int
    tried: int
    missed: Mapping[str, int]


def measure_recall(
    trials: Sequence[Trial], *, kit: Kit, place: Surface, works: Works, clock: Callable[[], datetime]
) -> Recall:
    """Return how many altered pictures lead to their original, and record it when that is known.

    It takes minutes, so the line has the time of its end, and beside it when it began. The originals are
    listed for this run alone; nothing of it is admitted.

    Raises:
        NoBasis: *place* may not be screened.
    """
    ENGINE.require(Permission.SCREEN)
    begun_at = clock()
    entries = [entry for trial in trials for entry in _entries(trial, kit.measurer)]
    alone = replace(kit, matcher=Lookup([HeldList(_INFO, entries)]))
    missed: dict[str, int] = {}
    tried = 0
    for trial in trials:
        for name, data in trial.altered.items():
            tried += 1
            if not _is_found(data, trial.name, kit=alone, place=place, today=begun_at.date()):
                missed[name] = missed.get(name, 0) + 1
    recall = Recall(found=tried - sum(missed.values()), tried=tried, missed=missed)
    works.run(lambda work: work.record(_act(recall, kit, begun_at=begun_at, now=clock())))
    return recall


def _entries(trial: Trial, measurer: Measurer) -> Iterator[Entry]:
    measured = measurer.measure(trial.original, kind="image", grain=Grain.EXACT)
    upright = {
        each.value
        for each in measured.signals
        if each.kind == "pdq" and (each.where.turn, each.where.region) == (Turn.UPRIGHT, Region.WHOLE)
    }
    for number, value in enumerate(sorted(upright)):
        yield Entry(id=f"{trial.name}.{number}", kind="pdq", value=value, item=trial.name)


def _is_found(data: bytes, name: str, *, kit: Kit, place: Surface, today: date) -> bool:
    decision = screen(data, kind="image", context=Context(surface=place), kit=kit, today=today).decision
    return any(match.entry.item == name for match in decision.matches)


def _act(recall: Recall, kit: Kit, *, begun_at: datetime, now: datetime) -> Act:
    facts: dict[str, Fact] = {
        "found": recall.found,
        "tried": recall.tried,
        "missed": dict(sorted(recall.missed.items())),
        "engine": kit.engine_version,
        "begun": begun_at.isoformat(),
    }
    return Act(act=ACT, on="recall", by=ENGINE.id, at=now, facts=facts)
