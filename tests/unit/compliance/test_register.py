"""How rows stand that no check answers for, and what the register refuses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lapwing.compliance.catalogue import NOT_REREAD, BadCatalogue
from lapwing.compliance.examples import GOOD, NOW, attestation, without
from lapwing.compliance.facts import Facts
from lapwing.compliance.port import Check, Status
from lapwing.compliance.register import Assessment, RowStatus, Shown, all_checks, assess
from lapwing.compliance.treatment import Code
from lapwing.service.code_text import read_code

CODE = read_code()
CHECKS = all_checks()


def assessed(facts: Facts = GOOD, *, code: Code = CODE) -> Assessment:
    return assess(code, CHECKS, facts, now=NOW)


def row_of(row: str, facts: Facts = GOOD) -> RowStatus:
    return next(each for each in assessed(facts).rows if each.requirement.id == row)


def test_every_row_is_told_once_and_counted() -> None:
    found = assessed()
    assert [row.requirement.id for row in found.rows] == list(CODE.catalogue.rows)
    assert sum(found.counts.values()) == len(CODE.catalogue.rows)
    assert set(found.counts) == set(Status)
    assert found.counts[Status.CONTEXT] == len(CODE.treatment.context)


def test_every_row_says_why() -> None:
    for row in assessed(Facts(as_of=NOW)).rows:
        assert row.why.endswith("."), row.requirement.id


def test_context_has_its_reason() -> None:
    row = row_of("IICSA.2")
    assert (row.status, row.why) == (Status.CONTEXT, CODE.treatment.context["IICSA.2"])


def test_what_nothing_meets_is_not_built_and_says_what_would_meet_it() -> None:
    row = row_of("P2.A1")
    assert (row.status, row.shown_by) == (Status.NOT_BUILT, Shown.NOTHING)
    assert CODE.catalogue.rows["P2.A1"].capability in row.why


def test_a_row_from_background_knowledge_says_so_whatever_its_status() -> None:
    assert row_of("ICU-C9.tune").caution == NOT_REREAD
    assert row_of("ICU-C9").caution == ""


def test_an_attested_row_is_met_until_the_statement_expires() -> None:
    stated = replace(GOOD, attestations=(attestation("ICU-A2"),))
    row = row_of("ICU-A2", stated)
    assert (row.status, row.shown_by) == (Status.MET, Shown.ATTESTATION)
    assert "person:lea" in row.why
    ended = replace(attestation("ICU-A2").attestation, expires_at=NOW)
    late = replace(GOOD, attestations=(replace(attestation("ICU-A2"), attestation=ended),))
    assert row_of("ICU-A2", late).status is Status.DUE
    assert "expired" in row_of("ICU-A2", late).why


def test_a_statement_from_the_future_does_not_count() -> None:
    early = attestation("ICU-A2", at=NOW + timedelta(days=1))
    assert row_of("ICU-A2", replace(GOOD, attestations=(early,))).status is Status.DUE


def test_a_withdrawn_statement_is_told_as_such() -> None:
    taken = replace(attestation("ICU-A2").attestation, withdrawn_at=NOW, withdrawn_by="person:lea")
    facts = replace(GOOD, attestations=(replace(attestation("ICU-A2"), attestation=taken),))
    assert (row_of("ICU-A2", facts).status, "withdrawn" in row_of("ICU-A2", facts).why) == (Status.DUE, True)


def test_a_statement_that_the_ledger_does_not_have_fails_its_row() -> None:
    forged = replace(attestation("ICU-A2"), is_as_stated=False)
    assert row_of("ICU-A2", replace(GOOD, attestations=(forged,))).status is Status.FAILING


def test_an_attested_row_without_a_statement_is_due() -> None:
    assert row_of("ICU-A2", without("ICU-A2")).status is Status.DUE


@pytest.mark.parametrize("rows", [{"ZZ.1"}, {"P1.G2"}, {"IICSA.2"}, {"P1.T1"}])
def test_a_check_answers_for_a_row_of_its_own_that_there_is(rows: set[str]) -> None:
    class Greedy:
        """Another check with other rows."""

        manifest = CHECKS["own_list"].manifest
        needs = CHECKS["own_list"].needs
        examples = CHECKS["own_list"].examples
        look = CHECKS["own_list"].look

        def __init__(self) -> None:
            self.rows = frozenset(rows)

    greedy: Check = Greedy()
    with pytest.raises(BadCatalogue):
        assess(CODE, {**CHECKS, "zz": greedy}, GOOD, now=NOW)
