"""How many matches each list brought, how many people looked at and how many were false; the ledger has it.

Counted are contents, not items: whoever looks at a case looks at its content once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapwing.cases.erring import Interval, interval, is_false
from lapwing.model.acts import Act, Fact
from lapwing.model.cases import FindingKind
from lapwing.model.content import ContentId
from lapwing.model.lists import ListClass
from lapwing.model.people import ENGINE, Permission
from lapwing.model.works import Works

ACT, ON = "list.measure", "lists"
WINDOW = timedelta(days=30)
RIPE = timedelta(days=1)
"""How long people have before a match that nobody has looked at counts against them; the figure is ours."""

PARTS = 1_000_000
_FIGURES = ("matched", "looked_at", "false", "ripe", "ripe_looked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A content that a list led to and for which a person was asked. at: when first.

    by_term: of the list, only terms matched.
    """

    list_name: str
    list_class: ListClass
    content_id: ContentId
    at: datetime
    by_term: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Erring:
    """How often a list errs. matched: contents; looked_at: of them, those that a person decided on.

    false: of those, how many are not what the list says. ripe, ripe_looked_at: of what came over RIPE ago.
    """

    list_name: str
    matched: int
    looked_at: int
    false: int
    ripe: int
    ripe_looked_at: int

    @property
    def false_share(self) -> Interval:
        """Return between which shares the share of false matches lies."""
        return interval(self.false, self.looked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run. share: of what blocks by itself, the share that the policy has drawn for review, 0 to 1."""

    at: datetime
    policy_version: str
    share: float
    lists: tuple[Erring, ...]


def erring(
    leads: Iterable[Lead], findings: Mapping[ContentId, FindingKind], *, now: datetime
) -> tuple[Erring, ...]:
    """Return how often each list errs, in name order. findings: by content, what stands of it."""
    of_list: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        of_list[lead.list_name].append(lead)
    return tuple(_erring(name, of_list[name], findings, now=now) for name in sorted(of_list))


def record_matches(
    lists: Sequence[Erring], *, policy_version: str, share: float, works: Works, now: datetime
) -> Measured:
    """Record how often each list errs, in figures alone.

    Raises:
        Unavailable: the database does not answer.
    """
    ENGINE.require(Permission.SCREEN)
    measured = Measured(at=now, policy_version=policy_version, share=share, lists=tuple(lists))
    works.run(lambda work: work.record(_act(measured)))
    return measured


def measured_matches(act: Act) -> Measured | None:
    """Return the run that was recorded so; None where the act says nothing of the kind."""
    version, share, lists = act.facts.get("policy"), act.facts.get("share"), act.facts.get("lists")
    if not (isinstance(version, str) and isinstance(share, int) and isinstance(lists, Mapping)):
        return None
    read = [_read(name, figures) for name, figures in lists.items()]
    return Measured(
        at=act.at,
        policy_version=version,
        share=share / PARTS,
        lists=tuple(each for each in read if each is not None),
    )


def _erring(
    name: str, leads: Sequence[Lead], findings: Mapping[ContentId, FindingKind], *, now: datetime
) -> Erring:
    seen = [each for each in leads if each.content_id in findings]
    return Erring(
        list_name=name,
        matched=len(leads),
        looked_at=len(seen),
        false=sum(
            is_false(findings[each.content_id], list_class=each.list_class, by_term=each.by_term)
            for each in seen
        ),
        ripe=sum(now - each.at > RIPE for each in leads),
        ripe_looked_at=sum(now - each.at > RIPE for each in seen),
    )


def _act(measured: Measured) -> Act:
    facts: dict[str, Fact] = {
        "policy": measured.policy_version,
        "share": round(measured.share * PARTS),
        "days": WINDOW.days,
        "lists": {each.list_name: _figures(each) for each in measured.lists},
    }
    return Act(act=ACT, on=ON, by=ENGINE.id, at=measured.at, facts=facts)


def _figures(of: Erring) -> dict[str, Fact]:
    false = of.false_share
    return {
        **{name: getattr(of, name) for name in _FIGURES},
        "false_share": (round(false.low * PARTS), round(false.high * PARTS)),
    }


def _read(name: str, figures: Fact) -> Erring | None:
    if not isinstance(figures, Mapping):
        return None
    counts = {key: each for key in _FIGURES if isinstance(each := figures.get(key), int)}
    return Erring(list_name=name, **counts) if len(counts) == len(_FIGURES) else None
