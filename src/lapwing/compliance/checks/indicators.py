"""P1.G6: searches, names, terms, named victims and links to sharers are weighed beside matches."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import GOOD, NOW, canaries_older_by, canary_through
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, met, not_built
from lapwing.compliance.spans import WEEK
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class Indicators:
    """See the manifest."""

    manifest = Manifest(
        name="indicators",
        title="Weaker signals are weighed",
        about=(
            "Searches, names and terms were each recognised in a week, names of victims and links to "
            "sharers as well, and whoever read signals is in the ledger."
        ),
        limits=(
            "Somebody who looks at sealed content is in the ledger; who reads a decision, which names the "
            "signals that matched, is not yet."
        ),
    )
    rows = frozenset({"P1.G6"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.KINDS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no named victims, no links": replace(
                GOOD, kinds=GOOD.kinds - {"named-victims", "links-to-sharers"}
            ),
            "reads that nobody records": replace(GOOD, kinds=GOOD.kinds - {"recorded-reads"}),
            "a query came through": canary_through(CanarySort.QUERY),
            "canaries of last month": canaries_older_by(5 * WEEK),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        sorts = {CanarySort.QUERY, CanarySort.NAME, CanarySort.TEXT}
        return combined(_parts(facts), recognised(facts, sorts, now=now, within=WEEK))


_CLASSES = 5  # searches, names, terms, named victims, links to sharers: the catalogue, rows P1.I1 to P1.I5
_LATER = ("links-to-sharers", "named-victims")
_READS = "recorded-reads"


def _parts(facts: Facts) -> Outcome:
    missing = [each.replace("-", " ") for each in _LATER if each not in facts.kinds]
    figure = f"{_CLASSES - len(missing)} of {_CLASSES} kinds of indicator weighed"
    says = [f"Not weighed yet: {', '.join(missing)}."] if missing else []
    if _READS not in facts.kinds:
        says.append("Who reads the signals of a decision is not recorded yet.")
    return not_built(" ".join(says), figure=figure) if says else met("", figure=figure, as_of=facts.as_of)


CHECK: Check = Indicators()
