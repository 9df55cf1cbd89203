"""ICU-C14: images that somebody asked to be kept out are found by their hashes."""

from datetime import datetime

from lapwing.compliance.by_canary import stopped
from lapwing.compliance.by_list import HASHES, in_time
from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    DAY,
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    lists_older_by,
    with_lists,
    without,
)
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.canary import CanarySort
from lapwing.model.lists import ListClass
from lapwing.model.plugins import Manifest


class IntimateImages:
    """See the manifest."""

    manifest = Manifest(
        name="intimate_images",
        title="Listed intimate images are found",
        about=(
            "A list of intimate images serves and was brought, canaries were stopped, and a person "
            "attests the list's quality."
        ),
        limits="Whether the list is as good as StopNCII's is for whoever attests it.",
    )
    rows = frozenset({"ICU-C14"})
    needs = frozenset({Need.LISTS, Need.CANARIES, Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no such list": with_lists(*GOOD.lists[:3]),
            "a list of the day before": lists_older_by(DAY),
            "nobody attested": without("ICU-C14"),
            "a picture came through": canary_through(CanarySort.ALTERED_IMAGE),
            "canaries of the day before": canaries_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            in_time(
                facts,
                HASHES,
                "list of intimate images",
                now=now,
                within=DAY,
                holds=lambda each: each.list_class is ListClass.NCII,
            ),
            stopped(facts, {CanarySort.IMAGE, CanarySort.ALTERED_IMAGE}, now=now, within=DAY),
            stated(facts, "ICU-C14", "that the list is as good as StopNCII's", now=now),
        )


CHECK: Check = IntimateImages()
