"""Every statement of the demo can be kept, says that it is made up, and is made where the code takes one."""

from collections import Counter

from lapwing.compliance.parts import APPLICABLE
from lapwing.flows.attest import LONGEST_STATEMENT
from lapwing.service.code_text import read_code
from lapwing.service.demo.harbour.staff import STAFF
from lapwing.service.demo.harbour.statements import REVIEWERS, all_said

LATER = frozenset({"P2.A3", "P3.A4", "P4.A4", "P5.A5", "NCA.2", "OSA-RAG.3", "INFRA.2", "ICS-A1", "P10.G1"})
"""What nobody could say of Harbour: it is not built, not sent, not so, or not what Harbour is."""


def test_each_is_about_a_row_that_takes_one_and_says_that_it_is_made_up() -> None:
    treatment = read_code().treatment
    for said in all_said():
        assert said.row in treatment.attest
        assert (said.answer in {"yes", "no"}) is said.row.startswith(treatment.questions)
        assert said.says.startswith("Demonstration: Harbour and everybody in it are made up")
        assert len(said.says) <= LONGEST_STATEMENT


def test_nothing_is_said_twice_and_nothing_that_cannot_be() -> None:
    said = all_said()
    assert [
        each for each, count in Counter((each.row, each.about) for each in said).items() if count > 1
    ] == []
    assert {each.row for each in said} & LATER == set()


def test_every_principle_and_everybody_who_may_look_is_spoken_of() -> None:
    said = all_said()
    assert {each.about for each in said if each.row == "INT.2"} == set(APPLICABLE)
    looking = {each.actor.id for each in STAFF if "evidence.view" in each.actor.may}
    assert {each.about for each in said if each.row == "P1.G7"} == looking == {e.actor.id for e in REVIEWERS}
