"""A4.M2: there are people who review, today."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, NOW, without
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, met
from lapwing.model.plugins import Manifest


class ReviewStaffed:
    """See the manifest."""

    manifest = Manifest(
        name="review_staffed",
        title="Somebody fit to review did so today",
        about=(
            "In the last 24 hours somebody looked at a case of whom vetting, training and assessment are "
            "attested."
        ),
    )
    rows = frozenset({"A4.M2"})
    needs = frozenset({Need.REVIEWERS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("P1.G7"),
            "nobody looked today": replace(
                GOOD, reviewers=(replace(GOOD.reviewers[0], last_at=NOW - 2 * DAY),)
            ),
            "nobody": replace(GOOD, reviewers=()),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        fit = {each.about for each in facts.stated("P1.G7", now=now)}
        today = [each for each in facts.reviewers if now - each.last_at <= DAY]
        there = [each for each in today if each.person in fit]
        figure = f"{len(there)} people in 24 hours"
        if not there:
            return due(
                "Nobody who is attested to be fit for it reviewed in the last 24 hours.", figure=figure
            )
        return met("", figure=figure, as_of=max(each.last_at for each in there))


CHECK: Check = ReviewStaffed()
