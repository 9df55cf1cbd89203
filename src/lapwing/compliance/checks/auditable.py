"""OFC.U4: an auditor can verify what was done without trusting us."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, without
from lapwing.compliance.facts import Facts, LedgerFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, met
from lapwing.model.plugins import Manifest

_LEDGER = LedgerFact(lines=900, uncovered=3, checkpoint_at=NOW)


class Auditable:
    """See the manifest."""

    manifest = Manifest(
        name="auditable",
        title="Somebody outside can verify what was done",
        about=(
            "The ledger was signed in the last 24 hours, and a person attests that an auditor verified an "
            "export in half a year."
        ),
        limits="A signed ledger shows that its lines were not changed since, not that they are true.",
    )
    rows = frozenset({"OFC.U4"})
    needs = frozenset({Need.LEDGER, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("OFC.U4"),
            "signed two days ago": replace(GOOD, ledger=replace(_LEDGER, checkpoint_at=NOW - 2 * DAY)),
            "never signed": replace(GOOD, ledger=replace(_LEDGER, checkpoint_at=None)),
            "no line": replace(GOOD, ledger=replace(_LEDGER, lines=0)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            _signed(facts, now=now), stated(facts, "OFC.U4", "the drill with an auditor", now=now)
        )


def _signed(facts: Facts, *, now: datetime) -> Outcome:
    ledger = facts.ledger
    if ledger is None or not ledger.lines or ledger.checkpoint_at is None:
        return due("No checkpoint of the ledger has been signed.")
    figure = f"{ledger.lines - ledger.uncovered} of {ledger.lines} lines signed"
    if now - ledger.checkpoint_at > DAY:
        return due("The ledger was last signed over a day ago.", figure=figure, as_of=ledger.checkpoint_at)
    return met("", figure=figure, as_of=ledger.checkpoint_at)


CHECK: Check = Auditable()
