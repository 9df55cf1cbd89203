"""IICSA.1, OFC.8: every upload is compared with known pictures before it is shown."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import blocked, stopped
from lapwing.compliance.by_list import HASHES, in_time
from lapwing.compliance.by_surface import screened_in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    lists_older_by,
    with_surfaces,
)
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.compliance.spans import DAY
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class PicturesBlocked:
    """See the manifest."""

    manifest = Manifest(
        name="pictures_blocked",
        title="Known pictures are kept out",
        about=(
            "Canary pictures, as listed and altered, were stopped on every surface; nothing waits unscreened."
        ),
        limits="That the platform asks before it shows something is for its own records to show.",
    )
    rows = frozenset({"IICSA.1", "OFC.8"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.LISTS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a picture came through": canary_through(CanarySort.IMAGE),
            "an altered picture came through": canary_through(CanarySort.ALTERED_IMAGE),
            "canaries of the day before": canaries_older_by(DAY),
            "items that wait": with_surfaces(replace(GOOD.surfaces[0], late=1)),
            "lists of the day before": lists_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        return combined(
            blocked(facts, {CanarySort.IMAGE}, now=now, within=DAY),
            stopped(facts, {CanarySort.ALTERED_IMAGE}, now=now, within=DAY),
            screened_in_time(facts.surfaces, now=now),
            in_time(facts, HASHES, "list of hashes", now=now, within=DAY),
        )


CHECK: Check = PicturesBlocked()
