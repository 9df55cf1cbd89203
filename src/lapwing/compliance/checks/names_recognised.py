"""P1.I2: names of groups, forums and accounts with listed terms are recognised."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import stopped
from lapwing.compliance.by_surface import screened_in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, canaries_older_by, canary_through, with_surfaces
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class NamesRecognised:
    """See the manifest."""

    manifest = Manifest(
        name="names_recognised",
        title="Names are recognised",
        about="A canary name was held on every surface in the last 24 hours, and nothing waits unscreened.",
        limits="That the platform sends every new or changed name is for its own records to show.",
    )
    rows = frozenset({"P1.I2"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a name came through": canary_through(CanarySort.NAME),
            "canaries of the day before": canaries_older_by(DAY),
            "names that wait": with_surfaces(replace(GOOD.surfaces[0], late=1)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            stopped(facts, {CanarySort.NAME}, now=now, within=DAY),
            screened_in_time(facts.surfaces, now=now),
        )


CHECK: Check = NamesRecognised()
