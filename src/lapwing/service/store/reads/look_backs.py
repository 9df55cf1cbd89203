"""Whether what was let in has been compared with the lists as they are, and how long that took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lapwing.model.look_backs import LookBack, LookBackState
from lapwing.model.platform import ItemState
from lapwing.service.store.reads.rows import question, records
from lapwing.service.store.records.models import FingerprintsRow, ItemRow, LookBackRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What can be looked back at. contents: how many; oldest_at: when the oldest was seen last, or None."""

    contents: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long looking back takes.

    seconds: of each that was done since a time, from the list's change until nothing can have been passed
        over, ascending. compared_seconds: likewise until everything had been compared once.
    unfinished_since: when the list changed for which the oldest unfinished one began; None if all are done.
    """

    seconds: tuple[int, ...]
    compared_seconds: tuple[int, ...]
    unfinished_since: datetime | None


@question
def look_backs(*, list_name: str | None = None, most: int = 50, using: str = "default") -> Sequence[LookBack]:
    """Return look-backs, last begun first; of one list if asked for."""
    found = LookBackRow.objects.using(using).order_by("-begun_at", "-id")
    return records((found.filter(list_name=list_name) if list_name else found)[:most], LookBack)


@question
def lag(*, since: datetime, using: str = "default") -> Lag:
    """Return how long the look-backs took that were done since a time."""
    rows = LookBackRow.objects.using(using)
    done = records(rows.filter(done_at__gte=since), LookBack)
    unfinished = rows.exclude(state=LookBackState.DONE).order_by("changed_at")
    return Lag(
        seconds=_seconds((each.changed_at, each.done_at) for each in done),
        compared_seconds=_seconds((each.changed_at, each.compared_at) for each in done),
        unfinished_since=unfinished.values_list("changed_at", flat=True).first(),
    )


@question
def remembered(*, using: str = "default") -> Remembered:
    """Return what can be looked back at."""
    rows = FingerprintsRow.objects.using(using)
    return Remembered(
        contents=rows.count(),
        oldest_at=rows.order_by("seen_at").values_list("seen_at", flat=True).first(),
    )


@question
def still_shown(*, asked_before: datetime, using: str = "default") -> int:
    """Return how many items the platform shows although they are held or blocked.

    asked_before: only those that were received before then; what has just been decided takes its way.
    """
    return (
        ItemRow.objects.using(using)
        .filter(
            state__in=(ItemState.HELD, ItemState.BLOCKED),
            published_at__isnull=False,
            removed_at__isnull=True,
            received_at__lt=asked_before,
        )
        .count()
    )


def _seconds(spans: Iterable[tuple[datetime, datetime | None]]) -> tuple[int, ...]:
    """Return how long each that has ended took, ascending."""
    return tuple(sorted(int((end - start).total_seconds()) for start, end in spans if end is not None))
