"""P1.G7: people who review are vetted, trained and looked after, and cases do not pile up."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated_of_each
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import GOOD, NOW, without
from lapwing.compliance.facts import Facts, Need, QueueFact, ReviewerFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import percentile_95
from lapwing.model.plugins import Manifest

MOST_A_DAY = 200
"""Times that one person looks at content in a day; the figure is ours, until the operator's own is kept."""

MOST_SECONDS = 24 * 3600
"""How old 95 in 100 known cases may be; the figure is ours."""

QUEUES = frozenset({"csam-known", "csam-near"})
"""Where matches with known material wait, by the policy that is shipped."""

_ANN = GOOD.reviewers[0]


class ReviewersFit:
    """See the manifest."""

    manifest = Manifest(
        name="reviewers_fit",
        title="Whoever looks is fit to, and is spared",
        about=(
            "Of everybody who looked at content in 30 days, vetting, training and assessment are "
            "attested; nobody saw too much."
        ),
        limits=(
            "What is attested of somebody is stated by whoever signs it. Breaks and rotation are not "
            "planned here yet."
        ),
    )
    rows = frozenset({"P1.G7"})
    needs = frozenset({Need.REVIEWERS, Need.QUEUES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("P1.G7"),
            "somebody new looked": replace(
                GOOD, reviewers=(*GOOD.reviewers, replace(_ANN, person="person:ben"))
            ),
            "somebody saw too much": replace(GOOD, reviewers=(replace(_ANN, most_a_day=MOST_A_DAY + 1),)),
            "cases of three days": replace(
                GOOD, queues=(QueueFact(queue="csam-known", ages_seconds=(260_000,)),)
            ),
            "nobody looked": replace(GOOD, reviewers=()),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        people = [each.person for each in facts.reviewers]
        return combined(
            stated_of_each(facts, "P1.G7", people, "vetting, training and assessment", now=now),
            _spared(facts.reviewers),
            _in_time(facts),
        )


def _spared(reviewers: tuple[ReviewerFact, ...]) -> Outcome:
    if not reviewers:
        return due("Nobody has looked at content in the last 30 days.")
    over = sorted(each.person for each in reviewers if each.most_a_day > MOST_A_DAY)
    if over:
        return failing(f"Looked at content more than {MOST_A_DAY} times a day: {', '.join(over)}.")
    oldest = min(each.last_at for each in reviewers)
    most = max(each.most_a_day for each in reviewers)
    return met("", figure=f"at most {most} looks a day", as_of=oldest)


def _in_time(facts: Facts) -> Outcome:
    ages = [age for each in facts.queues if each.queue in QUEUES for age in each.ages_seconds]
    if not ages:
        return met("", figure="no known case waits", as_of=facts.as_of)
    slow = percentile_95(ages)
    figure = f"95 in 100 cases under {slow // 3600 + 1} hours old"
    if slow > MOST_SECONDS:
        return failing("Known cases wait for over a day.", figure=figure)
    return met("", figure=figure, as_of=facts.as_of)


CHECK: Check = ReviewersFit()
