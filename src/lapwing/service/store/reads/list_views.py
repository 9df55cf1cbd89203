"""The reference lists as a page shows them: what they are, what serves, what waits, and who did what."""

from dataclasses import dataclass
from datetime import datetime

from lapwing.lists.closeness import PERCEPTUAL
from lapwing.lists.versions import State, Version
from lapwing.model.lists import ListInfo
from lapwing.service.store.list_acts import Act
from lapwing.service.store.lists import Lists, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list. standings: its versions, newest first. journal: newest first. retired: the act, if it is."""

    info: ListInfo
    standings: tuple[Standing, ...]
    journal: tuple[Act, ...]
    retired: Act | None

    @property
    def serving(self) -> Version | None:
        """Return the version that serves, or did before the list was retired."""
        return next((each.version for each in self.standings if each.state is State.SERVING), None)

    @property
    def waiting(self) -> tuple[Standing, ...]:
        """Return the versions that wait for a person."""
        return tuple(each for each in self.standings if each.state is State.HELD)

    @property
    def imported_at(self) -> datetime | None:
        """Return when the version that serves was imported."""
        return None if self.serving is None else self.serving.provenance.imported_at

    @property
    def is_compared_by_looks(self) -> bool:
        """Say whether the version that serves has fingerprints that are compared by distance."""
        return self.serving is not None and bool(PERCEPTUAL & self.serving.counts.keys())


def list_views(lists: Lists) -> tuple[ListView, ...]:
    """Return every list, in name order.

    Raises:
        IntegrityLost: a list is not what was written.
    """
    return tuple(list_view(lists, name) for name in lists.names())


def list_view(lists: Lists, name: str) -> ListView:
    """Return one list.

    Raises:
        NoSuchList: there is none of that name. IntegrityLost: it is not what was written.
    """
    return ListView(
        info=lists.info(name),
        standings=tuple(reversed(lists.versions(name))),
        journal=tuple(reversed(lists.journal(name))),
        retired=lists.retired(name),
    )
