"""ICU-C1: what is suspected is judged by the law or the terms, with a reason."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW
from lapwing.compliance.facts import Facts, Need, ReviewsFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import YEAR
from lapwing.model.plugins import Manifest


class FindingsReasoned:
    """See the manifest."""

    manifest = Manifest(
        name="findings_reasoned",
        title="Every decided case has a basis and a reason",
        about="No case is decided without a finding in force that says on what it stands and why.",
        limits="Whether a reason is good is for whoever reads it.",
    )
    rows = frozenset({"ICU-C1"})
    needs = frozenset({Need.REVIEWS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a case without a reason": replace(GOOD, reviews=ReviewsFact(decided=9, bare=1, newest_at=NOW)),
            "no case was decided": replace(GOOD, reviews=ReviewsFact(decided=0, bare=0, newest_at=None)),
            "none within a year": replace(
                GOOD, reviews=ReviewsFact(decided=9, bare=0, newest_at=NOW - 2 * YEAR)
            ),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        reviews = facts.reviews
        if reviews is None or reviews.newest_at is None or now - reviews.newest_at > YEAR:
            return due("No case has been decided in a year.")
        figure = f"{reviews.decided - reviews.bare} of {reviews.decided} decided cases"
        if reviews.bare:
            return failing(f"{reviews.bare} cases are decided without basis or reason.", figure=figure)
        return met("", figure=figure, as_of=reviews.newest_at)


CHECK: Check = FindingsReasoned()
