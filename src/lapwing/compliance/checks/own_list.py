"""P1.G3: the service keeps a list of what its own people confirmed."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW
from lapwing.compliance.facts import Facts, Need, OwnListFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import YEAR
from lapwing.model.plugins import Manifest

_OWN = OwnListFact(entries=12, untraced=0, once=0, newest_at=NOW)


class OwnList:
    """See the manifest."""

    manifest = Manifest(
        name="own_list",
        title="Our own list is confirmed twice",
        about="Every entry of our own list stands on a finding in force, and two people looked at it.",
        limits="Lists are not shared with others yet, so nothing is asked of an export.",
    )
    rows = frozenset({"P1.G3"})
    needs = frozenset({Need.OWN_LIST})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "an entry of nobody's": replace(GOOD, own_list=replace(_OWN, untraced=1)),
            "an entry that one person saw": replace(GOOD, own_list=replace(_OWN, once=1)),
            "an entry of years ago": replace(GOOD, own_list=replace(_OWN, newest_at=NOW - 2 * YEAR)),
            "no entry": replace(GOOD, own_list=replace(_OWN, entries=0)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        own = facts.own_list
        if own is None or not own.entries or own.newest_at is None or now - own.newest_at > YEAR:
            return due("Nothing has come onto our own list in a year.")
        figure = f"{own.entries - own.untraced - own.once} of {own.entries} entries"
        if own.untraced:
            return failing(f"No finding in force is behind {own.untraced} entries.", figure=figure)
        if own.once:
            return failing(f"Only one person has looked at {own.once} entries.", figure=figure)
        return met(
            "Two people have looked at each. It is shared with nobody yet.",
            figure=figure,
            as_of=own.newest_at,
        )


CHECK: Check = OwnList()
