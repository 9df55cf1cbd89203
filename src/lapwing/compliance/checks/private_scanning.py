"""OSA-S121: screening follows a notice where there is one, and else a lawful basis."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.by_surface import on_a_basis
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, surface, with_surfaces, without
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, met
from lapwing.model.plugins import Manifest


class PrivateScanning:
    """See the manifest."""

    manifest = Manifest(
        name="private_scanning",
        title="Private surfaces are screened by a notice, or on a basis",
        about=(
            "A person attests which notices are in force, and every private surface that is screened has "
            "a legal basis."
        ),
    )
    rows = frozenset({"OSA-S121"})
    needs = frozenset({Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("OSA-S121"),
            "a basis that ran out": with_surfaces(
                replace(surface(is_public=False), basis_expires_on=(NOW - DAY).date())
            ),
            "no surface": with_surfaces(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        notice = stated(facts, "OSA-S121", "which notices are in force", now=now)
        private = tuple(each for each in facts.surfaces if not each.is_public)
        if facts.surfaces and not private:
            return combined(notice, met("", figure="no private surface", as_of=facts.as_of))
        return combined(notice, on_a_basis(private, now=now))


CHECK: Check = PrivateScanning()
