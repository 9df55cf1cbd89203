"""P1.G5e: which parts of the service are covered is decided, and the rest is a signed exception."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.by_statement import stated
from lapwing.compliance.by_surface import last_change
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    DAY,
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    surface,
    with_surfaces,
    without,
)
from lapwing.compliance.facts import Facts, Need, SurfaceFact
from lapwing.compliance.port import Check, Examples, Outcome, due, met
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest

_BARE = replace(surface("profiles"), basis="")


class SurfacesCovered:
    """See the manifest."""

    manifest = Manifest(
        name="surfaces_covered",
        title="Every surface is covered, or a person says why not",
        about=(
            "Every surface may be screened and a canary was matched there in 24 hours, or a signed "
            "exception is newer than it."
        ),
        limits="Surfaces that the platform never told of are not known here.",
    )
    rows = frozenset({"P1.G5e"})
    needs = frozenset({Need.SURFACES, Need.CANARIES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a surface without a basis and no exception": replace(
                without("P1.G5e"), surfaces=(surface(), _BARE)
            ),
            "an exception older than the surface": with_surfaces(surface(), replace(_BARE, changed_at=NOW)),
            "a picture came through": canary_through(CanarySort.IMAGE),
            "canaries of the day before": canaries_older_by(DAY),
            "no surface": with_surfaces(),
            "only exceptions": with_surfaces(_BARE),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        covered = tuple(each for each in facts.surfaces if each.has_basis(today=now.date()))
        if not covered:
            return due("No surface may be screened.")
        found = recognised(replace(facts, surfaces=covered), {CanarySort.IMAGE}, now=now, within=DAY)
        bare = [each for each in facts.surfaces if each not in covered]
        if not bare:
            return combined(found, met("", figure=_figure(facts, covered), as_of=facts.as_of))
        what = f"why these are left out: {', '.join(sorted(each.name for each in bare))}"
        return combined(found, stated(facts, "P1.G5e", what, now=now, since=last_change(bare)))


def _figure(facts: Facts, covered: tuple[SurfaceFact, ...]) -> str:
    return f"{len(covered)} of {len(facts.surfaces)} surfaces"


CHECK: Check = SurfacesCovered()
