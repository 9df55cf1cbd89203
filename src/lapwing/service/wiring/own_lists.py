"""Our own lists: what people confirmed, what they found harmless, canaries; made with the first entry."""

from collections.abc import Iterable
from datetime import datetime

from lapwing.flows.change_entries import NewEntry, put_entries, take_out_entries
from lapwing.flows.import_list import Kinds
from lapwing.flows.learn import EXCEPTIONS, OWN_LIST
from lapwing.lists.versions import State
from lapwing.model.canary import CANARY_LIST
from lapwing.model.errors import IntegrityLost
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.service.store.lists import Lists, ListThere

_OPERATOR = "this service"
INFOS = {
    OWN_LIST: ListInfo(
        name=OWN_LIST,
        title="Confirmed by our own reviewers",
        source=_OPERATOR,
        list_class=ListClass.OWN,
        tier=Tier.REVIEWED,
    ),
    EXCEPTIONS: ListInfo(
        name=EXCEPTIONS,
        title="Found harmless by our own reviewers",
        source=_OPERATOR,
        list_class=ListClass.ALLOW,
        tier=Tier.REVIEWED,
    ),
    CANARY_LIST: ListInfo(
        name=CANARY_LIST,
        title="Harmless content that shows whether listed content is stopped",
        source=_OPERATOR,
        list_class=ListClass.OWN,
        tier=Tier.REVIEWED,
    ),
}


class StoredOwnLists:
    """See flows.learn.OwnLists."""

    def __init__(self, lists: Lists, kinds: Kinds) -> None:
        """Keep them among *lists*."""
        self._lists, self._kinds = lists, kinds

    def active(self, list_name: str, ids: Iterable[str]) -> frozenset[str]:
        """Return those of *ids* that are entries of the list and not retired."""
        wanted, serving = frozenset(ids), self._serving(list_name)
        if not wanted or serving is None:
            return frozenset()
        entries = self._lists.entries(list_name, serving)
        return frozenset(each.id for each in entries if each.id in wanted and each.retired_on is None)

    def put(self, list_name: str, entries: tuple[NewEntry, ...], *, by: str, why: str, now: datetime) -> int:
        """Put entries on the list, made if there is none yet, and let it serve; return the version."""
        self._make(list_name, by=by, now=now)
        imported = put_entries(
            list_name, entries, store=self._lists, kinds=self._kinds, by=by, why=why, now=now
        )
        return imported.version.number

    def take_out(self, list_name: str, ids: tuple[str, ...], *, by: str, why: str, now: datetime) -> int:
        """Retire entries of the list; return the version that serves without them."""
        taken = take_out_entries(list_name, ids, store=self._lists, by=by, why=why, now=now)
        return taken.version.number

    def _make(self, list_name: str, *, by: str, now: datetime) -> None:
        if list_name in self._lists.names():
            return
        try:
            self._lists.add(INFOS[list_name], by=by, now=now)
        except ListThere:  # somebody else was faster
            if list_name not in self._lists.names():
                raise IntegrityLost(f"the list {list_name} cannot be made") from None

    def _serving(self, list_name: str) -> int | None:
        if list_name not in self._lists.names():
            return None
        for standing in self._lists.versions(list_name):
            if standing.state is State.SERVING:
                return standing.version.number
        return None
