"""P1.G5d: altered copies of a listed picture are found, as a weekly run measures."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, NOW
from lapwing.compliance.facts import Facts, Need, RecallFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import WEEK
from lapwing.model.plugins import Manifest

LEAST_PERCENT = 75
"""Of all alterations of the run, among them those that no fingerprint of a whole picture survives.

The first run, of 204 files, found 82 in 100; a tenth of that lost is a fault to look for.
"""

_RUN = RecallFact(at=NOW - DAY, found=190, tried=200, engine="0.1.0")


class AlteredFound:
    """See the manifest."""

    manifest = Manifest(
        name="altered_found",
        title="Altered pictures are found",
        about="The last weekly run of altered harmless pictures found at least three in four.",
        limits=(
            "The pictures are few and harmless; the figure holds for alterations of the kinds that were "
            "tried."
        ),
    )
    rows = frozenset({"P1.G5d"})
    needs = frozenset({Need.RECALL})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a run of last month": replace(GOOD, recall=replace(_RUN, at=NOW - 30 * DAY)),
            "one in two": replace(GOOD, recall=replace(_RUN, found=100)),
            "nothing tried": replace(GOOD, recall=replace(_RUN, found=0, tried=0)),
            "no run": replace(GOOD, recall=None),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        run = facts.recall
        if run is None or not run.tried:
            return due("No run is recorded. To make one: lapwing recall run.")
        figure = f"{run.found} of {run.tried} altered pictures found"
        if now - run.at > WEEK:
            return due("The last run is over a week old.", figure=figure, as_of=run.at)
        if run.found * 100 < run.tried * LEAST_PERCENT:
            return failing(f"Fewer than {LEAST_PERCENT} in 100 were found.", figure=figure, as_of=run.at)
        return met(f"By version {run.engine}.", figure=figure, as_of=run.at)


CHECK: Check = AlteredFound()
