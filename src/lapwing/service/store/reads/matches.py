"""What lists led to and what people found of it: how often each list errs, and what is drawn for review."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from lapwing.cases.erring import doubt
from lapwing.compliance.facts import ListErrs, MatchesFact
from lapwing.evidence.ledger import act_of
from lapwing.flows.measure_matches import ACT, WINDOW, Erring, Lead, Measured, erring, measured_matches
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Case, CaseState, FindingKind
from lapwing.model.content import ContentId
from lapwing.model.decision import Decision, Obligation, Step
from lapwing.model.lists import ListClass, Match
from lapwing.service.store.reads.ledger import newest
from lapwing.service.store.reads.rows import question, records
from lapwing.service.store.records.models import (
    CaseContentRow,
    CaseRow,
    DecisionRow,
    FindingRow,
    ItemRow,
)
from lapwing.service.store.records.shelves.decisions import decision_of

Name = TypeVar("Name", bound=str)

_AT_ONCE = 500
_UNDECIDED = (FindingKind.UNSURE, FindingKind.SECOND)
_MOST_DRAWN = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An undecided case of which something was drawn for review. best: the match that leads to it best."""

    case: Case
    best: Match


@question
def lists_erring(*, now: datetime, using: str = "default") -> tuple[Erring, ...]:
    """Return how often each list erred in the last 30 days, canaries and exceptions apart.

    Raises:
        IntegrityLost: a decision is not what was written.
    """
    first: dict[tuple[str, ContentId], Lead] = {}
    for decision, at in _decisions(_matched(using).filter(made_at__gte=now - WINDOW)):
        if decision.case is not None:
            for lead in _leads(decision, at):
                first.setdefault((lead.list_name, lead.content_id), lead)
    contents = sorted({content_id for _, content_id in first})
    return erring(first.values(), _found(contents, using), now=now)


@question
def newest_measured(*, using: str = "default") -> Measured | None:
    """Return the newest run that told how often each list errs; None where there was none."""
    last = newest(ACT, using=using)
    return None if last is None else measured_matches(act_of(last.text))


@question
def matches_fact(*, using: str = "default") -> MatchesFact | None:
    """Return the newest count of how often lists err, for the code register; None where there was none."""
    run = newest_measured(using=using)
    if run is None:
        return None
    return MatchesFact(at=run.at, share=run.share, lists=tuple(map(_errs, run.lists)))


@question
def drawn_cases(*, most: int = 50, after: int = 0, using: str = "default") -> Sequence[Drawn]:
    """Return undecided cases of which something was drawn for review, likely false matches first.

    after: how many to pass over, for the next page. Of more than 5,000 the newest are looked at.
    """
    blocked = _matched(using).filter(step=Step.BLOCK, body__contains=f'"{Obligation.SAMPLE}"')
    drawn = {
        decision.content_id: decision
        for decision, _ in _decisions(blocked.order_by("-made_at", "-id")[:_MOST_DRAWN])
        if Obligation.SAMPLE in decision.obligations
    }
    found = [
        Drawn(case=case, best=min(drawn[content].matches, key=lambda match: doubt((match,))))
        for some in _parts(sorted(drawn))
        for case, content in _open_cases(some, using)
    ]
    # Of two that are as doubtful the graver comes first, then the older.
    found.sort(key=lambda each: (-each.case.priority, each.case.opened_at, each.case.id))
    found.sort(key=lambda each: doubt((each.best,)), reverse=True)
    return found[after : after + most]


def _errs(of: Erring) -> ListErrs:
    return ListErrs(
        name=of.list_name,
        matched=of.matched,
        looked_at=of.looked_at,
        false=of.false,
        most_false=of.false_share.high,
        ripe=of.ripe,
        ripe_looked_at=of.ripe_looked_at,
    )


def _matched(using: str) -> QuerySet[DecisionRow]:
    """Return the decisions with matches about what people sent."""
    canaries = ItemRow.objects.filter(id=OuterRef("item"), account=CANARY_ACCOUNT)
    return DecisionRow.objects.using(using).filter(~Exists(canaries), matches__gt=0)


def _decisions(found: QuerySet[DecisionRow]) -> Iterator[tuple[Decision, datetime]]:
    """Give decisions and when they were made, oldest first unless they have an order."""
    rows = found if found.query.order_by else found.order_by("made_at", "id")
    for body, made_at in rows.values_list("body", "made_at").iterator():
        yield decision_of(body), made_at


def _leads(decision: Decision, at: datetime) -> Iterator[Lead]:
    """Give one lead for each list that a decision names."""
    kinds: dict[tuple[str, ListClass], set[str]] = defaultdict(set)
    for match in decision.matches:
        if match.entry.list_class is not ListClass.ALLOW:
            kinds[match.entry.list_name, match.entry.list_class].add(match.entry.kind)
    for (name, list_class), each in kinds.items():
        yield Lead(
            list_name=name,
            list_class=list_class,
            content_id=decision.content_id,
            at=at,
            by_term=each == {"term"},
        )


def _found(contents: Sequence[ContentId], using: str) -> Mapping[ContentId, FindingKind]:
    """Return what people found of contents, where that is decided and stands; of several the newest."""
    kinds: dict[ContentId, FindingKind] = {}
    for some in _parts(contents):
        of_case = defaultdict(list)
        for case, content in _cases_of(some, using):
            of_case[case].append(content)
        for cases in _parts(sorted(of_case)):
            standing = FindingRow.objects.using(using).filter(case__in=cases, undone_at__isnull=True)
            decided = standing.exclude(kind__in=_UNDECIDED).order_by("at", "id")
            for case, kind in decided.values_list("case", "kind"):
                kinds.update(dict.fromkeys(of_case[case], FindingKind(kind)))
    return kinds


def _open_cases(contents: Sequence[ContentId], using: str) -> Iterator[tuple[Case, ContentId]]:
    """Give the undecided cases of contents, each with the content."""
    content_of = dict(_cases_of(contents, using))
    for some in _parts(sorted(content_of)):
        rows = CaseRow.objects.using(using).filter(id__in=some).exclude(state=CaseState.DECIDED)
        yield from ((case, content_of[case.id]) for case in records(rows, Case))


def _cases_of(contents: Sequence[ContentId], using: str) -> list[tuple[str, ContentId]]:
    rows = CaseContentRow.objects.using(using).filter(content_id__in=contents)
    return [(case, ContentId(content)) for case, content in rows.values_list("case", "content_id")]


def _parts(names: Sequence[Name]) -> Iterator[Sequence[Name]]:
    """Give a few hundred at a time, as many as every database takes in one question."""
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
