"""INT.2: for every principle it is decided whether it applies."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated_of_each
from lapwing.compliance.examples import GOOD, NOW, without
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.parts import APPLICABLE
from lapwing.compliance.port import Check, Examples, Outcome
from lapwing.model.plugins import Manifest


class PrinciplesDecided:
    """See the manifest."""

    manifest = Manifest(
        name="principles_decided",
        title="For every principle it is decided whether it applies",
        about=(
            "For each of the twelve principles and section 5 a person attests whether it applies; each "
            "row has a status here."
        ),
        limits="That a principle applies does not say that its rows are met: see them.",
    )
    rows = frozenset({"INT.2"})
    needs = frozenset({Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody decided": without("INT.2"),
            "one principle is open": replace(
                GOOD, attestations=tuple(e for e in GOOD.attestations if e.attestation.about != "P9")
            ),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return stated_of_each(facts, "INT.2", APPLICABLE, "whether each applies", now=now)


CHECK: Check = PrinciplesDecided()
