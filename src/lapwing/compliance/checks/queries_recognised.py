"""P1.I1: searches for listed terms are recognised."""

from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.by_list import TERMS, in_time
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
from lapwing.model.plugins import Manifest


class QueriesRecognised:
    """See the manifest."""

    manifest = Manifest(
        name="queries_recognised",
        title="Searches are recognised",
        about=(
            "A canary search was recognised on every surface, and a list of terms brought, in the last 24 "
            "hours."
        ),
    )
    rows = frozenset({"P1.I1"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.LISTS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a query came through": canary_through(CanarySort.QUERY),
            "canaries of the day before": canaries_older_by(DAY),
            "a list of the day before": lists_older_by(DAY),
            "no list of terms": with_lists(GOOD.lists[0]),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            recognised(facts, {CanarySort.QUERY}, now=now, within=DAY),
            in_time(facts, TERMS, "list of terms", now=now, within=DAY),
        )


CHECK: Check = QueriesRecognised()
