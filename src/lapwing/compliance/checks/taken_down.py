"""ICU-C2, OFC.3: what was shown and then decided against is taken down swiftly, with its copies."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW
from lapwing.compliance.facts import Facts, Need, OwedFact, TakedownsFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import WEEK, percentile_95
from lapwing.model.plugins import Manifest

MOST_SECONDS = 60
"""From the decision to being gone, for 95 in 100: the catalogue, row ICU-C2."""

_DOWN = TakedownsFact(seconds=(2, 3), asked_at=(), newest_at=NOW - DAY, copies=0)
_OWED = OwedFact(delivered=2, overdue=0, dead=0, newest_at=NOW - DAY)


class TakenDown:
    """See the manifest."""

    manifest = Manifest(
        name="taken_down",
        title="What is decided is taken down within a minute",
        about=(
            "In 30 days, 95 in 100 published items that were held or blocked were gone in a minute; one "
            "was, within a week."
        ),
        limits="When an item was gone is what the platform told.",
    )
    rows = frozenset({"ICU-C2", "OFC.3"})
    needs = frozenset({Need.TAKEDOWNS, Need.OWED})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "one took an hour": replace(GOOD, takedowns=replace(_DOWN, seconds=(3600,))),
            "one is still shown": replace(GOOD, takedowns=replace(_DOWN, asked_at=(NOW - DAY,))),
            "a copy is still shown": replace(GOOD, takedowns=replace(_DOWN, copies=1)),
            "none within a week": replace(GOOD, takedowns=replace(_DOWN, newest_at=NOW - 9 * DAY)),
            "none": replace(GOOD, takedowns=replace(_DOWN, seconds=(), newest_at=None)),
            "messages wait": replace(GOOD, owed=replace(_OWED, overdue=2)),
            "messages were given up": replace(GOOD, owed=replace(_OWED, dead=1)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        return combined(_swift(facts, now=now), _told(facts))


def _swift(facts: Facts, *, now: datetime) -> Outcome:
    down = facts.takedowns
    if down is None or not (down.seconds or down.asked_at):
        return due("Nothing published was decided against in 30 days, so nothing shows how swift it is.")
    shown = sum((now - each).total_seconds() > MOST_SECONDS for each in down.asked_at)
    if shown or down.copies:
        return failing(f"{shown} items and {down.copies} copies are still shown.", as_of=down.newest_at)
    if not down.seconds or down.newest_at is None or now - down.newest_at > WEEK:
        return due("The last time that something was taken down is over a week ago.", as_of=down.newest_at)
    slow = percentile_95(down.seconds)
    figure = f"95 in 100 within {slow} seconds, of {len(down.seconds)}"
    if slow > MOST_SECONDS:
        return failing("It took longer than a minute.", figure=figure, as_of=down.newest_at)
    return met("", figure=figure, as_of=down.newest_at)


def _told(facts: Facts) -> Outcome:
    owed = facts.owed
    if owed is None:
        return due("Nothing is recorded of messages to the platform.")
    if owed.overdue or owed.dead:
        return failing(f"{owed.overdue} messages to the platform wait, {owed.dead} were given up.")
    return met("", figure=f"{owed.delivered} messages taken", as_of=owed.newest_at or facts.as_of)


CHECK: Check = TakenDown()
