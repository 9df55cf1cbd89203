"""P2.A4: what a person confirms is known from then on, so that copies are blocked."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW
from lapwing.compliance.facts import Facts, LearningFact, Need, TakedownsFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import MONTH, percentile_95
from lapwing.model.plugins import Manifest

MOST_SECONDS = 60
"""From a finding to its entries, for 95 in 100: the catalogue, row P2.A4."""

_LEARNT = LearningFact(seconds=(1, 2), late=0, newest_at=NOW)


class KnownAtOnce:
    """See the manifest."""

    manifest = Manifest(
        name="known_at_once",
        title="What is confirmed is known at once",
        about=(
            "In 30 days, 95 in 100 findings were on our own list within a minute, and no copy is still shown."
        ),
    )
    rows = frozenset({"P2.A4"})
    needs = frozenset({Need.LEARNING, Need.TAKEDOWNS, Need.OWN_LIST})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "one took an hour": replace(GOOD, learning=replace(_LEARNT, seconds=(3600,))),
            "one was not done": replace(GOOD, learning=replace(_LEARNT, late=1)),
            "none in two months": replace(GOOD, learning=replace(_LEARNT, newest_at=NOW - 2 * MONTH)),
            "none": replace(GOOD, learning=replace(_LEARNT, seconds=(), newest_at=None)),
            "a copy is still shown": replace(
                GOOD, takedowns=TakedownsFact(seconds=(1,), asked_at=(), newest_at=NOW, copies=1)
            ),
            "nothing is on our list": replace(GOOD, own_list=None),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        learning, copies = facts.learning, facts.takedowns.copies if facts.takedowns else 0
        if learning is None or learning.newest_at is None or now - learning.newest_at > MONTH:
            return due("No finding reached our own lists in 30 days.")
        if facts.own_list is None or not facts.own_list.entries:
            return due("Nothing is on our own list yet.")
        if learning.late or copies:
            return failing(f"{learning.late} findings are not learnt, {copies} copies are still shown.")
        slow = percentile_95(learning.seconds) if learning.seconds else MOST_SECONDS + 1
        figure = f"95 in 100 within {slow} seconds, of {len(learning.seconds)}"
        if slow > MOST_SECONDS:
            return failing("It took longer than a minute.", figure=figure, as_of=learning.newest_at)
        return met("", figure=figure, as_of=learning.newest_at)


CHECK: Check = KnownAtOnce()
