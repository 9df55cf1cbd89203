"""P1.G5c: how many fingerprints are held is counted, and a sudden loss is seen."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_list import reference_lists
from lapwing.compliance.examples import GOOD, NOW, lists_older_by, with_lists
from lapwing.compliance.facts import Facts, ListFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import WEEK
from lapwing.model.plugins import Manifest


class ListsNotShrunk:
    """See the manifest."""

    manifest = Manifest(
        name="lists_not_shrunk",
        title="No list has shrunk unseen",
        about="Every list that serves has entries, and a drop of a tenth or more was accepted by a person.",
    )
    rows = frozenset({"P1.G5c"})
    needs = frozenset({Need.LISTS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "half is gone": with_lists(replace(GOOD.lists[0], counts={"pdq": 500}, before={"pdq": 1000})),
            "one kind is gone": with_lists(
                replace(GOOD.lists[0], counts={"md5": 5000}, before={"md5": 4900, "pdq": 20})
            ),
            "lists of last month": lists_older_by(4 * WEEK),
            "no list": with_lists(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        serving = reference_lists(facts)
        if not any(each.synced_at and now - each.synced_at <= WEEK for each in serving):
            return due("No list of others was brought within a week.")
        entries = sum(sum(each.counts.values()) for each in serving)
        figure = f"{entries:,} entries on {len(serving)} lists"
        shrunk = sorted(each.name for each in serving if _has_shrunk(each) and not each.accepted)
        if shrunk:
            return failing(
                f"A tenth or more is gone, and nobody accepted it: {', '.join(shrunk)}.", figure=figure
            )
        return met("", figure=figure, as_of=facts.as_of)


MOST_LOST_PERCENT = 10


def _has_shrunk(each: ListFact) -> bool:
    lost = ((count, each.counts.get(kind, 0)) for kind, count in each.before.items())
    return any((then - left) * 100 >= then * MOST_LOST_PERCENT for then, left in lost if then)


CHECK: Check = ListsNotShrunk()
