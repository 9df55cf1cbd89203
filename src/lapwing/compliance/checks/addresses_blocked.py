"""ICU-C10: content that matches listed addresses is found and stopped."""

from datetime import datetime

from lapwing.compliance.by_canary import blocked
from lapwing.compliance.by_list import ADDRESSES, in_time
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


class AddressesBlocked:
    """See the manifest."""

    manifest = Manifest(
        name="addresses_blocked",
        title="Listed addresses are found, hidden ones too",
        about=(
            "Canary addresses, plain and disguised in text, were stopped and a list of addresses brought, "
            "in the last 24 hours."
        ),
    )
    rows = frozenset({"ICU-C10"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.LISTS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "an address came through": canary_through(CanarySort.URL),
            "a hidden address came through": canary_through(CanarySort.HIDDEN_URL),
            "canaries of the day before": canaries_older_by(DAY),
            "a list of the day before": lists_older_by(DAY),
            "no list of addresses": with_lists(GOOD.lists[0]),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        sorts = {CanarySort.URL, CanarySort.HIDDEN_URL}
        return combined(
            blocked(facts, sorts, now=now, within=DAY),
            in_time(facts, ADDRESSES, "list of addresses", now=now, within=DAY),
        )


CHECK: Check = AddressesBlocked()
