"""S5.A3: what is retained is whole, so that it can be given on lawful request."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, HOUR, NOW, without
from lapwing.compliance.facts import Facts, Need, SweepFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import DAY as A_DAY
from lapwing.model.plugins import Manifest

_ROUND = SweepFact(begun_at=NOW - HOUR, opened=31, held=30, flawed=0)


class EvidenceWhole:
    """See the manifest."""

    manifest = Manifest(
        name="evidence_whole",
        title="Everything that is sealed was opened and found whole",
        about=(
            "In the last 24 hours every sealed object was opened and was what was sealed, and a person "
            "attests that a copy was restored in the last 90 days."
        ),
        limits="Lapwing makes no copies of the vault: that one can be restored is stated, not computed.",
    )
    rows = frozenset({"S5.A3"})
    needs = frozenset({Need.SWEEP, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "one is flawed": replace(GOOD, sweep=replace(_ROUND, flawed=1)),
            "some were passed over": replace(GOOD, sweep=replace(_ROUND, held=32)),
            "two days ago": replace(GOOD, sweep=replace(_ROUND, begun_at=NOW - 2 * DAY)),
            "never": replace(GOOD, sweep=None),
            "nothing is sealed": replace(GOOD, sweep=replace(_ROUND, opened=0, held=0)),
            "nobody attested": without("S5.A3"),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            _opened(facts, now=now), stated(facts, "S5.A3", "the drill of restoring a copy", now=now)
        )


def _opened(facts: Facts, *, now: datetime) -> Outcome:
    newest = facts.sweep
    if newest is None:
        return due("The vault was never opened as a whole.")
    figure = f"{newest.opened - newest.flawed} of {newest.opened} sealed objects whole"
    if newest.flawed:
        return failing(f"{newest.flawed} sealed objects are not what was sealed.", figure=figure)
    if newest.held > newest.opened:
        return failing(f"{newest.held - newest.opened} sealed objects were passed over.", figure=figure)
    if now - newest.begun_at > A_DAY:
        return due(
            "The vault was last opened as a whole over a day ago.", figure=figure, as_of=newest.begun_at
        )
    if not newest.opened:
        return due("Nothing is sealed.", figure=figure)
    return met("", figure=figure, as_of=newest.begun_at)


CHECK: Check = EvidenceWhole()
