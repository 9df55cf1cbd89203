"""A2.R6: what concerns victims is stored securely, and looked at only where needed."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, NOW
from lapwing.compliance.facts import EvidenceFact, Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import YEAR
from lapwing.model.plugins import Manifest

_KEPT = EvidenceFact(held=30, looks=11, recorded=11, sealed_at=NOW, key_since=NOW - 9 * DAY)


class EvidenceGuarded:
    """See the manifest."""

    manifest = Manifest(
        name="evidence_guarded",
        title="What concerns victims is sealed, and every look is on record",
        about=(
            "Everything is sealed under keys of its own, the master key is under a year old, and every "
            "look has its line."
        ),
        limits="Whoever has the master key and the vault can read it; keep them apart.",
    )
    rows = frozenset({"A2.R6"})
    needs = frozenset({Need.EVIDENCE})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a look without a line": replace(GOOD, evidence=replace(_KEPT, recorded=10)),
            "a key of two years": replace(GOOD, evidence=replace(_KEPT, key_since=NOW - 700 * DAY)),
            "nothing is sealed": replace(GOOD, evidence=replace(_KEPT, held=0)),
            "sealed two years ago": replace(GOOD, evidence=replace(_KEPT, sealed_at=NOW - 700 * DAY)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        kept = facts.evidence
        if kept is None or not kept.held or kept.sealed_at is None or kept.key_since is None:
            return due("Nothing is sealed.")
        figure = f"{kept.held} objects sealed, {kept.looks} looks on record"
        if kept.looks != kept.recorded:
            return failing(f"{kept.looks} looks, and {kept.recorded} lines about them.", figure=figure)
        if now - kept.key_since > YEAR or now - kept.sealed_at > YEAR:
            return due("The master key is over a year old, or nothing was sealed for as long.", figure=figure)
        return met("", figure=figure, as_of=kept.key_since)


CHECK: Check = EvidenceGuarded()
