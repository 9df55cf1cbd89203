"""P1.G4: what matches is stopped before anybody sees it."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW
from lapwing.compliance.facts import Facts, GateFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import MONTH
from lapwing.model.plugins import Manifest

LEAST_PERCENT = 99
"""Of the items that matched. The code asks for as many as possible; the figure is ours."""


class StoppedBeforeSeen:
    """See the manifest."""

    manifest = Manifest(
        name="stopped_before_seen",
        title="Matches are stopped before they are seen",
        about=(
            "Of the items that a match held or blocked in the last 30 days, at least 99 in 100 were never "
            "shown."
        ),
        limits="Whether somebody saw an item is what the platform told.",
    )
    rows = frozenset({"P1.G4"})
    needs = frozenset({Need.GATE})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "one in ten was seen": replace(GOOD, gate=GateFact(stopped=10, seen=1, newest_at=NOW)),
            "none was stopped": replace(GOOD, gate=GateFact(stopped=0, seen=0, newest_at=NOW)),
            "none this month": replace(GOOD, gate=GateFact(stopped=5, seen=0, newest_at=NOW - 2 * MONTH)),
            "nothing was read": replace(GOOD, gate=None),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        gate = facts.gate
        if gate is None or not gate.stopped or now - gate.newest_at > MONTH:
            return due("No item was stopped in the last 30 days.")
        unseen = gate.stopped - gate.seen
        figure = f"{unseen} of {gate.stopped} stopped unseen"
        if unseen * 100 < gate.stopped * LEAST_PERCENT:
            return failing(f"{gate.seen} items were shown before they were stopped.", figure=figure)
        return met("", figure=figure, as_of=gate.newest_at)


CHECK: Check = StoppedBeforeSeen()
