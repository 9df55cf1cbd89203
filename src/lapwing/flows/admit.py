"""Content arrives: decided about, sealed where that is owed, its case opened, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lapwing.flows.erase import erased, erasure
from lapwing.flows.keep_evidence import keep_evidence
from lapwing.flows.put_in_case import put_in_case
from lapwing.flows.reconsider import is_in_doubt, standing
from lapwing.flows.remember import remembered
from lapwing.flows.screen import Screened
from lapwing.flows.tell_platform import tell
from lapwing.model.acts import Act, Fact
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.content import ContentId
from lapwing.model.decision import Decision, Obligation, Step, Surface, gravity
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.people import ENGINE, Actor, Permission
from lapwing.model.platform import LET_IN, Item, ItemState, state_for
from lapwing.model.vault import Vault
from lapwing.model.works import NewId, Work, Works


class NotWaiting(BadInput):
    """The item's screening is finished already."""

    code = "lapwing.not-waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Something that the platform asks about.

    reference: what the platform calls it; account: the platform's id of who sent it, or None.
    """

    reference: str
    surface: Surface
    account: str | None
    kind: str
    content_id: ContentId
    untrusted_data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What admitting needs of the world. remembers: what content is known by is kept, to look back later."""

    works: Works
    vault: Vault
    new_id: NewId
    remembers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What became of an arrival. decision: None while its screening is not finished. case: its id, if any."""

    item: Item
    decision: Decision | None
    case: str | None = None


def admit(arrival: Arrival, screened: Screened, *, desk: Desk, by: Actor, now: datetime) -> Admitted:
    """Keep the decision about *arrival*, with all that it sets going, or nothing of it.

    Content that is to be preserved is sealed before the record of it, so that there is none without it.

    Raises:
        NotPermitted: *by* may not screen.
        Unavailable: the vault or the database does not answer; nothing was kept.
    """
    _require(by, arrival)
    item = _item(arrival, desk.new_id("i"), now=now)
    sealed = _evidence(arrival, screened.decision, desk.vault, now=now)

    def write(work: Work) -> Admitted:
        return _kept(work, item, screened, sealed, desk=desk, by=by, now=now, is_new=True)

    admitted = desk.works.run(write)
    _discard_unused(sealed, admitted, desk.vault)
    return admitted


def admit_all(
    decided: Sequence[tuple[Arrival, Screened]], *, desk: Desk, by: Actor, now: datetime
) -> tuple[Admitted, ...]:
    """Do for several arrivals what `admit` does for one: all of it is kept together, or nothing.

    Raises:
        NotPermitted: *by* may not screen.
        Unavailable: the vault or the database does not answer; nothing was kept.
    """
    _require(by, *(arrival for arrival, _ in decided))
    prepared = [(_item(arrival, desk.new_id("i"), now=now), screened) for arrival, screened in decided]
    sealed = [_evidence(arrival, screened.decision, desk.vault, now=now) for arrival, screened in decided]

    def write(work: Work) -> tuple[Admitted, ...]:
        return tuple(
            _kept(work, item, screened, evidence, desk=desk, by=by, now=now, is_new=True)
            for (item, screened), evidence in zip(prepared, sealed, strict=True)
        )

    kept = desk.works.run(write)
    for evidence, admitted in zip(sealed, kept, strict=True):
        _discard_unused(evidence, admitted, desk.vault)
    return kept


def postpone(arrival: Arrival, *, desk: Desk, by: Actor, now: datetime) -> Admitted:
    """Keep *arrival* until its screening is finished; until then the surface's consequence is in force.

    Raises:
        NotPermitted: *by* may not screen.
        Unavailable: the vault or the database does not answer; nothing was kept.
    """
    _require(by, arrival)
    step = arrival.surface.on_unknown
    item = replace(_item(arrival, desk.new_id("i"), now=now), step=step)
    spooled = _sealed(arrival, Purpose.SCREENING, desk.vault, now=now)

    def write(work: Work) -> Admitted:
        work.items.add(item)
        work.sealed.add(replace(spooled, item=item.id))
        work.record(
            Act(act="item.wait", on=item.id, by=by.id, at=now, why="not finished in time", facts=_facts(item))
        )
        return Admitted(item=item, decision=None)

    return desk.works.run(write)


def finish(item_id: str, arrival: Arrival, screened: Screened, *, desk: Desk, now: datetime) -> Admitted:
    """Keep the decision about an item that waited, and tell the platform what to do with it.

    Raises:
        NotWaiting: somebody else has finished it; nothing was changed.
        Unavailable: the vault or the database does not answer; nothing was kept.
    """
    sealed = _evidence(arrival, screened.decision, desk.vault, now=now)

    def write(work: Work) -> Admitted:
        item = work.items.get(item_id)
        if item.state is not ItemState.WAITING:
            raise NotWaiting
        admitted = _kept(work, item, screened, sealed, desk=desk, by=ENGINE, now=now, is_new=False)
        tell(work, admitted.item, because=screened.decision.id, new_id=desk.new_id, now=now)
        _forget_spooled(work, admitted.item, now=now)
        return admitted

    admitted = desk.works.run(write)
    _discard_unused(sealed, admitted, desk.vault)
    return admitted


def _require(by: Actor, *arrivals: Arrival) -> None:
    """Do nothing where *by* may have these screened.

    Raises:
        NotPermitted: they may not, or a platform's account is called like the one that canaries come from.
    """
    by.require(Permission.SCREEN)
    if by != ENGINE and any(each.account == CANARY_ACCOUNT for each in arrivals):
        raise NotPermitted("this account's name is reserved")


def _item(arrival: Arrival, item_id: str, *, now: datetime) -> Item:
    return Item(
        id=item_id,
        reference=arrival.reference,
        surface=arrival.surface.name,
        account=arrival.account,
        kind=arrival.kind,
        content_id=arrival.content_id,
        received_at=now,
        state=ItemState.WAITING,
        step=Step.HOLD,
    )


def _evidence(arrival: Arrival, decision: Decision, vault: Vault, *, now: datetime) -> Sealed | None:
    """Return what was sealed: all that a person will have to look at, and all that is to be preserved."""
    if not _is_owed(decision) and not is_in_doubt(decision):
        return None
    return _sealed(arrival, Purpose.EVIDENCE, vault, now=now)


def _is_owed(decision: Decision) -> bool:
    return decision.case is not None or Obligation.PRESERVE in decision.obligations


def _discard_unused(sealed: Sealed | None, admitted: Admitted, vault: Vault) -> None:
    """Delete what was sealed for a doubt that was none."""
    decision = admitted.decision
    if sealed is not None and decision is not None and not _is_owed(decision) and admitted.case is None:
        vault.discard(sealed)


def _sealed(arrival: Arrival, purpose: Purpose, vault: Vault, *, now: datetime) -> Sealed:
    return vault.seal(
        arrival.untrusted_data,
        content_id=arrival.content_id,
        kind=arrival.kind,
        purpose=purpose,
        by=ENGINE.id,
        now=now,
    )


def _kept(
    work: Work,
    item: Item,
    screened: Screened,
    sealed: Sealed | None,
    *,
    desk: Desk,
    by: Actor,
    now: datetime,
    is_new: bool,
) -> Admitted:
    """Write everything that follows from the decision about *item*."""
    decision = screened.decision
    stands = standing(work, item.content_id, decision, new_id=desk.new_id, now=now)
    decided = replace(
        item,
        state=state_for(stands.step),
        step=stands.step,
        decided_by=stands.because,
        version=item.version if is_new else item.version + 1,
    )
    (work.items.add if is_new else work.items.save)(decided)
    work.decisions.keep(decision, item=item.id, at=now)
    if desk.remembers and decided.state in LET_IN:
        _remember(work, screened, now=now)
    case = None
    if sealed is not None and (_is_owed(decision) or stands.call is not None):
        keep_evidence(work, item, sealed, now=now)
    if stands.call is not None:
        case = put_in_case(work, decided, stands.call, new_id=desk.new_id, now=now)
    work.record(
        Act(
            act="item.screen",
            on=item.id,
            by=by.id,
            at=now,
            why=", ".join(sorted({reason.rule for reason in decision.reasons})),
            facts={
                **_facts(decided),
                "decision": decision.id,
                "case": case,
                "matches": len(decision.matches),
                "gaps": len(decision.gaps),
                "policy": decision.policy_version,
            },
        )
    )
    return Admitted(item=decided, decision=decision, case=case)


def _remember(work: Work, screened: Screened, *, now: datetime) -> None:
    """Keep what the content is known by, so that lists can still be compared with it when they change."""
    known_by = remembered(screened.measured, now=now)
    if known_by is not None:
        work.memory.put(known_by)


def _forget_spooled(work: Work, item: Item, *, now: datetime) -> None:
    """Destroy the keys of what was kept only to be screened."""
    for spooled in work.sealed.of_content(item.content_id, purpose=Purpose.SCREENING):
        if spooled.item != item.id:
            continue  # the same content waits at another place too
        work.record(erasure(spooled, why="screening is finished", by=ENGINE.id, now=now))
        work.sealed.save(erased(spooled, now=now))


def _facts(item: Item) -> dict[str, Fact]:
    return {
        "surface": item.surface,
        "kind": item.kind,
        "content": item.content_id,
        "step": item.step,
        "gravity": gravity(item.step),
    }
