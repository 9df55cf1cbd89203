"""P6.G4: listed terms are recognised wherever text appears."""

from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.examples import DAY, GOOD, NOW, canaries_older_by, canary_through
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class TermsRecognised:
    """See the manifest."""

    manifest = Manifest(
        name="terms_recognised",
        title="Queries, names and texts are recognised",
        about="Canary searches, names and texts were recognised on every surface in the last 24 hours.",
    )
    rows = frozenset({"P6.G4"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a query came through": canary_through(CanarySort.QUERY),
            "a text came through": canary_through(CanarySort.TEXT),
            "canaries of the day before": canaries_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        sorts = {CanarySort.QUERY, CanarySort.NAME, CanarySort.TEXT}
        return recognised(facts, sorts, now=now, within=DAY)


CHECK: Check = TermsRecognised()
