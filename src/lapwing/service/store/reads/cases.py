"""Queues, cases, and what people found in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Case, CaseState, Finding
from lapwing.model.decision import Kept
from lapwing.model.evidence import Exposure
from lapwing.model.platform import Account, Item
from lapwing.model.works import Missing
from lapwing.service.store.reads.decisions import decisions_of_items
from lapwing.service.store.reads.rows import by_key, question, records
from lapwing.service.store.records.models import AccountRow, CaseRow, ExposureRow, FindingRow, ItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How a queue stands. claimed: how many of the undecided somebody has; oldest_at: of the undecided."""

    queue: str
    undecided: int
    claimed: int
    waiting_for_second: int
    oldest_at: datetime
    highest_priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """A case with what a person needs who decides it. decisions: of all its items, newest first."""

    case: Case
    items: tuple[Item, ...]
    decisions: tuple[Kept, ...]
    findings: tuple[Finding, ...]
    exposures: tuple[Exposure, ...]
    account: Account | None


@question
def queue_counts(*, now: datetime, using: str = "default") -> Sequence[QueueCount]:
    """Return how each queue stands that holds undecided cases, in name order."""
    claimed = Q(claimed_by__isnull=False, claimed_until__gt=now)
    rows = (
        _of_people(using)
        .filter(~Q(state=CaseState.DECIDED))
        .values("queue")
        .annotate(
            undecided=Count("id"),
            claimed=Count("id", filter=claimed),
            second=Count("id", filter=Q(state=CaseState.SECOND)),
            oldest=Min("opened_at"),
            highest=Max("priority"),
        )
        .order_by("queue")
    )
    return [
        QueueCount(
            queue=row["queue"],
            undecided=row["undecided"],
            claimed=row["claimed"],
            waiting_for_second=row["second"],
            oldest_at=row["oldest"],
            highest_priority=row["highest"],
        )
        for row in rows
    ]


@question
def cases_in(
    queue: str | None = None,
    *,
    states: Sequence[CaseState] = (CaseState.OPEN, CaseState.SECOND),
    most: int = 50,
    after: int = 0,
    using: str = "default",
) -> Sequence[Case]:
    """Return cases of a queue (None for all) in the order in which they are to be taken.

    after: how many to pass over, for the next page.
    """
    found = _of_people(using).filter(state__in=states)
    if queue is not None:
        found = by_key(found, queue=queue)
    return records(found.order_by("-priority", "opened_at", "id")[after : after + most], Case)


@question
def decided_cases(*, most: int = 50, after: int = 0, using: str = "default") -> Sequence[Case]:
    """Return decided cases, last decided first."""
    found = CaseRow.objects.using(using).filter(state=CaseState.DECIDED)
    return records(found.order_by("-decided_at", "-id")[after : after + most], Case)


@question
def case_detail(case_id: str, *, using: str = "default") -> CaseDetail:
    """Return a case with its items, their decisions, its findings, and who saw what in it.

    Raises:
        Missing: there is none of that id.
    """
    found = records(by_key(CaseRow.objects.using(using), id=case_id), Case)
    if not found:
        raise Missing("case")
    case = found[0]
    items = records(ItemRow.objects.using(using).filter(id__in=case.items), Item)
    accounts = AccountRow.objects.using(using)
    return CaseDetail(
        case=case,
        items=tuple(sorted(items, key=lambda item: case.items.index(item.id))),
        decisions=tuple(decisions_of_items(case.items, using=using)),
        findings=tuple(
            records(FindingRow.objects.using(using).filter(case=case.id).order_by("at", "id"), Finding)
        ),
        exposures=tuple(
            records(ExposureRow.objects.using(using).filter(case=case.id).order_by("at", "id"), Exposure)
        ),
        account=next(iter(records(by_key(accounts, id=case.account or ""), Account)), None),
    )


def _of_people(using: str) -> QuerySet[CaseRow]:
    """Return the cases that people take: a canary's is closed by the run that sent it."""
    return CaseRow.objects.using(using).exclude(account=CANARY_ACCOUNT)
