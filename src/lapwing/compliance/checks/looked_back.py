"""P1.A3: what was let in is compared with lists as they grow, and what is confirmed is shown nowhere."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_list import ADDRESSES, HASHES, reference_lists
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW
from lapwing.compliance.facts import Facts, ListFact, LookBackFact, Need, TakedownsFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import WEEK
from lapwing.model.plugins import Manifest

MOST_SECONDS = 24 * 3600
"""From a list's change to everything let in being compared with it; the figure is ours."""

MOST_SHOWN_SECONDS = 3600
"""For how long something that was decided against may still be shown; the figure is ours."""

_FIRST, *_REST = GOOD.look_backs


def _with(changed: LookBackFact) -> Facts:
    return replace(GOOD, look_backs=(changed, *_REST))


def _down(*asked_at: datetime, copies: int = 0) -> Facts:
    shown = TakedownsFact(seconds=(), asked_at=asked_at, newest_at=None, copies=copies)
    return replace(GOOD, takedowns=shown)


class LookedBack:
    """See the manifest."""

    manifest = Manifest(
        name="looked_back",
        title="What was let in is looked at again",
        about=(
            "Everything let in was compared with each list as it serves, within a day of its change; no copy "
            "of what a person confirmed is shown."
        ),
        limits="What is older than the operator keeps fingerprints for is not compared.",
    )
    rows = frozenset({"P1.A3"})
    needs = frozenset({Need.LISTS, Need.LOOK_BACKS, Need.TAKEDOWNS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a list that was never looked back for": replace(GOOD, look_backs=tuple(_REST)),
            "an earlier version of it was": _with(replace(_FIRST, version=2)),
            "it took two days": _with(replace(_FIRST, changed_at=NOW - 3 * DAY)),
            "it has run for two days": _with(replace(_FIRST, changed_at=NOW - 2 * DAY, done_at=None)),
            "it has just begun": _with(replace(_FIRST, done_at=None)),
            "a copy is still shown": _down(copies=1),
            "something is not taken down": _down(NOW - DAY),
            "no list": replace(GOOD, lists=()),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        compared = HASHES | ADDRESSES
        lists = [each for each in reference_lists(facts) if each.counts.keys() & compared]
        if not any(each.synced_at and now - each.synced_at <= WEEK for each in lists):
            return due("No list of others was brought within a week.")
        newest = {each.list_name: each for each in facts.look_backs}
        return combined(*(_of(each, newest.get(each.name), now) for each in lists), _shown(facts, now=now))


def _of(each: ListFact, newest: LookBackFact | None, now: datetime) -> Outcome:
    if newest is None or newest.version != each.version:
        return due(f"What was let in has not been compared with {each.name} as it serves.")
    seconds = int(((newest.done_at or now) - newest.changed_at).total_seconds())
    if seconds > MOST_SECONDS:
        return failing(f"Comparing what was let in with {each.name} took or takes over a day.")
    if newest.done_at is None:
        return due(f"What was let in is being compared with {each.name}.")
    return met("", figure=f"{each.name} within {seconds // 60 + 1} minutes", as_of=newest.done_at)


def _shown(facts: Facts, *, now: datetime) -> Outcome:
    down = facts.takedowns
    if down is None:
        return due("Nothing is recorded of what was taken down.")
    late = sum((now - each).total_seconds() > MOST_SHOWN_SECONDS for each in down.asked_at)
    if down.copies or late:
        return failing(
            f"{down.copies} copies of what was confirmed and {late} stopped items are still shown."
        )
    return met("", figure="", as_of=facts.as_of)


CHECK: Check = LookedBack()
