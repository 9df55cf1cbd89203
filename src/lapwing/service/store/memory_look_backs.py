"""What is remembered of content, and look-backs, in memory."""

from collections.abc import Sequence
from datetime import datetime

from lapwing.model.content import ContentId
from lapwing.model.look_backs import Fingerprints, LookBack, LookBackState, Place
from lapwing.service.store.form import require_key
from lapwing.service.store.memory_shelves import MemoryShelf, Rows


class MemoryMemory:
    """See model.works.Memory."""

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        self.rows = Rows[Fingerprints]()

    def put(self, remembered: Fingerprints) -> None:
        """Keep what is remembered of a content, in the place of what was remembered of it before."""
        require_key(remembered.content_id, remembered.kind)
        self.rows.put(remembered.content_id, remembered)

    def find(self, content_id: ContentId) -> Fingerprints | None:
        """Return what is remembered of a content, or None."""
        return self.rows.by_key.get(content_id)

    def after(self, place: Place | None, *, most: int) -> Sequence[Fingerprints]:
        """Return what comes after a place, from the beginning for None, at most so many."""
        later = (each for each in self.rows.by_key.values() if place is None or _place(each) > place)
        return sorted(later, key=_place)[:most]

    def forget(self, content_ids: Sequence[ContentId]) -> int:
        """Forget these contents; return how many were remembered."""
        return sum(self.rows.remove(each) for each in content_ids)


class MemoryLookBacks(MemoryShelf[LookBack]):
    """See model.works.LookBacks."""

    def newest_of(self, list_name: str) -> LookBack | None:
        """Return the look-back of a list that began last, or None."""
        found = self._where(lambda each: each.list_name == list_name, by=_begun)
        return next(reversed(found), None)

    def unfinished(self) -> Sequence[LookBack]:
        """Return those that are not done, of every list, oldest first."""
        return self._where(lambda each: each.state is not LookBackState.DONE, by=_begun)


def _place(remembered: Fingerprints) -> Place:
    """Return where a record stands in the order."""
    return Place(remembered.seen_at, remembered.content_id)


def _begun(look_back: LookBack) -> tuple[datetime, str]:
    """Order look-backs by when they began."""
    return look_back.begun_at, look_back.id
