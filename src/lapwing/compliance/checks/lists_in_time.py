"""P1.G2: lists of others are used, and brought as often as they change."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_list import ADDRESSES, HASHES, in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, lists_older_by, with_lists
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.plugins import Manifest


class ListsInTime:
    """See the manifest."""

    manifest = Manifest(
        name="lists_in_time",
        title="Reference lists are young",
        about="The newest list of hashes and of addresses was brought in the last 24 hours, and is whole.",
        limits="Who keeps a list is what the operator says of it; a file carries no signature of its keeper.",
    )
    rows = frozenset({"P1.G2"})
    needs = frozenset({Need.LISTS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "lists of the day before": lists_older_by(DAY),
            "no list of addresses": with_lists(GOOD.lists[0]),
            "a damaged list": with_lists(replace(GOOD.lists[0], is_whole=False), *GOOD.lists[1:]),
            "no list": with_lists(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            in_time(facts, HASHES, "list of hashes", now=now, within=DAY),
            in_time(facts, ADDRESSES, "list of addresses", now=now, within=DAY),
        )


CHECK: Check = ListsInTime()
