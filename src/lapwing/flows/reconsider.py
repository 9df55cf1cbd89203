"""A person found content harmless, and a verified list names it since: it comes back to a person.

The finding is taken back by the engine, so that its case is open again, with both facts, and our exception
for the content ends; wherever the content was let in it is out of sight until somebody has decided anew.
What the person had before them when they decided brings nothing back; nor does a picture that is only like
a listed one.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from lapwing.cases.deciding import undone
from lapwing.flows.learn import owe_learning
from lapwing.flows.put_in_case import put_in_case
from lapwing.flows.tell_platform import tell
from lapwing.model.acts import Act, Fact
from lapwing.model.cases import Case, CaseState, Finding, FindingKind
from lapwing.model.content import ContentId
from lapwing.model.decision import CaseCall, Decision, Step, gravity
from lapwing.model.errors import NotPermitted
from lapwing.model.evidence import Purpose
from lapwing.model.lists import Closeness, ListClass, Match, Tier
from lapwing.model.people import ENGINE
from lapwing.model.platform import LET_IN, Item, state_for
from lapwing.model.works import Missing, NewId, Work
from lapwing.policy.basis import require_basis
from lapwing.policy.facts import INDICATORS

PRIORITY = 85
"""Of a case that comes back: as urgent as a lead of a verified list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconsidered:
    """A case that is open again. held: each item that went out of sight, and whether its content is kept.

    What is shown to the person is the decisions about these items: one that names the entry has to be kept.
    """

    case: str
    held: tuple[tuple[Item, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is in force for an item: the step, the id of what says so (decision or finding), and its case."""

    step: Step
    because: str
    call: CaseCall | None


def is_in_doubt(decision: Decision) -> bool:
    """Say whether an exception and a verified list both name it, so that a finding may be out of date."""
    excepted = any(match.entry.list_class is ListClass.ALLOW for match in decision.matches)
    return excepted and any(is_verified(match) for match in decision.matches)


def standing(
    work: Work, content_id: ContentId, decision: Decision, *, new_id: NewId, now: datetime
) -> Standing:
    """Return what is in force for a new item; out of sight while a person has to say anew what it is."""
    stands = Standing(step=decision.step, because=decision.id, call=decision.case)
    if not is_in_doubt(decision):
        return stands
    reconsider(work, content_id, decision.matches, new_id=new_id, now=now)
    case = work.cases.to_join(content_id)
    if case is None or gravity(decision.step) >= gravity(Step.HOLD):
        return stands
    findings = work.findings.of_case(case.id)
    because = findings[-1].id if findings else decision.id
    call = decision.case or CaseCall(queue=case.queue, priority=PRIORITY)
    return Standing(step=Step.HOLD, because=because, call=call)


def is_verified(match: Match) -> bool:
    """Say whether a list that an authority verified names this very file or address."""
    entry = match.entry
    named = entry.tier is Tier.AUTHORITY and entry.list_class is not ListClass.ALLOW
    return named and match.closeness is not Closeness.NEAR and entry.kind not in INDICATORS


def reconsider(
    work: Work, content_id: ContentId, matches: Sequence[Match], *, new_id: NewId, now: datetime
) -> Reconsidered | None:
    """Bring content back to a person where a verified list names it since they found it harmless."""
    verified = [match for match in matches if is_verified(match)]
    if not verified:
        return None
    shown = [
        item
        for item in work.items.of_content(content_id)
        if item.state in LET_IN and _has_basis(work, item, today=now.date())
    ]
    found = next(_harmless(work, shown), None)
    if found is None:
        return None
    case, finding = found
    seen = _seen(work, case, finding)
    news = [match for match in verified if (match.entry.list_name, match.entry.entry_id) not in seen]
    if not news:
        return None
    _open_again(work, case, finding, news, new_id=new_id, now=now)
    kept = {sealed.item for sealed in work.sealed.of_content(content_id, purpose=Purpose.EVIDENCE)}
    for item in shown:
        _hold(work, item, case, finding, has_content=item.id in kept, new_id=new_id, now=now)
    return Reconsidered(case=case.id, held=tuple((item, item.id in kept) for item in shown))


def _harmless(work: Work, items: Sequence[Item]) -> Iterator[tuple[Case, Finding]]:
    """Give each finding in force that content is harmless, with its case."""
    for name in {item.decided_by for item in items if item.decided_by}:
        finding = work.findings.find(name)
        if finding is None or finding.kind is not FindingKind.NOT or finding.undone_at is not None:
            continue
        case = work.cases.get(finding.case)
        if case.state is CaseState.DECIDED and case.finding == finding.id:
            yield case, finding


def _seen(work: Work, case: Case, finding: Finding) -> Collection[tuple[str, str]]:
    """Return the entries, by list and id, that the decisions about a case named when it was decided."""
    return {
        (match.entry.list_name, match.entry.entry_id)
        for item in case.items
        for kept in work.decisions.of_item(item)
        if kept.made_at <= finding.at
        for match in kept.decision.matches
    }


def _open_again(
    work: Work, case: Case, finding: Finding, news: Sequence[Match], *, new_id: NewId, now: datetime
) -> None:
    named = sorted({f"entry {each.entry.entry_id} of list {each.entry.list_name}" for each in news})
    why = f"Named since by {named[0]}" + (f" and {len(named) - 1} more." if len(named) > 1 else ".")
    opened, taken_back = undone(case, finding, by=ENGINE.id, why=why, now=now)
    work.cases.save(replace(opened, priority=max(opened.priority, PRIORITY), joined_at=now))
    work.findings.save(taken_back)
    owe_learning(work, case.id, new_id=new_id, now=now)
    facts: dict[str, Fact] = {
        "finding": finding.id,
        "found_by": finding.by,
        "lists": tuple(sorted({f"{each.entry.list_name} {each.entry.list_version}" for each in news})),
        "entries": len(named),
    }
    work.record(Act(act="case.reconsider", on=case.id, by=ENGINE.id, at=now, why=why, facts=facts))


def _hold(
    work: Work,
    item: Item,
    case: Case,
    finding: Finding,
    *,
    has_content: bool,
    new_id: NewId,
    now: datetime,
) -> None:
    """Take an item out of sight until somebody has decided, and tell the platform."""
    after = replace(
        item,
        step=Step.HOLD,
        state=state_for(Step.HOLD),
        decided_by=finding.id,
        version=item.version + 1,
    )
    work.items.save(after)
    if item.id not in case.items:
        call = CaseCall(queue=case.queue, priority=PRIORITY)
        put_in_case(work, after, call, new_id=new_id, now=now, has_content=has_content)
    tell(work, after, because=finding.id, new_id=new_id, now=now)
    facts: dict[str, Fact] = {"from": item.step, "to": Step.HOLD, "because": finding.id}
    work.record(Act(act="item.step", on=item.id, by=ENGINE.id, at=now, facts=facts))


def _has_basis(work: Work, item: Item, *, today: date) -> bool:
    with suppress(Missing, NotPermitted):
        require_basis(work.surfaces.get(item.surface), today=today)
        return True
    return False
