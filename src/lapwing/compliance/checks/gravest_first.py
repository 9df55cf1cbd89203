"""P12.A5: nobody is given a lesser case while a graver one that they could take has waited."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, HOUR, NOW
from lapwing.compliance.facts import ClaimsFact, Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import DAY as A_DAY
from lapwing.model.plugins import Manifest

MOST_MINUTES = 30
"""How long a graver case may have waited while a lesser one is taken; the figure is ours."""

_TAKEN = ClaimsFact(claims=12, unmeasured=0, graver_seconds=(60,), newest_at=NOW - HOUR)


class GravestFirst:
    """See the manifest."""

    manifest = Manifest(
        name="gravest_first",
        title="The gravest case is taken first",
        about=(
            "In 24 hours nobody took a case while a graver one that they could have taken had waited for "
            f"over {MOST_MINUTES} minutes."
        ),
        limits=(
            "How grave a case is, is its priority by the policy. It is looked at when a case is taken: what "
            "waits while nobody takes anything is told elsewhere."
        ),
    )
    rows = frozenset({"P12.A5"})
    needs = frozenset({Need.CLAIMS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a graver one had waited for an hour": replace(
                GOOD, claims=replace(_TAKEN, graver_seconds=(60, 3600))
            ),
            "some were taken before it was recorded": replace(GOOD, claims=replace(_TAKEN, unmeasured=1)),
            "nobody took anything": replace(
                GOOD, claims=ClaimsFact(claims=0, unmeasured=0, graver_seconds=(), newest_at=None)
            ),
            "the last was taken two days ago": replace(GOOD, claims=replace(_TAKEN, newest_at=NOW - 2 * DAY)),
            "nothing was read": replace(GOOD, claims=None),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        taken = facts.claims
        if taken is None or taken.newest_at is None or now - taken.newest_at > A_DAY:
            return due("Nobody took a case in 24 hours, so nothing shows which comes first.")
        passed_over = sum(each > MOST_MINUTES * 60 for each in taken.graver_seconds)
        figure = f"{passed_over} of {taken.claims} cases taken while a graver one waited"
        if passed_over:
            return failing(
                f"A graver case had waited for over {MOST_MINUTES} minutes.",
                figure=figure,
                as_of=taken.newest_at,
            )
        if taken.unmeasured:
            return due(f"Of {taken.unmeasured} it is not recorded what waited then.", figure=figure)
        return met("", figure=figure, as_of=taken.newest_at)


CHECK: Check = GravestFirst()
