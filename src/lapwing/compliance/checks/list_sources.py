"""ICU-C9.list: hashes come from bodies that are expert, and are brought as they change."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_list import HASHES, in_time
from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, lists_older_by, with_lists, without
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.lists import Tier
from lapwing.model.plugins import Manifest


class ListSources:
    """See the manifest."""

    manifest = Manifest(
        name="list_sources",
        title="Hashes come from those who are expert in them",
        about=(
            "A list of hashes of an authority's tier was brought in 24 hours, and a person attests what "
            "its keeper assures."
        ),
        limits="How a keeper assesses entries and hears appeals is for whoever attests it.",
    )
    rows = frozenset({"ICU-C9.list"})
    needs = frozenset({Need.LISTS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("ICU-C9.list"),
            "a list of the day before": lists_older_by(DAY),
            "no list of an authority": with_lists(replace(GOOD.lists[0], tier=Tier.UNREVIEWED)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            in_time(
                facts,
                HASHES,
                "list of hashes of an authority",
                now=now,
                within=DAY,
                holds=lambda each: each.tier is Tier.AUTHORITY,
            ),
            stated(facts, "ICU-C9.list", "what the keepers of lists assure", now=now),
        )


CHECK: Check = ListSources()
