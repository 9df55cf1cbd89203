"""P1.A2: which surfaces are screened is decided by a person who weighed child and privacy, and is kept so."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.by_surface import last_change
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, surface, with_surfaces, without
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.model.plugins import Manifest


class CoverageDecided:
    """See the manifest."""

    manifest = Manifest(
        name="coverage_decided",
        title="Coverage is decided",
        about=(
            "No legal basis of a surface has run out, and a person signed the weighing of interests "
            "since it changed."
        ),
        limits="Whether the weighing is right is for whoever signs it.",
    )
    rows = frozenset({"P1.A2"})
    needs = frozenset({Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody decided": without("P1.A2"),
            "a surface changed since": with_surfaces(replace(surface(), changed_at=NOW)),
            "a basis that ran out": with_surfaces(replace(surface(), basis_expires_on=(NOW - DAY).date())),
            "no surface": with_surfaces(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        since = last_change(facts.surfaces)
        what = "the weighing of interests for each surface"
        return combined(_bases(facts, now=now), stated(facts, "P1.A2", what, now=now, since=since))


def _bases(facts: Facts, *, now: datetime) -> Outcome:
    if not facts.surfaces:
        return due("No surface is recorded.")
    based = [each for each in facts.surfaces if each.basis]
    ended = sorted(each.name for each in based if not each.has_basis(today=now.date()))
    if ended:
        return failing(f"The legal basis has run out: {', '.join(ended)}.")
    return met("", figure=f"{len(based)} of {len(facts.surfaces)} surfaces screened", as_of=facts.as_of)


CHECK: Check = CoverageDecided()
