"""ICU-C9.sec: what lists hold is as it was written, and nobody but the service can read it."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, HOUR, NOW, with_lists, without
from lapwing.compliance.facts import Facts, ListsReadFact, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import DAY as A_DAY
from lapwing.model.plugins import Manifest

_READ = ListsReadFact(begun_at=NOW - HOUR, whole=frozenset(each.name for each in GOOD.lists), damaged=())


class ListsGuarded:
    """See the manifest."""

    manifest = Manifest(
        name="lists_guarded",
        title="Lists are whole, and closed to everybody else",
        about=(
            "In the last 24 hours every byte of every list was read and was what was written; their files "
            "are open to the service's user alone; a person attests that the disk beneath is encrypted."
        ),
        limits=(
            "The system's administrator can read the files; reads are not logged one by one. Updates count "
            "by whoever brings them: a source's signature is not checked. Encryption is stated, not computed."
        ),
    )
    rows = frozenset({"ICU-C9.sec"})
    needs = frozenset({Need.LISTS, Need.LISTS_READ, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "never read": replace(GOOD, lists_read=None),
            "read two days ago": replace(GOOD, lists_read=replace(_READ, begun_at=NOW - 2 * DAY)),
            "one is damaged": replace(GOOD, lists_read=replace(_READ, damaged=("hashes",))),
            "one was not read": replace(GOOD, lists_read=replace(_READ, whole=_READ.whole - {"hashes"})),
            "others may read one": with_lists(*(replace(each, exposed=1) for each in GOOD.lists)),
            "one is shorter by now": with_lists(replace(GOOD.lists[0], is_whole=False), *GOOD.lists[1:]),
            "no list": with_lists(),
            "nobody attested": without("ICU-C9.sec"),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        return combined(
            _read(facts, now=now),
            _closed(facts),
            stated(facts, "ICU-C9.sec", "that the disk beneath the lists is encrypted", now=now),
        )


def _read(facts: Facts, *, now: datetime) -> Outcome:
    run = facts.lists_read
    if run is None:
        return due("The lists were never read as a whole; the worker does it once a day.")
    shorter = {each.name for each in facts.lists if not each.is_whole}
    damaged = sorted(shorter.union(run.damaged))
    figure = f"{len(run.whole) - len(run.whole & shorter)} lists whole"
    if damaged:
        return failing(f"Not as it was written: {', '.join(damaged)}.", figure=figure, as_of=run.begun_at)
    if now - run.begun_at > A_DAY:
        return due("The lists were last read as a whole over a day ago.", figure=figure, as_of=run.begun_at)
    unread = sorted(each.name for each in facts.lists if each.serves and each.name not in run.whole)
    if unread:
        return due(f"Not read yet: {', '.join(unread)}.", figure=figure, as_of=run.begun_at)
    return met("", figure=figure, as_of=run.begun_at)


def _closed(facts: Facts) -> Outcome:
    if not any(each.serves for each in facts.lists):
        return due("No list serves.")
    open_to_others = sorted(each.name for each in facts.lists if each.exposed)
    if open_to_others:
        names = ", ".join(open_to_others)
        return failing(f"Others than the service's user may read or change: {names}. See lapwing doctor.")
    return met("", figure=f"{len(facts.lists)} closed to others", as_of=facts.as_of)


CHECK: Check = ListsGuarded()
