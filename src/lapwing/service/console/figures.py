"""The figures of the first page: each in words, whether somebody should act, and where that is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lapwing.lists.versions import State
from lapwing.model.errors import LapwingError
from lapwing.model.lists import ListClass, Tier
from lapwing.model.platform import MessageState
from lapwing.service.console.office import office
from lapwing.service.console.wording import age, ago, gibibytes
from lapwing.service.health import OLD_AFTER
from lapwing.service.store.reads.cases import QueueCount
from lapwing.service.store.reads.figures import owed
from lapwing.service.store.reads.ledger import head, newest_checkpoint
from lapwing.service.store.reads.list_views import ListView
from lapwing.service.store.reads.outbox import message_counts

_OURS = frozenset({ListClass.OWN, ListClass.ALLOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. note: what it is of, in words; href: where it can be mended; alarm: somebody should act."""

    title: str
    value: str
    href: str
    note: str = ""
    alarm: bool = False


def case_figures(queues: Sequence[QueueCount], *, in_hand: int, now: datetime) -> Iterator[Figure]:
    """Give how many cases wait, and for how long the oldest does."""
    waiting = sum(queue.undecided - queue.claimed for queue in queues)
    yield Figure(title="Cases to take", value=str(waiting), href=reverse("queues"))
    yield Figure(title="In your hands", value=str(in_hand), href="#in-hand" if in_hand else reverse("queues"))
    if queues:
        oldest = min(queues, key=lambda queue: queue.oldest_at)
        yield Figure(
            title="Oldest undecided",
            value=age(oldest.oldest_at, now=now),
            note=f"in {oldest.queue}",
            href=reverse("queue", args=[oldest.queue]),
        )


def outbox_figures(*, now: datetime, sees_destinations: bool) -> Iterator[Figure]:
    """Give what is owed to the platform, and what is not finished."""
    counts, standing, outbox = message_counts(), owed(now=now), reverse("outbox")
    dead = standing.messages_dead
    yield Figure(title="Messages to be sent", value=str(counts[MessageState.DUE]), href=f"{outbox}?state=due")
    yield Figure(
        title="Messages given up",
        value=str(dead),
        href=reverse("destinations") if dead and sees_destinations else f"{outbox}?state=dead",
        alarm=dead > 0,
    )
    since = standing.oldest_item_at
    yield Figure(
        title="Screenings not finished",
        value=str(standing.items_waiting),
        note="" if since is None else f"the oldest came {ago(since, now=now)}",
        href=reverse("machine"),
    )


def machine_figures(*, now: datetime) -> Iterator[Figure]:
    """Give whether the worker lives, what is missing, and how full the fullest disk is."""
    machine, href = office().machine(), reverse("machine")
    lives = machine.worker_lives(now=now)
    seen = machine.worker_at
    yield Figure(
        title="Worker",
        value="runs" if lives else "not seen",
        note="never" if seen is None else f"heard of {ago(seen, now=now)}",
        href=href,
        alarm=not lives,
    )
    if machine.missing:
        names = ", ".join(each.name for each in machine.missing)
        yield Figure(title="Out of reach", value=str(len(machine.missing)), note=names, href=href, alarm=True)
    if machine.disks:
        disk = max(machine.disks, key=lambda each: each.used_percent)
        yield Figure(
            title="Disk used",
            value=f"{disk.used_percent} %",
            note=f"{gibibytes(disk.free_bytes)} free",
            href=href,
            alarm=disk.is_low,
        )


def list_figures(*, now: datetime) -> Iterator[Figure]:
    """Give how old the oldest list is, and how many versions wait for a person."""
    try:
        views = [view for view in office().lists() if view.retired is None]
    except LapwingError as refused:
        yield Figure(
            title="Lists", value="unreadable", note=refused.code, href=reverse("machine"), alarm=True
        )
        return
    every = reverse("lists")
    waiting = [view for view in views if view.waiting]
    if waiting:
        href = reverse("list", args=[waiting[0].info.name]) if len(waiting) == 1 else every
        count = sum(len(view.waiting) for view in waiting)
        yield Figure(title="List versions waiting", value=str(count), href=href, alarm=True)
    dated = [(view.imported_at, view) for view in views if view.imported_at and _comes_from_outside(view)]
    if not dated:
        yield Figure(title="Reference lists", value="none", note="so all is unknown", href=every, alarm=True)
        return
    imported_at, oldest = min(dated, key=lambda each: each[0])
    yield Figure(
        title="Oldest list",
        value=age(imported_at, now=now),
        note=oldest.info.name,
        href=reverse("list", args=[oldest.info.name]),
        alarm=oldest.info.tier is Tier.AUTHORITY and now - imported_at > OLD_AFTER,
    )


def ledger_figures() -> Iterator[Figure]:
    """Give how long the ledger is, and how much of it nobody has signed."""
    lines, signed = head().number, newest_checkpoint()
    unsigned = lines - (signed.size if signed else 0)
    yield Figure(
        title="Lines in the ledger",
        value=str(lines),
        note=f"{unsigned} not signed yet",
        href=reverse("ledger"),
    )


def _comes_from_outside(view: ListView) -> bool:
    """Say whether somebody else keeps the list, so that it gets old; ours grow by our own findings."""
    return any(each.state is State.SERVING for each in view.standings) and view.info.list_class not in _OURS
