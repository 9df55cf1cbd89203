"""A2.R1: personal data are processed for a lawful reason alone."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_surface import on_a_basis
from lapwing.compliance.examples import DAY, GOOD, NOW, surface, with_surfaces
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.plugins import Manifest


class LawfulBasis:
    """See the manifest."""

    manifest = Manifest(
        name="lawful_basis",
        title="Whatever is screened is screened on a legal basis",
        about="Nothing was screened in 24 hours on a surface whose legal basis is missing or has run out.",
        limits="Whether a basis is sound is for whoever puts it on record.",
    )
    rows = frozenset({"A2.R1"})
    needs = frozenset({Need.SURFACES})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a basis that ran out": with_surfaces(replace(surface(), basis_expires_on=(NOW - DAY).date())),
            "no basis": with_surfaces(surface(), replace(surface("profiles"), basis="")),
            "no surface": with_surfaces(),
            "nothing came": with_surfaces(replace(surface(), items=0)),
            "no surface may be screened": with_surfaces(replace(surface(), basis="", items=0)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return on_a_basis(facts.surfaces, now=now)


CHECK: Check = LawfulBasis()
