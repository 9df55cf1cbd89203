"""What is remembered of content is compared with the lists as they are now, and its items decided about anew.

This only raises. Content that is out of sight stays there. What a person has found stands, unless they found
it harmless and a verified list names the very file since (flows.reconsider). Each item comes to its new step
in one transaction with everything that follows from it: evidence where the content is still had, a case, a
message to the platform, and lines of the ledger.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from lapwing.flows.admit import Desk
from lapwing.flows.keep_evidence import keep_evidence
from lapwing.flows.put_in_case import put_in_case
from lapwing.flows.reconsider import reconsider
from lapwing.flows.screen import Kit
from lapwing.flows.tell_platform import tell
from lapwing.model.acts import Act, Fact
from lapwing.model.content import Gap, Why
from lapwing.model.decision import AgeBand, Context, Decision, Surface, gravity
from lapwing.model.errors import IntegrityLost, NotPermitted
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.lists import Matched
from lapwing.model.look_backs import LookBack
from lapwing.model.people import ENGINE
from lapwing.model.platform import LET_IN, Item, state_for
from lapwing.model.signals import Measured, Signal
from lapwing.model.works import Changed, Missing, Work
from lapwing.policy.basis import require_basis
from lapwing.policy.decide import decide

_TRIES = 5


class Sieve(Protocol):
    """Compares many contents with one list at a time; see lists.matching.Lookup.leads."""

    def leads(self, list_name: str, contents: Sequence[Sequence[Signal]]) -> tuple[int, ...]:
        """Return the places of those *contents* that may match the list; no other one does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """What looking back needs. kit, sieve: of one state of the lists, at least as new as the look-back's."""

    kit: Kit
    sieve: Sieve
    desk: Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of items that matched; see model.look_backs.LookBack."""

    stood: int = 0
    without_basis: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(stood=self.stood + other.stood, without_basis=self.without_basis + other.without_basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """An item as it stands. surface: None where it is gone. by_person: by a finding that is in force."""

    item: Item
    surface: Surface | None
    age_band: AgeBand
    by_person: bool


def decide_anew(measured: Measured, claim: LookBack, *, hindsight: Hindsight, now: datetime) -> Tally:
    """Decide anew about every item of a content, and bring each that matches now to its graver step.

    Raises:
        Changed: others changed an item again and again.
        Unavailable: the vault or the database does not answer; what was done is kept.
        IntegrityLost: a list's files are not what was written.
    """
    matched = hindsight.kit.matcher.match(measured.signals)
    works = hindsight.desk.works
    items = works.run(lambda work: _still_let_in(work, measured, matched, claim, hindsight, now=now))
    found = (_item_again(item.id, measured, matched, claim, hindsight=hindsight, now=now) for item in items)
    return sum(found, Tally())


def _still_let_in(
    work: Work, measured: Measured, matched: Matched, claim: LookBack, hindsight: Hindsight, *, now: datetime
) -> list[Item]:
    """Return the items to decide about; none where a person has to say anew whether it is harmless."""
    new_id = hindsight.desk.new_id
    back = reconsider(work, measured.content_id, matched.matches, new_id=new_id, now=now)
    for item, has_content in back.held if back else ():
        stands = _standing(work, item.id)
        if stands.surface is not None:
            decision = _decided(measured, matched, stands.surface, stands.age_band, hindsight.kit)
            work.decisions.keep(decision, item=item.id, at=now)
        _count(work, claim, has_content=has_content)
    return [item for item in work.items.of_content(measured.content_id) if item.state in LET_IN]


def _item_again(
    item_id: str,
    measured: Measured,
    matched: Matched,
    claim: LookBack,
    *,
    hindsight: Hindsight,
    now: datetime,
) -> Tally:
    """Decide anew about one item, and bring it to its new step if that is graver."""
    for _ in range(_TRIES):
        standing = hindsight.desk.works.run(lambda work: _standing(work, item_id))
        if standing.item.state not in LET_IN:
            return Tally()
        if standing.surface is None or not _has_basis(standing.surface, today=now.date()):
            return Tally(without_basis=1)
        decision = _decided(measured, matched, standing.surface, standing.age_band, hindsight.kit)
        if gravity(decision.step) <= gravity(standing.item.step):
            return Tally()
        if standing.by_person:
            return Tally(stood=1)
        with suppress(Changed):
            _raise(standing.item, decision, claim, desk=hindsight.desk, now=now)
            return Tally()
    raise Changed("item")


def _has_basis(surface: Surface, *, today: date) -> bool:
    try:
        require_basis(surface, today=today)
    except NotPermitted:
        return False
    return True


def _standing(work: Work, item_id: str) -> _Standing:
    item = work.items.get(item_id)
    surface = None
    with suppress(Missing):
        surface = work.surfaces.get(item.surface)
    account = work.accounts.find(item.account) if item.account else None
    finding = work.findings.find(item.decided_by) if item.decided_by else None
    return _Standing(
        item=item,
        surface=surface,
        age_band=account.age_band if account else AgeBand.UNKNOWN,
        by_person=finding is not None,
    )


def _decided(measured: Measured, matched: Matched, surface: Surface, age_band: AgeBand, kit: Kit) -> Decision:
    """Return the policy's decision about what is remembered of an item.

    Of a scaled decode in reach of an entry only the full picture says whether it matches, and that is not
    there: unknown, which is never taken for clean.
    """
    unclear = matched.measure_exactly and not matched.matches
    says = "in reach of an entry, and the picture is not here to be measured exactly"
    gaps = (Gap(who=measured.kind, why=Why.UNCLEAR, detail=says),) if unclear else ()
    return decide(
        replace(measured, gaps=gaps),
        matched,
        context=Context(surface=surface, age_band=age_band),
        book=kit.book,
        invariants=kit.invariants,
        list_versions=kit.matcher.versions,
        engine_version=kit.engine_version,
    )


def _raise(item: Item, decision: Decision, claim: LookBack, *, desk: Desk, now: datetime) -> None:
    """Bring *item* to the step of *decision*, with everything that follows from it, or nothing of it.

    Raises:
        Changed: the item is not as it was.
        Unavailable: the vault or the database does not answer.
    """
    had = desk.works.run(lambda work: work.sealed.of_content(item.content_id, purpose=Purpose.EVIDENCE))
    is_own = any(each.item == item.id for each in had)
    sealed = None if is_own else _evidence(item, had, desk=desk, now=now)
    has_content = is_own or sealed is not None

    def write(work: Work) -> None:
        after = replace(
            item,
            state=state_for(decision.step),
            step=decision.step,
            decided_by=decision.id,
            version=item.version + 1,
        )
        if work.items.get(item.id).version != item.version:
            raise Changed("item")
        work.items.save(after)
        work.decisions.keep(decision, item=item.id, at=now)
        if sealed is not None:
            keep_evidence(work, after, sealed, now=now)
        case = None
        if decision.case is not None:
            case = put_in_case(
                work, after, decision.case, new_id=desk.new_id, now=now, has_content=has_content
            )
        tell(work, after, because=decision.id, new_id=desk.new_id, now=now)
        work.record(_raised_act(item, decision, claim, case=case, has_content=has_content, now=now))
        _count(work, claim, has_content=has_content)

    desk.works.run(write)


def _evidence(item: Item, had: Sequence[Sealed], *, desk: Desk, now: datetime) -> Sealed | None:
    """Return the item's content sealed for it, where the same content is *had* for another; else None.

    What is sealed but cannot be opened is not had: the item is to come out of sight all the same.
    """
    for sealed in reversed(had):
        try:
            data = desk.vault.open(sealed)
        except IntegrityLost:
            continue
        content_id, kind, purpose = item.content_id, item.kind, Purpose.EVIDENCE
        return desk.vault.seal(data, content_id=content_id, kind=kind, purpose=purpose, by=ENGINE.id, now=now)
    return None


def _count(work: Work, claim: LookBack, *, has_content: bool) -> None:
    """Count an item that was raised."""
    kept = work.look_backs.get(claim.id)
    work.look_backs.save(
        replace(
            kept,
            raised=kept.raised + 1,
            without_content=kept.without_content + (not has_content),
            version=kept.version + 1,
        )
    )


def _raised_act(
    item: Item, decision: Decision, claim: LookBack, *, case: str | None, has_content: bool, now: datetime
) -> Act:
    facts: dict[str, Fact] = {
        "surface": item.surface,
        "kind": item.kind,
        "content": item.content_id,
        "from": item.step,
        "to": decision.step,
        "gravity": gravity(decision.step),
        "decision": decision.id,
        "case": case,
        "has_content": has_content,
        "matches": len(decision.matches),
        "policy": decision.policy_version,
        "look_back": claim.id,
        "list": claim.list_name,
    }
    rules = ", ".join(sorted({reason.rule for reason in decision.reasons}))
    return Act(act="item.look-back", on=item.id, by=ENGINE.id, at=now, why=rules, facts=facts)
