"""People attest what no record shows; the ledger has the digest and not the words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows.attest import (
    LARGEST_ATTACHMENT,
    LONGEST_STATEMENT,
    BadAttestation,
    Statement,
    attest,
    withdraw,
)
from lapwing.model.attestations import Attestation
from lapwing.model.errors import NotPermitted
from lapwing.model.people import Actor
from lapwing.model.works import Missing
from lapwing.service.code_text import read_code
from tests.spine_material import ANN, LEAD, NOW, World, world

DAY = timedelta(days=1)


def stated(here: World, *, by: Actor = LEAD, row: str = "ICU-A2", **more: Any) -> Attestation:  # noqa: ANN401  # fields of a Statement
    said = {"text": "The minutes of May name her.", "expires_at": NOW + 365 * DAY, **more}
    return attest(
        Statement(row=row, **said),
        code=read_code(),
        policy_version="p",
        works=here.works,
        vault=here.vault,
        new_id=here.new_id,
        by=by,
        now=NOW,
    )


def test_a_statement_is_kept_with_its_line() -> None:
    here = world()
    kept = stated(here)
    assert here.works.run(lambda work: list(work.attestations.of_row("ICU-A2"))) == [kept]
    act = act_of(here.works.lines[-1].text)
    assert (act.act, act.on, act.by) == ("attestation.state", kept.id, LEAD.id)
    assert act.facts["digest"] == kept.digest


def test_the_words_stay_out_of_the_ledger() -> None:
    here = world()
    stated(here, about="person:ann")
    assert b"minutes" not in here.works.lines[-1].text
    assert b"person:ann" not in here.works.lines[-1].text


def test_an_attachment_is_sealed_and_named() -> None:
    here = world()
    kept = stated(here, untrusted_attachment=b"%PDF")
    assert kept.attachment
    sealed = here.works.run(lambda work: work.sealed.get(kept.attachment or ""))
    assert here.vault.open(sealed) == b"%PDF"
    assert act_of(here.works.lines[-1].text).facts["attachment_sha256"] == sealed.sha256_hex


def test_whoever_may_not_attest_does_not() -> None:
    here = world()
    with pytest.raises(NotPermitted):
        stated(here, by=ANN)
    assert not here.acts


@pytest.mark.parametrize(
    "more",
    [
        {"row": "P2.A1"},
        {"row": "ZZ.1"},
        {"row": "IICSA.2"},
        {"text": " "},
        {"text": "x" * (LONGEST_STATEMENT + 1)},
        {"about": "x" * 201},
        {"expires_at": NOW},
        {"expires_at": NOW + 365 * DAY + timedelta(seconds=1)},
        {"row": "P9.A1", "expires_at": NOW + 31 * DAY},
        {"row": "A4.Q1"},
        {"row": "A4.Q1", "answer": "perhaps"},
        {"untrusted_attachment": bytes(LARGEST_ATTACHMENT + 1)},
    ],
)
def test_what_cannot_be_attested_is_refused(more: dict[str, Any]) -> None:
    here = world()
    with pytest.raises(BadAttestation):
        stated(here, **more)
    assert not here.acts


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_question_is_answered(answer: str) -> None:
    assert stated(world(), row="A4.Q1", answer=answer).answer == answer


def test_a_statement_taken_back_counts_no_more_and_stays() -> None:
    here = world()
    kept = stated(here)
    after = withdraw(kept.id, why="she has left", works=here.works, by=LEAD, now=NOW + DAY)
    assert kept.stands(now=NOW + DAY)
    assert not after.stands(now=NOW + DAY)
    assert after.digest == kept.digest
    assert here.acts[-1] == "attestation.withdraw"
    with pytest.raises(BadAttestation):
        withdraw(kept.id, why="again", works=here.works, by=LEAD, now=NOW + DAY)


def test_taking_back_needs_a_reason_a_person_and_a_statement() -> None:
    here = world()
    kept = stated(here)
    with pytest.raises(BadAttestation):
        withdraw(kept.id, why=" ", works=here.works, by=LEAD, now=NOW)
    with pytest.raises(NotPermitted):
        withdraw(kept.id, why="no", works=here.works, by=ANN, now=NOW)
    with pytest.raises(Missing):
        withdraw("a-0", why="no", works=here.works, by=LEAD, now=NOW)


def test_any_change_of_what_was_stated_changes_its_digest() -> None:
    kept = stated(world())
    fields = ("id", "row", "by", "statement", "about", "answer", "attachment", "policy_version")
    changed = [replace(kept, **{name: "other"}) for name in fields]  # type: ignore[arg-type]  # all are text
    changed += [replace(kept, at=NOW + DAY), replace(kept, expires_at=NOW + DAY)]
    assert len({kept.digest, *(each.digest for each in changed)}) == len(changed) + 1
