"""What came, what was stopped and what was taken down, for the code register. Canaries are counted apart."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from lapwing.compliance.facts import CanaryFact, GateFact, PolicyFact, SurfaceFact, TakedownsFact
from lapwing.compliance.spans import DAY, MONTH
from lapwing.evidence.ledger import act_of
from lapwing.flows.canary import is_matched
from lapwing.flows.try_policy import ACT as TRIED
from lapwing.model.acts import Act
from lapwing.model.canary import CANARY_ACCOUNT, CanarySort
from lapwing.model.cases import CONFIRMED
from lapwing.model.decision import Audience, Step, Surface
from lapwing.model.platform import Item, ItemState
from lapwing.service.store.reads.at_hand import every_surface
from lapwing.service.store.reads.decisions import decisions_made, decisions_of_items
from lapwing.service.store.reads.ledger import lines
from lapwing.service.store.reads.rows import question, records
from lapwing.service.store.records.models import (
    CaseContentRow,
    DecisionRow,
    FindingRow,
    ItemRow,
    LineRow,
)

LATE = timedelta(minutes=10)
"""After this an item that still waits is not merely in hand."""

_CANARIES_SEEN = timedelta(days=8)
# Canaries go out once a day to each surface; so many are many weeks of them, or one busy hour.
_MOST_CANARIES, _MOST_LINES = 2_000, 2_000
_LOOK_BACK = "item.look-back"
_SHOWN = (Step.ALLOW, Step.DETER, Step.LIMIT)
_STOPPED = (Step.HOLD, Step.BLOCK)


@question
def surface_facts(*, now: datetime, using: str = "default") -> tuple[SurfaceFact, ...]:
    """Return every surface with what came there in the last 24 hours."""
    counts = _items(using).filter(received_at__gte=now - DAY).values("surface")
    late = Q(state=ItemState.WAITING, received_at__lt=now - LATE)
    items = {row["surface"]: row for row in counts.annotate(items=Count("id"), late=Count("id", filter=late))}
    gaps = DecisionRow.objects.using(using).filter(made_at__gte=now - DAY, gaps__gt=0).values("surface")
    unknown = {row["surface"]: row["decisions"] for row in gaps.annotate(decisions=Count("id"))}
    changed = _changed_at(using)
    return tuple(
        _surface(each, items.get(each.name, {}), unknown.get(each.name, 0), changed.get(each.name))
        for each in every_surface(using=using)
    )


@question
def canary_facts(*, now: datetime, using: str = "default") -> tuple[CanaryFact, ...]:
    """Return the newest canary of each sort on each surface, by the decision about it."""
    rows = ItemRow.objects.using(using).filter(account=CANARY_ACCOUNT, received_at__gte=now - _CANARIES_SEEN)
    newest: dict[tuple[str, str], Item] = {}
    for item in records(rows.order_by("-received_at", "-id")[:_MOST_CANARIES], Item):
        newest.setdefault((item.reference, item.surface), item)
    decisions = {
        kept.item: kept.decision
        for kept in decisions_of_items([item.id for item in newest.values()], using=using)
    }
    sorts = {sort.reference: sort for sort in CanarySort}
    return tuple(
        CanaryFact(
            sort=sorts[item.reference],
            surface=item.surface,
            at=item.received_at,
            step=decisions[item.id].step,
            matched=is_matched(decisions[item.id]),
        )
        for item in newest.values()
        if item.reference in sorts and item.id in decisions
    )


@question
def policy_fact(*, using: str = "default") -> PolicyFact | None:
    """Return the policy by which was decided last, and its last trial; None where nothing was decided."""
    last = next(iter(decisions_made(most=1, using=using)), None)
    if last is None:
        return None
    version = last.decision.policy_version
    tried = next(acts_of(TRIED, most=1, using=using), None)
    if tried is None:
        return PolicyFact(version=version, decided_at=last.made_at)
    blocks = tried.facts.get("blocks")
    return PolicyFact(
        version=version,
        decided_at=last.made_at,
        tested=tried.on,
        tested_at=tried.at,
        blocks={str(each): acted is True for each, acted in blocks.items()}
        if isinstance(blocks, Mapping)
        else {},
    )


@question
def gate_fact(*, now: datetime, using: str = "default") -> GateFact | None:
    """Return what matches held or blocked in the last 30 days, and how much of it was shown.

    What no list knew when it came is no matter of the gate; how that is taken down is told by takedowns_fact.
    """
    asked = DecisionRow.objects.filter(item=OuterRef("id"), matches__gt=0, step__in=_STOPPED)
    later = LineRow.objects.filter(act=_LOOK_BACK, on=OuterRef("id"))
    found = _items(using).filter(
        Exists(asked), ~Exists(later), step__in=_STOPPED, received_at__gte=now - MONTH
    )
    counts = found.aggregate(
        stopped=Count("id"),
        seen=Count("id", filter=Q(published_at__isnull=False)),
        newest=Max("received_at"),
    )
    if not counts["stopped"]:
        return None
    return GateFact(stopped=counts["stopped"], seen=counts["seen"], newest_at=counts["newest"])


@question
def takedowns_fact(*, now: datetime, using: str = "default") -> TakedownsFact:
    """Return how what was shown came to be taken down in the last 30 days."""
    asked = {act.on: act.at for act in _step_acts(since=now - MONTH, using=using)}
    items = records(ItemRow.objects.using(using).filter(id__in=asked, published_at__isnull=False), Item)
    gone = [each for each in items if each.removed_at and each.removed_at >= asked[each.id]]
    times = [each.removed_at for each in gone if each.removed_at]
    return TakedownsFact(
        seconds=tuple(
            int((at - asked[each.id]).total_seconds()) for each, at in zip(gone, times, strict=True)
        ),
        asked_at=tuple(sorted(asked[each.id] for each in items if each not in gone)),
        newest_at=max(times, default=None),
        copies=_copies(using),
    )


def acts_of(act: str, *, most: int, using: str) -> Iterator[Act]:
    """Give the newest acts of a name, newest first."""
    return (act_of(line.text) for line in lines(act=act, most=most, using=using))


def _items(using: str) -> QuerySet[ItemRow]:
    """Return what people sent."""
    return ItemRow.objects.using(using).exclude(account=CANARY_ACCOUNT)


def _changed_at(using: str) -> Mapping[str, datetime]:
    rows = LineRow.objects.using(using).filter(act="surface.put").values("on").annotate(last=Max("at"))
    return {row["on"]: row["last"] for row in rows}


def _surface(
    surface: Surface, items: Mapping[str, Any], unknown: int, changed_at: datetime | None
) -> SurfaceFact:
    return SurfaceFact(
        name=surface.name,
        is_public=surface.audience is Audience.PUBLIC,
        jurisdiction=surface.jurisdiction,
        basis=surface.basis.name if surface.basis else "",
        basis_expires_on=surface.basis.expires_on if surface.basis else None,
        changed_at=changed_at,
        items=items.get("items", 0),
        late=items.get("late", 0),
        unknown=unknown,
        digests_suffice=surface.digests_suffice,
    )


def _step_acts(*, since: datetime, using: str) -> Iterator[Act]:
    """Give the acts by which something shown came to be stopped, oldest first."""
    newest = [
        act for name in ("item.step", _LOOK_BACK) for act in acts_of(name, most=_MOST_LINES, using=using)
    ]
    for act in sorted((act for act in newest if act.at >= since), key=lambda act: act.at):
        if act.facts.get("from") in _SHOWN and act.facts.get("to") in _STOPPED:
            yield act


def _copies(using: str) -> int:
    """Return how many items are shown whose content a person has confirmed."""
    confirmed = FindingRow.objects.using(using).filter(kind__in=CONFIRMED, undone_at__isnull=True)
    contents = CaseContentRow.objects.using(using).filter(case__in=confirmed.values("case"))
    shown = _items(using).filter(step__in=_SHOWN, published_at__isnull=False, removed_at__isnull=True)
    return shown.filter(content_id__in=contents.values("content_id")).count()
