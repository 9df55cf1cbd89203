"""What the versions of reference lists show: that there are some of a kind, whole, and how old they are."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from lapwing.compliance.facts import Facts, ListFact
from lapwing.compliance.port import Outcome, due, failing, met
from lapwing.compliance.spans import ago
from lapwing.model.canary import CANARY_LIST
from lapwing.model.lists import ListClass

HASHES = frozenset({"md5", "sha1", "sha256", "pdq"})
ADDRESSES = frozenset({"url", "url-prefix", "domain"})
TERMS = frozenset({"term"})

_OURS = frozenset({ListClass.OWN, ListClass.ALLOW})


def reference_lists(facts: Facts) -> tuple[ListFact, ...]:
    """Return the lists that others keep and that serve: not our own findings, exceptions or canaries."""
    return tuple(
        each
        for each in facts.lists
        if each.serves and each.list_class not in _OURS and each.name != CANARY_LIST
    )


def in_time(
    facts: Facts,
    kinds: Collection[str],
    what: str,
    *,
    now: datetime,
    within: timedelta,
    holds: Callable[[ListFact], bool] = lambda _: True,
) -> Outcome:
    """Return whether the newest list of these kinds of entry, of which something holds, is young and whole.

    what: what such a list is called, for people.
    """
    found = [each for each in reference_lists(facts) if each.counts.keys() & set(kinds) and holds(each)]
    if not found:
        return due(f"No {what} serves.")
    damaged = sorted(each.name for each in found if not each.is_whole)
    if damaged:
        return failing(f"Not as it was written: {', '.join(damaged)}.")
    newest = max((each.synced_at for each in found if each.synced_at), default=None)
    if newest is None:
        return due(f"It is not recorded when a {what} was brought.")
    figure = f"newest {what} {ago(newest, now=now)}"
    if now - newest > within:
        return due(f"The newest {what} was brought {ago(newest, now=now)}.", figure=figure, as_of=newest)
    return met("", figure=figure, as_of=newest)
