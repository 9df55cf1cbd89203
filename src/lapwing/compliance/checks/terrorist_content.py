"""TERR.1: listed terrorist content is identified and kept out of sight."""

from datetime import datetime

from lapwing.compliance.by_canary import stopped
from lapwing.compliance.by_list import HASHES, in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    DAY,
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    lists_older_by,
    with_lists,
)
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.canary import CanarySort
from lapwing.model.lists import ListClass
from lapwing.model.plugins import Manifest


class TerroristContent:
    """See the manifest."""

    manifest = Manifest(
        name="terrorist_content",
        title="Listed terrorist content is found",
        about=(
            "A list of terrorist content serves and was brought, and canaries were stopped, in the last "
            "24 hours."
        ),
        limits="The canary is on a list of ours: it shows that the path works, not what such a list holds.",
    )
    rows = frozenset({"TERR.1", "ICU-ASM-hashterr"})
    needs = frozenset({Need.LISTS, Need.CANARIES, Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no such list": with_lists(*GOOD.lists[:4]),
            "a list of the day before": lists_older_by(DAY),
            "a picture came through": canary_through(CanarySort.IMAGE),
            "canaries of the day before": canaries_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        return combined(
            in_time(
                facts,
                HASHES,
                "list of terrorist content",
                now=now,
                within=DAY,
                holds=lambda each: each.list_class is ListClass.TERRORISM,
            ),
            stopped(facts, {CanarySort.IMAGE, CanarySort.ALTERED_IMAGE}, now=now, within=DAY),
        )


CHECK: Check = TerroristContent()
