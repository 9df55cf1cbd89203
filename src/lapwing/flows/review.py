"""A person takes a case, decides it with a reason, or takes a decision back; its items follow at once."""

from dataclasses import dataclass, replace
from datetime import datetime

from lapwing.cases import claims
from lapwing.cases.deciding import UNDECIDED, NothingToUndo, check, decided, step_after, undone
from lapwing.flows.learn import owe_learning
from lapwing.flows.tell_platform import tell
from lapwing.model.acts import Act, Fact
from lapwing.model.cases import Basis, Case, Finding, FindingKind
from lapwing.model.decision import Step
from lapwing.model.lists import Category
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import Item, ItemState, state_for
from lapwing.model.works import NewId, Work, Works

CLAIM = "case.claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a person says of a case. version: of the case that they saw; None for whichever is kept."""

    kind: FindingKind
    why: str
    basis: Basis = Basis.LAW
    category: Category = Category.NONE
    version: int | None = None


def claim(case_id: str, *, works: Works, by: Actor, now: datetime) -> Case:
    """Take a case in hand.

    Raises:
        NotPermitted: *by* may not, or somebody else has it (InOtherHands), or it is decided (AlreadyDecided).
        Missing: there is no such case.
    """
    by.require(Permission.CASE_CLAIM)
    return works.run(lambda work: _claimed(work, work.cases.get(case_id), by=by, now=now))


def claim_next(queue: str | None, *, works: Works, by: Actor, now: datetime) -> Case | None:
    """Take the case that comes next in *queue*, or in any; None where there is none to take.

    Raises:
        NotPermitted: *by* may not.
    """
    by.require(Permission.CASE_CLAIM)

    def write(work: Work) -> Case | None:
        case = work.cases.next_in(queue, now=now, not_by=by.id)
        return None if case is None else _claimed(work, case, by=by, now=now)

    return works.run(write)


def hand_back(case_id: str, *, works: Works, by: Actor, now: datetime) -> Case:
    """Give a case back to its queue.

    Raises:
        NotPermitted: *by* may not, or it is in somebody else's hands.
        Missing: there is no such case.
    """
    by.require(Permission.CASE_CLAIM)

    def write(work: Work) -> Case:
        after = claims.handed_back(work.cases.get(case_id), by=by.id, now=now)
        work.cases.save(after)
        work.record(Act(act="case.hand-back", on=case_id, by=by.id, at=now))
        return after

    return works.run(write)


def decide_case(
    case_id: str, found: Found, *, works: Works, new_id: NewId, by: Actor, now: datetime
) -> Finding:
    """Keep a finding and put it into force for every item of the case, telling the platform.

    Raises:
        NotPermitted: *by* may not, the case is somebody else's or decided, or they decided it first.
        Changed: it is not the version that they saw.
        BadFinding: the finding does not say what it has to.
        Missing: there is no such case.
    """
    by.require(Permission.CASE_DECIDE)
    finding = Finding(
        id=new_id("f"),
        case=case_id,
        kind=found.kind,
        category=found.category,
        basis=found.basis,
        why=found.why.strip(),
        by=by.id,
        at=now,
    )
    check(finding)

    def write(work: Work) -> Finding:
        case = work.cases.get(case_id)
        first = work.findings.get(case.finding) if case.finding else None
        after = decided(case, finding, first=first, now=now)
        if found.version is not None:
            after = replace(after, version=found.version + 1)  # keeping it says whether that was the last
        work.findings.add(finding)
        work.cases.save(after)
        _put_into_force(work, after, finding, new_id=new_id, now=now)
        owe_learning(work, case_id, new_id=new_id, now=now)
        work.record(_decided_act(after, finding))
        return finding

    return works.run(write)


def undo(case_id: str, *, why: str, works: Works, new_id: NewId, by: Actor, now: datetime) -> Case:
    """Take back the finding in force: the case is open again and its items are out of sight until decided.

    Raises:
        NotPermitted: *by* may not.
        NothingToUndo: the case is not decided. BadFinding: there is no reason.
        Missing: there is no such case.
    """
    by.require(Permission.CASE_UNDO)

    def write(work: Work) -> Case:
        case = work.cases.get(case_id)
        finding = _in_force(work, case)
        opened, taken_back = undone(case, finding, by=by.id, why=why, now=now)
        work.cases.save(opened)
        work.findings.save(taken_back)
        owe_learning(work, case_id, new_id=new_id, now=now)
        for item_id in opened.items:
            _now_at(work, work.items.get(item_id), Step.HOLD, because=finding.id, new_id=new_id, now=now)
        work.record(
            Act(act="case.undo", on=case.id, by=by.id, at=now, why=why, facts={"finding": finding.id})
        )
        return opened

    return works.run(write)


def _in_force(work: Work, case: Case) -> Finding:
    """Return the finding by which *case* is decided.

    Raises:
        NothingToUndo: there is none.
    """
    if case.finding is None:
        raise NothingToUndo
    return work.findings.get(case.finding)


def _put_into_force(work: Work, case: Case, finding: Finding, *, new_id: NewId, now: datetime) -> None:
    """Bring every item of the case to the step that follows from the finding."""
    step = step_after(finding.kind)
    for item_id in case.items:
        _now_at(work, work.items.get(item_id), step, because=finding.id, new_id=new_id, now=now)


def _now_at(work: Work, item: Item, step: Step, *, because: str, new_id: NewId, now: datetime) -> None:
    """Bring an item to a step, and tell the platform where that changes anything."""
    if item.step is step and item.state is not ItemState.WAITING:
        return
    after = replace(item, step=step, state=state_for(step), decided_by=because, version=item.version + 1)
    work.items.save(after)
    tell(work, after, because=because, new_id=new_id, now=now)
    facts: dict[str, Fact] = {"from": item.step, "to": step, "because": because}
    work.record(Act(act="item.step", on=item.id, by="engine", at=now, facts=facts))


def _claimed(work: Work, case: Case, *, by: Actor, now: datetime) -> Case:
    """Take a case, and record how long a graver one has waited that *by* could have taken instead."""
    after = claims.claimed(case, by=by.id, now=now)
    graver = work.cases.oldest_above(case.priority, now=now, not_by=by.id)
    facts: dict[str, Fact] = {
        "queue": case.queue,
        "priority": case.priority,
        "again": case.claimed_by == by.id and case.claimed_until is not None and now < case.claimed_until,
        "graver_seconds": None if graver is None else int((now - graver.opened_at).total_seconds()),
    }
    work.cases.save(after)
    work.record(Act(act=CLAIM, on=case.id, by=by.id, at=now, facts=facts))
    return after


def _decided_act(case: Case, finding: Finding) -> Act:
    facts: dict[str, Fact] = {
        "finding": finding.id,
        "kind": finding.kind,
        "category": finding.category,
        "basis": finding.basis,
        "items": len(case.items),
        "queue": case.queue,
        "state": case.state,
        "open_seconds": int((finding.at - case.opened_at).total_seconds()),
    }
    name = "case.second" if finding.kind in UNDECIDED else "case.decide"
    return Act(act=name, on=case.id, by=finding.by, at=finding.at, why=finding.why, facts=facts)
