"""What the demo's moderators find follows from who made it, and only what two people saw counts as known."""

import pytest

from lapwing.cases.deciding import check
from lapwing.model.cases import Basis, Finding, FindingKind
from lapwing.model.lists import Category
from lapwing.service.demo.harbour.found import BY_LIST, HARMLESS, meant
from lapwing.service.demo.harbour.more import STAY_OUT
from lapwing.service.demo.registers import LISTS, TERMS, VERIFIED
from tests.spine_material import NOW


@pytest.mark.parametrize("name", BY_LIST)
def test_every_finding_is_one_that_can_be_kept(name: str) -> None:
    found = BY_LIST[name]
    finding = Finding(
        id="f-1",
        case="case-1",
        kind=found.kind,
        category=Category.B if found.is_of_picture else Category.NONE,
        basis=found.basis,
        why=found.why,
        by="person:ann",
        at=NOW,
    )
    check(finding)
    assert found.why.startswith("Demonstration: ")


def test_something_is_found_of_every_list_of_harbours() -> None:
    assert {each.name for each in LISTS} - STAY_OUT <= BY_LIST.keys()


def test_the_gravest_list_decides_and_nothing_listed_is_harmless() -> None:
    assert meant(["", TERMS.name, VERIFIED.name]).kind is FindingKind.CSAM
    assert meant(["", "unheard-of"]) is HARMLESS
    assert meant([TERMS.name]).basis is Basis.TERMS
    assert meant([VERIFIED.name]).is_confirmed
    assert not meant([TERMS.name]).is_confirmed
