"""P1.I3: known terminology is listed anew, and matches with it are reviewed."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import recognised
from lapwing.compliance.by_list import TERMS, in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import GOOD, NOW, canaries_older_by, canary_through, lists_older_by
from lapwing.compliance.facts import Facts, Need, QueueFact
from lapwing.compliance.port import Check, Examples, Outcome, failing, met
from lapwing.compliance.spans import WEEK
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest

QUEUE = "terms"
"""Where matches with terms wait, by the policy that is shipped."""


class LexiconYoung:
    """See the manifest."""

    manifest = Manifest(
        name="lexicon_young",
        title="The lexicon is young, and what it finds is looked at",
        about=(
            "A list of terms was brought within a week, and no case of the queue of terms is older than that."
        ),
    )
    rows = frozenset({"P1.I3"})
    needs = frozenset({Need.LISTS, Need.QUEUES, Need.CANARIES, Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a list of last month": lists_older_by(4 * WEEK),
            "a case of last month": replace(
                GOOD, queues=(QueueFact(queue=QUEUE, ages_seconds=(3_000_000,)),)
            ),
            "a text came through": canary_through(CanarySort.TEXT),
            "canaries of last month": canaries_older_by(4 * WEEK),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            recognised(facts, {CanarySort.TEXT}, now=now, within=WEEK),
            in_time(facts, TERMS, "list of terms", now=now, within=WEEK),
            _reviewed(facts),
        )


def _reviewed(facts: Facts) -> Outcome:
    ages = [age for each in facts.queues if each.queue == QUEUE for age in each.ages_seconds]
    late = sum(age > WEEK.total_seconds() for age in ages)
    if late:
        return failing(f"{late} cases have waited for over a week.")
    return met("", figure=f"{len(ages)} cases wait", as_of=facts.as_of)


CHECK: Check = LexiconYoung()
