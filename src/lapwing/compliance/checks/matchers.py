"""P1.G1: there is a matcher for every kind of known material, and each works."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.by_digest import exact_only
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import GOOD, NOW, canaries_older_by, canary_through
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, met, not_built
from lapwing.compliance.spans import DAY
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class Matchers:
    """See the manifest."""

    manifest = Manifest(
        name="matchers",
        title="Every kind of material has a matcher",
        about=(
            "Pictures, addresses, films and documents are each matched by a path that a canary took in "
            "the last day."
        ),
        limits=(
            "While nothing looks into films and documents their matcher compares exact fingerprints only; "
            "the figure says so. The row asks for a probe every five minutes: this looks at the last canary, "
            "which may be a day old."
        ),
    )
    rows = frozenset({"P1.G1"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.KINDS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no kind for films": replace(GOOD, kinds=GOOD.kinds - {"film"}),
            "no kind for documents": replace(GOOD, kinds=GOOD.kinds - {"document"}),
            "a film came through": canary_through(CanarySort.FILM),
            "a document came through": canary_through(CanarySort.DOCUMENT),
            "an address came through": canary_through(CanarySort.URL),
            "canaries of the day before": canaries_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        built = [sort for kind, sort in _SORTS.items() if kind in facts.kinds]
        return combined(
            _kinds(facts), exact_only(facts, now=now), recognised(facts, built, now=now, within=DAY)
        )


_SORTS = {
    "image": CanarySort.IMAGE,
    "url": CanarySort.URL,
    "film": CanarySort.FILM,
    "document": CanarySort.DOCUMENT,
}


def _kinds(facts: Facts) -> Outcome:
    missing = sorted(_SORTS.keys() - facts.kinds)
    if missing:
        return not_built(f"There is no matcher yet for: {', '.join(missing)}.")
    return met("", figure=f"{len(_SORTS)} kinds of material", as_of=facts.as_of)


CHECK: Check = Matchers()
