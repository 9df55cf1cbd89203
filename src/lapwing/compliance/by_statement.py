"""What people's statements show, where a check looks at them beside what is computed."""

from collections.abc import Collection
from datetime import datetime

from lapwing.compliance.facts import Facts
from lapwing.compliance.port import Outcome, due, met


def stated(facts: Facts, row: str, what: str, *, now: datetime, since: datetime | None = None) -> Outcome:
    """Return whether somebody attests *row* now, and did so after *since* where that is given.

    what: what has to be stated, for people.
    """
    found = facts.stated(row, now=now)
    if not found:
        return due(f"Nobody has attested {what}.")
    newest = found[0]
    if since is not None and newest.at < since:
        return due(f"What was attested of {what} is older than the last change.", as_of=newest.at)
    return met(f"{what.capitalize()}: stated by {newest.by}.", figure="", as_of=newest.at)


def stated_of_each(facts: Facts, row: str, names: Collection[str], what: str, *, now: datetime) -> Outcome:
    """Return whether somebody attests *row* of each of some names."""
    if not names:
        return due(f"There is none of whom {what} could be stated.")
    of = {each.about: each for each in reversed(facts.stated(row, now=now))}
    missing = sorted(set(names) - of.keys())
    figure = f"{len(set(names)) - len(missing)} of {len(set(names))}"
    if missing:
        return due(f"Nobody has attested {what} of: {', '.join(missing)}.", figure=figure)
    by = ", ".join(sorted({of[name].by for name in names}))
    return met(
        f"{what.capitalize()}: stated by {by}.", figure=figure, as_of=min(of[name].at for name in names)
    )
