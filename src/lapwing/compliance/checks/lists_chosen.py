"""P1.G5b: which lists are used is decided one by one, and why is kept."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW, lists_older_by, with_lists
from lapwing.compliance.facts import Facts, ListFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import YEAR
from lapwing.model.canary import CANARY_LIST
from lapwing.model.lists import ListClass
from lapwing.model.plugins import Manifest


class ListsChosen:
    """See the manifest."""

    manifest = Manifest(
        name="lists_chosen",
        title="Each list was chosen",
        about=(
            "Every registered list serves with its keeper, agreement and reading of columns kept, or was "
            "retired with a reason."
        ),
        limits="Lists that exist elsewhere and were never registered are not known here.",
    )
    rows = frozenset({"P1.G5b"})
    needs = frozenset({Need.LISTS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no agreement": with_lists(replace(GOOD.lists[0], licence="")),
            "no mapping": with_lists(replace(GOOD.lists[0], has_mapping=False)),
            "registered, and no more": with_lists(
                *GOOD.lists, replace(GOOD.lists[0], name="half", counts={})
            ),
            "retired without a reason": with_lists(*GOOD.lists, replace(GOOD.lists[0], is_retired=True)),
            "lists of years ago": lists_older_by(2 * YEAR),
            "no list": with_lists(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        ours = {ListClass.OWN, ListClass.ALLOW}
        given = [each for each in facts.lists if each.list_class not in ours and each.name != CANARY_LIST]
        young = [each for each in given if each.synced_at and now - each.synced_at <= YEAR]
        if not any(each.serves for each in young):
            return due("No list of others serves that was brought within a year.")
        undecided = sorted(each.name for each in given if not _is_decided(each))
        figure = f"{len(given) - len(undecided)} of {len(given)} lists"
        if undecided:
            return failing(f"Not decided, or not said on what terms: {', '.join(undecided)}.", figure=figure)
        return met("", figure=figure, as_of=facts.as_of)


def _is_decided(each: ListFact) -> bool:
    if each.is_retired:
        return bool(each.retired_why.strip())
    said = bool(each.source.strip()) and bool(each.licence.strip())
    return each.serves and said and each.has_mapping


CHECK: Check = ListsChosen()
