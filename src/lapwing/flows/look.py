"""A person looks at sealed content: that they did is kept before they see anything."""

from dataclasses import dataclass
from datetime import datetime

from lapwing.cases.claims import NotInHand
from lapwing.model.acts import Act
from lapwing.model.errors import NotPermitted
from lapwing.model.evidence import Exposure, ExposureStep, Sealed
from lapwing.model.people import Actor, Permission
from lapwing.model.vault import Vault
from lapwing.model.works import NewId, Work, Works


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What may be shown now. untrusted_data: as it was sealed; it never goes to a browser as it is."""

    sealed: Sealed
    untrusted_data: bytes
    step: ExposureStep


def look(
    sealed_id: str,
    case_id: str,
    step: ExposureStep,
    *,
    works: Works,
    vault: Vault,
    new_id: NewId,
    by: Actor,
    now: datetime,
) -> Seen:
    """Return sealed content for somebody who has the case in hand, once that is recorded.

    Raises:
        NotPermitted: *by* may not, has not the case in hand (NotInHand), or the content is not of that case.
        Erased, IntegrityLost, Unavailable: as Vault.open.
        Missing: there is no such case or object.
    """
    blurred = step is ExposureStep.BLURRED
    by.require(Permission.EVIDENCE_VIEW if blurred else Permission.EVIDENCE_REVEAL)
    sealed = works.run(lambda work: _allowed(work, sealed_id, case_id, by=by, now=now))
    data = vault.open(sealed)

    def write(work: Work) -> None:
        work.exposures.add(
            Exposure(id=new_id("x"), sealed=sealed.id, case=case_id, by=by.id, at=now, step=step)
        )
        facts = {"sealed": sealed.id, "step": step}
        work.record(Act(act="evidence.view", on=case_id, by=by.id, at=now, facts=facts))

    works.run(write)
    return Seen(sealed=sealed, untrusted_data=data, step=step)


def _allowed(work: Work, sealed_id: str, case_id: str, *, by: Actor, now: datetime) -> Sealed:
    case, sealed = work.cases.get(case_id), work.sealed.get(sealed_id)
    if case.claimed_by != by.id or case.claimed_until is None or case.claimed_until <= now:
        raise NotInHand
    if sealed.item not in case.items:
        raise NotPermitted("this is not of that case")
    return sealed
