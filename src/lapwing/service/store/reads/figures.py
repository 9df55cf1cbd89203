"""The figures that the code register and the metrics are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q

from lapwing.flows.deliver import TEST_TOPIC
from lapwing.model.cases import CaseState
from lapwing.model.decision import Step
from lapwing.model.evidence import Purpose
from lapwing.model.platform import ItemState, MessageState
from lapwing.service.store.reads.rows import question
from lapwing.service.store.records.models import (
    CaseRow,
    DecisionRow,
    FindingRow,
    ItemRow,
    MessageRow,
    SealedRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What was screened. by_step: every decision; with_matches, with_gaps: of them."""

    decisions: int
    by_step: Mapping[Step, int]
    with_matches: int
    with_gaps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of items for which a decision with matches asked to hold or block.

    published: the platform said that it showed it; stopped: it did not say so; removed: of the published.
    """

    items: int
    stopped: int
    published: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Cases and findings. oldest_undecided_at: when the oldest that waits was opened, or None."""

    cases: int
    undecided: int
    oldest_undecided_at: datetime | None
    findings: int
    without_reason: int
    undone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is still to be done. Each time is that of the oldest; None where there is none."""

    items_waiting: int
    oldest_item_at: datetime | None
    messages_due: int
    oldest_message_due_at: datetime | None
    messages_dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vaulted:
    """What the vault holds for a purpose, and what was erased."""

    held: int
    erased: int
    oldest_held_at: datetime | None


@question
def screened(*, since: datetime | None = None, using: str = "default") -> Screened:
    """Return what was screened, since a time if asked for."""
    found = DecisionRow.objects.using(using).filter(**_since("made_at", since))
    steps = dict(found.values_list("step").annotate(decisions=Count("id")).order_by())
    counts = found.aggregate(
        every=Count("id"),
        matches=Count("id", filter=Q(matches__gt=0)),
        gaps=Count("id", filter=Q(gaps__gt=0)),
    )
    return Screened(
        decisions=counts["every"],
        by_step={step: steps.get(step.value, 0) for step in Step},
        with_matches=counts["matches"],
        with_gaps=counts["gaps"],
    )


@question
def matched(*, since: datetime | None = None, using: str = "default") -> Matched:
    """Return what became of items that matched, received since a time if asked for."""
    asked = DecisionRow.objects.filter(item=OuterRef("id"), matches__gt=0, step__in=(Step.HOLD, Step.BLOCK))
    counts = (
        ItemRow.objects.using(using)
        .filter(Exists(asked), **_since("received_at", since))
        .aggregate(
            every=Count("id"),
            published=Count("id", filter=Q(published_at__isnull=False)),
            removed=Count("id", filter=Q(published_at__isnull=False, removed_at__isnull=False)),
        )
    )
    return Matched(
        items=counts["every"],
        stopped=counts["every"] - counts["published"],
        published=counts["published"],
        removed=counts["removed"],
    )


@question
def reviewed(*, since: datetime | None = None, using: str = "default") -> Reviewed:
    """Return how cases stand, and what was found; both since a time if asked for."""
    cases = CaseRow.objects.using(using).filter(**_since("opened_at", since))
    undecided = ~Q(state=CaseState.DECIDED)
    found = FindingRow.objects.using(using).filter(**_since("at", since))
    counts = cases.aggregate(
        every=Count("id"),
        undecided=Count("id", filter=undecided),
        oldest=Min("opened_at", filter=undecided),
    )
    findings = found.aggregate(
        every=Count("id"),
        bare=Count("id", filter=Q(reasoned=False)),
        undone=Count("id", filter=Q(undone_at__isnull=False)),
    )
    return Reviewed(
        cases=counts["every"],
        undecided=counts["undecided"],
        oldest_undecided_at=counts["oldest"],
        findings=findings["every"],
        without_reason=findings["bare"],
        undone=findings["undone"],
    )


@question
def owed(*, now: datetime, using: str = "default") -> Owed:
    """Return what is still to be done at a time."""
    items = ItemRow.objects.using(using).filter(state=ItemState.WAITING)
    waiting = items.aggregate(every=Count("id"), oldest=Min("received_at"))
    due = MessageRow.objects.using(using).filter(state=MessageState.DUE, due_at__lte=now)
    dead = MessageRow.objects.using(using).filter(state=MessageState.DEAD)
    messages = due.aggregate(every=Count("id"), oldest=Min("due_at"))
    return Owed(
        items_waiting=waiting["every"],
        oldest_item_at=waiting["oldest"],
        messages_due=messages["every"],
        oldest_message_due_at=messages["oldest"],
        messages_dead=dead.exclude(topic=TEST_TOPIC).count(),
    )


@question
def vaulted(purpose: Purpose, *, using: str = "default") -> Vaulted:
    """Return what the vault holds for a purpose, and what was erased."""
    held = Q(erased_at=None)
    counts = (
        SealedRow.objects.using(using)
        .filter(purpose=purpose)
        .aggregate(
            held=Count("id", filter=held),
            erased=Count("id", filter=~held),
            oldest=Min("sealed_at", filter=held),
        )
    )
    return Vaulted(held=counts["held"], erased=counts["erased"], oldest_held_at=counts["oldest"])


@question
def held(*, using: str = "default") -> int:
    """Return how many objects the vault holds, for whatever purpose."""
    return SealedRow.objects.using(using).filter(erased_at=None).count()


def _since(column: str, since: datetime | None) -> Mapping[str, datetime]:
    """Return the condition that a time is not before another."""
    return {} if since is None else {f"{column}__gte": since}
