"""ICU-C9.human: people look at a share of what each list brings, and how often it errs is counted daily."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, HOUR, NOW
from lapwing.compliance.facts import Facts, ListErrs, MatchesFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import DAY as A_DAY
from lapwing.compliance.spans import MONTH
from lapwing.model.plugins import Manifest

_HASHES = ListErrs(
    name="hashes", matched=400, looked_at=30, false=1, most_false=0.2, ripe=380, ripe_looked_at=28
)
_RUN = MatchesFact(at=NOW - HOUR, share=0.05, lists=(_HASHES,))


class MatchesReviewed:
    """See the manifest."""

    manifest = Manifest(
        name="matches_reviewed",
        title="People look at a share of every list's matches",
        about=(
            "In 30 days people decided on at least the policy's share of what each list led to, and in the "
            "last 24 hours it was counted how much of that was false."
        ),
        limits=(
            "The share is the policy's, the same for every list: whether it fits a list's accuracy is for "
            "people. What came within a day is not held against them."
        ),
    )
    rows = frozenset({"ICU-C9.human"})
    needs = frozenset({Need.MATCHES})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "never counted": replace(GOOD, matches=None),
            "counted two days ago": replace(GOOD, matches=replace(_RUN, at=NOW - 2 * DAY)),
            "the policy draws nothing": replace(GOOD, matches=replace(_RUN, share=0.0)),
            "no list brought anything": replace(GOOD, matches=replace(_RUN, lists=())),
            "nobody looked": replace(
                GOOD, matches=replace(_RUN, lists=(replace(_HASHES, looked_at=0, ripe_looked_at=0),))
            ),
            "one list of two was not looked at": replace(
                GOOD,
                matches=replace(
                    _RUN,
                    lists=(_HASHES, replace(_HASHES, name="terms", looked_at=2, ripe_looked_at=2)),
                ),
            ),
            "nobody has looked at what came today": replace(
                GOOD,
                matches=replace(_RUN, lists=(replace(_HASHES, looked_at=0, ripe=0, ripe_looked_at=0),)),
            ),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        run = facts.matches
        if run is None:
            return due("It was never counted how often lists err; the worker does it once a day.")
        if now - run.at > A_DAY:
            return due("How often lists err was last counted over a day ago.", as_of=run.at)
        if not run.share:
            return failing("The policy draws nothing for review.", as_of=run.at)
        if not run.lists:
            return due(f"No list led to anything in {MONTH.days} days, so nothing shows how often it errs.")
        return _looked_at(run)


def _looked_at(run: MatchesFact) -> Outcome:
    figure = _figure(run)
    behind = [each.name for each in run.lists if each.ripe_looked_at < run.share * each.ripe]
    if behind:
        return failing(f"People looked at less than the policy's share: {', '.join(behind)}.", figure=figure)
    short = [each.name for each in run.lists if each.looked_at < run.share * each.matched]
    if short:
        return due(f"What came today has not been looked at: {', '.join(short)}.", figure=figure)
    return met("", figure=figure, as_of=run.at)


def _figure(run: MatchesFact) -> str:
    matched, looked_at = (sum(getattr(each, what) for each in run.lists) for what in ("matched", "looked_at"))
    false = sum(each.false for each in run.lists)
    lists = "1 list" if len(run.lists) == 1 else f"{len(run.lists)} lists"
    return f"{lists}: {looked_at} of {matched} matches looked at, {false} false; at least {run.share:.1%}"


CHECK: Check = MatchesReviewed()
