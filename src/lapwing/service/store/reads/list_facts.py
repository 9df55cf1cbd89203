"""What the versions and journals of reference lists say, for the code register."""

from collections.abc import Mapping, Sequence

from lapwing.compliance.facts import ListFact
from lapwing.flows.change_entries import BY_HAND
from lapwing.lists.versions import State
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.list_acts import Act, What
from lapwing.service.store.lists import Lists, Standing

_BROUGHT = frozenset({What.IMPORTED, What.UNCHANGED, What.CHANGED})


def list_facts(lists: Lists) -> tuple[ListFact, ...]:
    """Return what there is to say of every list, in name order.

    Raises:
        IntegrityLost: what a list is cannot be read at all.
    """
    return tuple(_fact(lists, name) for name in lists.names())


def _fact(lists: Lists, name: str) -> ListFact:
    info, journal, standings = lists.info(name), lists.journal(name), lists.versions(name)
    serving = next((each for each in standings if each.state is State.SERVING), None)
    retired = lists.retired(name)
    before = _before(journal, standings)
    return ListFact(
        name=name,
        source=info.source,
        licence=info.licence,
        list_class=info.list_class,
        tier=info.tier,
        counts=_counts(serving),
        before=_counts(before),
        accepted=_is_accepted(journal, serving),
        synced_at=max((act.at for act in journal if act.what in _BROUGHT), default=None),
        is_whole=_is_whole(lists, name),
        exposed=len(lists.exposed(name)),
        has_mapping=serving is not None and _has_mapping(serving),
        is_retired=retired is not None,
        version=None if serving is None else serving.version.number,
        retired_why="" if retired is None else retired.why,
        threshold=info.threshold,
    )


def _counts(standing: Standing | None) -> Mapping[str, int]:
    if standing is None:
        return {}
    return {kind: count.active for kind, count in standing.version.counts.items() if count.active}


def _before(journal: Sequence[Act], standings: Sequence[Standing]) -> Standing | None:
    """Return the version that served before the one that serves."""
    was = next((act.was for act in reversed(journal) if act.was is not None), None)
    return next((each for each in standings if each.version.number == was), None)


def _is_accepted(journal: Sequence[Act], serving: Standing | None) -> bool:
    """Say whether a person decided for the version that serves."""
    number = None if serving is None else serving.version.number
    return any(act.what is What.ACCEPTED and act.version == number for act in journal)


def _has_mapping(serving: Standing) -> bool:
    made = serving.version.provenance
    return bool(made.mapping) or made.source == BY_HAND


def _is_whole(lists: Lists, name: str) -> bool:
    """Say whether a list's manifests, lengths and journal are as they were written."""
    try:
        lists.check(name)
    except IntegrityLost:
        return False
    return True
