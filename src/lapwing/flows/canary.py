"""Canaries: harmless content on a list of ours takes the path that everything takes, to see it stopped.

What became of each is read from the decision about it. Its case is closed at once and its sealed copies are
erased, for there is nothing for a person to decide; no webhook is owed and nothing is learnt from it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lapwing.flows.admit import Admitted, Arrival, Desk, admit
from lapwing.flows.change_entries import NewEntry
from lapwing.flows.erase import erased, erasure
from lapwing.flows.learn import OwnLists
from lapwing.flows.screen import Kit, screen
from lapwing.model.acts import Act, Fact
from lapwing.model.canary import CANARY_ACCOUNT, CANARY_LIST, CanarySort
from lapwing.model.cases import CaseState
from lapwing.model.content import Grain, content_id
from lapwing.model.decision import Context, Decision, Step, Surface
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.people import ENGINE, Permission
from lapwing.model.ports import Measurer
from lapwing.model.signals import Region, Turn
from lapwing.model.works import Work
from lapwing.policy.basis import NoBasis

ACT = "canary.run"
LEAST_QUALITY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """What is sent: harmless bytes of a kind."""

    sort: CanarySort
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a canary on a surface. step: None where the surface may not be screened."""

    sort: CanarySort
    surface: str
    step: Step | None
    matched: bool


def list_canaries(
    entries: Sequence[NewEntry], picture: bytes, *, own: OwnLists, measurer: Measurer, now: datetime
) -> None:
    """Put on the canaries' list what is not there yet: some entries, and the fingerprint of a picture.

    Raises:
        Unavailable: the list cannot be changed now.
    """
    ENGINE.require(Permission.LIST_WRITE)
    wanted = {each.entry_id: each for each in (*entries, *_looks(picture, measurer))}
    there = own.active(CANARY_LIST, wanted)
    missing = tuple(each for entry_id, each in sorted(wanted.items()) if entry_id not in there)
    if missing:
        own.put(CANARY_LIST, missing, by=ENGINE.id, why="canaries", now=now)


def run_canaries(
    canaries: Sequence[Canary],
    *,
    surfaces: Sequence[Surface],
    kit: Callable[[], Kit],
    desk: Desk,
    now: datetime,
) -> tuple[Sent, ...]:
    """Send every canary to every surface, and record how many were matched.

    kit: gives one that knows the canaries' list.

    Raises:
        Unavailable: something that screening needs does not answer; what was sent until then is kept.
        IntegrityLost: a list is not what was written.
    """
    ENGINE.require(Permission.SCREEN)
    present = kit()
    sent = tuple(
        _sent(canary, place, kit=present, desk=desk, now=now) for place in surfaces for canary in canaries
    )
    desk.works.run(lambda work: work.record(_run(sent, now=now)))
    return sent


def _looks(picture: bytes, measurer: Measurer) -> Iterator[NewEntry]:
    """Give the fingerprints of a picture as it is."""
    measured = measurer.measure(picture, kind="image", grain=Grain.EXACT)
    upright = (
        each
        for each in measured.signals
        if each.kind == "pdq"
        and (each.where.turn, each.where.region) == (Turn.UPRIGHT, Region.WHOLE)
        and (each.quality or 0) >= LEAST_QUALITY
    )
    for value in sorted({each.value for each in upright}):
        yield NewEntry(kind="pdq", value=value, entry_id=f"canary.pdq.{value[:16]}", item="canary.image")


def _sent(canary: Canary, place: Surface, *, kit: Kit, desk: Desk, now: datetime) -> Sent:
    try:
        screened = screen(
            canary.data, kind=canary.kind, context=Context(surface=place), kit=kit, today=now.date()
        )
    except NoBasis:
        return Sent(sort=canary.sort, surface=place.name, step=None, matched=False)
    arrival = Arrival(
        reference=canary.sort.reference,
        surface=place,
        account=CANARY_ACCOUNT,
        kind=canary.kind,
        content_id=content_id(canary.kind, canary.data),
        untrusted_data=canary.data,
    )
    admitted = admit(arrival, screened, desk=desk, by=ENGINE, now=now)
    for sealed in desk.works.run(lambda work: _cleared(work, admitted, now=now)):
        desk.vault.discard(sealed)
    return Sent(
        sort=canary.sort, surface=place.name, step=admitted.item.step, matched=is_matched(screened.decision)
    )


def is_matched(decision: Decision) -> bool:
    """Say whether a decision was made for an entry of the canaries' list."""
    return any(match.entry.list_name == CANARY_LIST for match in decision.matches)


def _cleared(work: Work, admitted: Admitted, *, now: datetime) -> list[Sealed]:
    """Close the canary's case, erase what was sealed of it, and return that."""
    if admitted.case is not None:
        _close(work, admitted.case, now=now)
    return [
        _erase(work, sealed, now=now)
        for sealed in work.sealed.of_content(admitted.item.content_id, purpose=Purpose.EVIDENCE)
        if sealed.item == admitted.item.id
    ]


def _close(work: Work, case_id: str, *, now: datetime) -> None:
    """Close a case that holds nothing but canaries; somebody may have sent the same content."""
    case = work.cases.get(case_id)
    if any(work.items.get(item).account != CANARY_ACCOUNT for item in case.items):
        return
    work.cases.save(
        replace(
            case,
            state=CaseState.DECIDED,
            decided_at=now,
            claimed_by=None,
            claimed_until=None,
            version=case.version + 1,
        )
    )
    work.record(Act(act="canary.close", on=case.id, by=ENGINE.id, at=now, why="a canary of our own"))


def _erase(work: Work, sealed: Sealed, *, now: datetime) -> Sealed:
    work.record(erasure(sealed, why="a canary of our own", by=ENGINE.id, now=now))
    after = erased(sealed, now=now)
    work.sealed.save(after)
    return after


def _run(sent: Sequence[Sent], *, now: datetime) -> Act:
    tried = [each for each in sent if each.step is not None]
    facts: dict[str, Fact] = {
        "sent": len(tried),
        "matched": sum(each.matched for each in tried),
        "missed": tuple(f"{each.sort} on {each.surface}" for each in tried if not each.matched),
        "without_basis": tuple(sorted({each.surface for each in sent if each.step is None})),
    }
    return Act(act=ACT, on=CANARY_LIST, by=ENGINE.id, at=now, facts=facts)
