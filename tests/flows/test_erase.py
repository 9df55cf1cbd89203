"""What is erased is gone for good, by somebody who may, for a reason, and not while it is still needed."""

import pytest

from lapwing.flows.admit import admit
from lapwing.flows.erase import StillNeeded, erase
from lapwing.flows.look import look
from lapwing.flows.review import Found, claim, decide_case
from lapwing.model.cases import FindingKind
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.evidence import ExposureStep, Purpose, Sealed
from lapwing.model.lists import Closeness
from lapwing.model.people import Actor
from lapwing.model.vault import Erased
from tests.policy_material import match
from tests.spine_material import ANN, BEN, LEAD, NOW, PLATFORM, World, arrival, screened, world

HARMLESS = Found(kind=FindingKind.NOT, why="a landscape")


def sealed_case() -> tuple[World, str, Sealed]:
    here, come = world(), arrival()
    near = match(kind="pdq", closeness=Closeness.NEAR)
    case_id = admit(come, screened(come, near), desk=here.desk, by=PLATFORM, now=NOW).case
    assert case_id
    (sealed,) = here.works.run(lambda w: w.sealed.of_content(come.content_id, purpose=Purpose.EVIDENCE))
    return here, case_id, sealed


def erase_by(here: World, sealed: Sealed, by: Actor = LEAD, why: str = "no longer needed") -> Sealed:
    return erase(sealed.id, why=why, works=here.works, vault=here.vault, by=by, now=NOW)


def test_what_is_erased_is_gone_from_the_vault_and_the_ledger_certifies_it() -> None:
    here, case_id, sealed = sealed_case()
    decide_case(case_id, HARMLESS, works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    after = erase_by(here, sealed)
    assert not here.vault.objects
    assert after.wrapped_key == b""
    assert (here.works.lines[-1].act, here.works.lines[-1].on) == ("sealed.erase", after.certificate)
    with pytest.raises(Erased):
        here.vault.open(after)
    with pytest.raises(Erased):
        erase_by(here, sealed)


def test_what_an_open_case_needs_is_not_erased() -> None:
    here, _, sealed = sealed_case()
    with pytest.raises(StillNeeded):
        erase_by(here, sealed)
    assert here.vault.objects


@pytest.mark.parametrize(("by", "why", "fault"), [(ANN, "a reason", NotPermitted), (LEAD, " ", BadInput)])
def test_only_who_may_erases_and_for_a_reason(by: Actor, why: str, fault: type[Exception]) -> None:
    here, case_id, sealed = sealed_case()
    decide_case(case_id, HARMLESS, works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    with pytest.raises(fault):
        erase_by(here, sealed, by, why)
    assert here.vault.objects


def test_who_looks_has_the_case_in_hand_and_is_in_the_ledger_before_they_see() -> None:
    here, case_id, sealed = sealed_case()

    def see(by: Actor) -> bytes:
        seen = look(
            sealed.id,
            case_id,
            ExposureStep.BLURRED,
            works=here.works,
            vault=here.vault,
            new_id=here.new_id,
            by=by,
            now=NOW,
        )
        return seen.untrusted_data

    with pytest.raises(NotPermitted):
        see(ANN)
    claim(case_id, works=here.works, by=ANN, now=NOW)
    with pytest.raises(NotPermitted):
        see(BEN)
    assert see(ANN) == b"x"
    (exposure,) = here.works.run(lambda w: w.exposures.of_sealed(sealed.id))
    assert (exposure.by, exposure.step, exposure.case) == (ANN.id, ExposureStep.BLURRED, case_id)
    assert here.acts[-1] == "evidence.view"
