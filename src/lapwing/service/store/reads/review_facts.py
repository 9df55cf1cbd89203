"""What people did with cases, and what followed, for the code register. Canaries are counted apart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lapwing.compliance.facts import (
    ClaimsFact,
    LearningFact,
    OwedFact,
    OwnListFact,
    QueueFact,
    ReviewerFact,
    ReviewsFact,
)
from lapwing.compliance.spans import DAY, MONTH
from lapwing.evidence.ledger import act_of
from lapwing.flows.deliver import TEST_TOPIC
from lapwing.flows.learn import INSIDE, OWN_LIST, TOPIC
from lapwing.flows.review import CLAIM
from lapwing.lists.versions import State
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import CONFIRMED, CaseState, FindingKind
from lapwing.model.platform import MessageState
from lapwing.service.store.lists import Lists
from lapwing.service.store.reads.rows import question
from lapwing.service.store.records.models import (
    CaseContentRow,
    CaseRow,
    ExposureRow,
    FindingRow,
    LineRow,
    MessageRow,
)

OVERDUE = timedelta(minutes=15)
"""After this a message to the platform is not merely on its way."""

_LATE_LEARNING = timedelta(hours=1)
_MOST_MESSAGES = 5_000
_AT_ONCE = 500


@question
def owed_fact(*, now: datetime, using: str = "default") -> OwedFact:
    """Return how messages to the platform fared in the last 30 days."""
    asked = MessageRow.objects.using(using).exclude(destination=INSIDE).exclude(topic=TEST_TOPIC)
    sent = asked.filter(made_at__gte=now - MONTH)
    counts = sent.aggregate(
        delivered=Count("id", filter=Q(state=MessageState.DELIVERED)),
        overdue=Count("id", filter=Q(state=MessageState.DUE, made_at__lt=now - OVERDUE)),
        dead=Count("id", filter=Q(state=MessageState.DEAD)),
        newest=Max("delivered_at"),
    )
    return OwedFact(
        delivered=counts["delivered"],
        overdue=counts["overdue"],
        dead=counts["dead"],
        newest_at=counts["newest"],
    )


@question
def learning_fact(*, now: datetime, using: str = "default") -> LearningFact:
    """Return how findings of the last 30 days came onto our own lists."""
    owed = MessageRow.objects.using(using).filter(topic=TOPIC, made_at__gte=now - MONTH)
    times = owed.order_by("-made_at").values_list("made_at", "delivered_at", "state")[:_MOST_MESSAGES]
    done = [(made, at) for made, at, state in times if state == MessageState.DELIVERED and at]
    waiting = [made for made, _, state in times if state != MessageState.DELIVERED]
    return LearningFact(
        seconds=tuple(int((at - made).total_seconds()) for made, at in done),
        late=sum(now - made > _LATE_LEARNING for made in waiting),
        newest_at=max((at for _, at in done), default=None),
    )


@question
def reviews_fact(*, using: str = "default") -> ReviewsFact:
    """Return how many cases are decided, and how many of them without a finding that says why."""
    undecided = (FindingKind.UNSURE, FindingKind.SECOND)
    said = FindingRow.objects.filter(case=OuterRef("id"), reasoned=True, undone_at__isnull=True)
    decided = _cases(using).filter(state=CaseState.DECIDED)
    counts = decided.aggregate(decided=Count("id"), newest=Max("decided_at"))
    bare = decided.exclude(Exists(said.exclude(kind__in=undecided))).count()
    return ReviewsFact(decided=counts["decided"], bare=bare, newest_at=counts["newest"])


@question
def queue_facts(*, now: datetime, using: str = "default") -> tuple[QueueFact, ...]:
    """Return how long the cases of each queue have waited."""
    ages: dict[str, list[int]] = defaultdict(list)
    waiting = _cases(using).exclude(state=CaseState.DECIDED)
    for queue, opened_at in waiting.values_list("queue", "opened_at"):
        ages[queue].append(int((now - opened_at).total_seconds()))
    return tuple(QueueFact(queue=queue, ages_seconds=tuple(sorted(each))) for queue, each in ages.items())


@question
def claims_fact(*, now: datetime, using: str = "default") -> ClaimsFact:
    """Return which cases were taken in the last 24 hours, and for how long graver ones waited then."""
    found = LineRow.objects.using(using).filter(act=CLAIM, at__gte=now - DAY).order_by("number")
    acts = [act_of(text.encode()) for text in found.values_list("text", flat=True).iterator()]
    taken = [act for act in acts if act.facts.get("again") is not True]
    waited = [act.facts.get("graver_seconds") for act in taken]
    return ClaimsFact(
        claims=len(taken),
        unmeasured=sum("graver_seconds" not in act.facts for act in taken),
        graver_seconds=tuple(each for each in waited if isinstance(each, int)),
        newest_at=max((act.at for act in taken), default=None),
    )


@question
def reviewer_facts(*, now: datetime, using: str = "default") -> tuple[ReviewerFact, ...]:
    """Return who looked at content in the last 30 days, and how often on their fullest day."""
    looks = ExposureRow.objects.using(using).filter(at__gte=now - MONTH).annotate(day=TruncDate("at"))
    days = looks.values("by", "day").annotate(looks=Count("id"), last=Max("at"))
    people: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for row in days.order_by("by", "day"):
        people[row["by"]].append((row["looks"], row["last"]))
    return tuple(
        ReviewerFact(person=person, last_at=max(at for _, at in each), most_a_day=max(n for n, _ in each))
        for person, each in sorted(people.items())
    )


@question
def own_list_fact(lists: Lists, *, using: str = "default") -> OwnListFact | None:
    """Return how the entries of our own list stand to findings; None where there is no such list."""
    contents = _own_contents(lists)
    if contents is None:
        return None
    people = _people(sorted(set(contents)), using)
    return OwnListFact(
        entries=len(contents),
        untraced=sum(not people.get(each) for each in contents),
        once=sum(len(people.get(each, ())) == 1 for each in contents),
        newest_at=max((act.at for act in lists.journal(OWN_LIST)), default=None),
    )


def _own_contents(lists: Lists) -> list[str] | None:
    """Return what each active entry of our own list is of."""
    if OWN_LIST not in lists.names():
        return None
    for standing in lists.versions(OWN_LIST):
        if standing.state is State.SERVING:
            entries = lists.entries(OWN_LIST, standing.version.number)
            return [entry.item for entry in entries if entry.retired_on is None]
    return []


def _people(contents: Sequence[str], using: str) -> Mapping[str, set[str]]:
    """Return by content who looked at a case of it in which it stands confirmed."""
    people: dict[str, set[str]] = defaultdict(set)
    for some in _parts(contents):
        pairs = CaseContentRow.objects.using(using).filter(content_id__in=some)
        of_case = defaultdict(list)
        for case, content in pairs.values_list("case", "content_id"):
            of_case[case].append(content)
        for case, found in _confirmed(list(of_case), using).items():
            for content in of_case[case]:
                people[content] |= found
    return people


def _confirmed(cases: Sequence[str], using: str) -> Mapping[str, set[str]]:
    """Return by case who made its findings, of the cases in which something stands confirmed."""
    people: dict[str, set[str]] = defaultdict(set)
    confirmed = set()
    for some in _parts(cases):
        standing = FindingRow.objects.using(using).filter(case__in=some, undone_at__isnull=True)
        for case, kind, by in standing.values_list("case", "kind", "by"):
            people[case].add(by)
            if kind in CONFIRMED:
                confirmed.add(case)
    return {case: people[case] for case in confirmed}


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give a few hundred at a time, as many as every database takes in one question."""
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))


def _cases(using: str) -> QuerySet[CaseRow]:
    """Return the cases of what people sent."""
    return CaseRow.objects.using(using).exclude(account=CANARY_ACCOUNT)
