"""P1.A1: what is known is found in every kind of content, and blocked, on every surface."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import blocked
from lapwing.compliance.by_digest import exact_only
from lapwing.compliance.by_list import ADDRESSES, HASHES, in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    lists_older_by,
    surface,
    with_surfaces,
    without,
)
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, met, not_built
from lapwing.compliance.spans import DAY
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest

_SORTS = {
    "image": CanarySort.IMAGE,
    "url": CanarySort.URL,
    "film": CanarySort.FILM,
    "document": CanarySort.DOCUMENT,
}


class KnownMaterialBlocked:
    """See the manifest."""

    manifest = Manifest(
        name="known_material_blocked",
        title="Known material is blocked",
        about=(
            "A canary of each kind was blocked on every surface in the last 24 hours; lists are that young."
        ),
        limits=(
            "A canary shows that the path works, not that a list is complete. While nothing looks into films "
            "and documents the very file is found and no altered copy; the figure says so, and where such "
            "files are let through unread."
        ),
    )
    rows = frozenset({"P1.A1"})
    needs = frozenset({Need.CANARIES, Need.SURFACES, Need.LISTS, Need.KINDS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no kind for documents": replace(GOOD, kinds=GOOD.kinds - {"document"}),
            "no kind for films": replace(GOOD, kinds=GOOD.kinds - {"film"}),
            "a film came through": canary_through(CanarySort.FILM),
            "a picture came through": canary_through(CanarySort.IMAGE),
            "a document came through": canary_through(CanarySort.DOCUMENT),
            "canaries of the day before": canaries_older_by(DAY),
            "a surface without a basis, and nobody says why": replace(
                without("P1.G5e"), surfaces=(replace(surface(), basis=""), *GOOD.surfaces[1:])
            ),
            "no surface may be screened": with_surfaces(replace(surface(), basis="")),
            "a surface without canaries": with_surfaces(*GOOD.surfaces, surface("profiles")),
            "lists of the day before": lists_older_by(DAY),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        built = [sort for kind, sort in _SORTS.items() if kind in facts.kinds]
        return combined(
            _kinds(facts),
            exact_only(facts, now=now),
            blocked(facts, built, now=now, within=DAY),
            in_time(facts, HASHES, "list of hashes", now=now, within=DAY),
            in_time(facts, ADDRESSES, "list of addresses", now=now, within=DAY),
        )


def _kinds(facts: Facts) -> Outcome:
    missing = sorted(_SORTS.keys() - facts.kinds)
    if missing:
        return not_built(f"There is no screening yet of: {', '.join(missing)}.")
    return met("", figure="", as_of=facts.as_of)


CHECK: Check = KnownMaterialBlocked()
