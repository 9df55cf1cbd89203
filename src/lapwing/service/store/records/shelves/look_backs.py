"""What is remembered of content, and look-backs, in a database."""

from collections.abc import Sequence
from typing import Any

from lapwing.model.content import ContentId
from lapwing.model.look_backs import Fingerprints, LookBack, LookBackState, Place
from lapwing.service.store.form import is_key, require_key
from lapwing.service.store.records.adding import adding
from lapwing.service.store.records.models import FingerprintsRow, LookBackRow
from lapwing.service.store.records.session import Session, moment
from lapwing.service.store.records.shelves.shelf import DjangoShelf

_COLUMNS = '"content_id", "kind", "seen_at", "packed"'
_FIND = f'SELECT {_COLUMNS} FROM "records_fingerprints" WHERE "content_id" = %s'  # noqa: S608  # the same
_FIRST = f'SELECT {_COLUMNS} FROM "records_fingerprints" ORDER BY "seen_at", "content_id" LIMIT %s'  # noqa: S608  # the same
_AFTER = f"""
SELECT {_COLUMNS} FROM "records_fingerprints" WHERE ("seen_at", "content_id") > (%s, %s)
ORDER BY "seen_at", "content_id" LIMIT %s
"""  # noqa: S608  # the same
_FORGET = 'DELETE FROM "records_fingerprints" WHERE "content_id" = %s'


class DjangoMemory:
    """See model.works.Memory."""

    def __init__(self, session: Session) -> None:
        """Remember by *session*."""
        self._session = session

    def put(self, remembered: Fingerprints) -> None:
        """Keep what is remembered of a content, in the place of what was remembered of it before."""
        require_key(remembered.content_id, remembered.kind)
        values = (remembered.content_id, remembered.kind, remembered.seen_at, remembered.packed)
        self._session.add(adding(FingerprintsRow, replaces=True), values, each_is_new=False)

    def find(self, content_id: ContentId) -> Fingerprints | None:
        """Return what is remembered of a content, or None."""
        rows = self._session.rows(_FIND, (content_id,)) if is_key(content_id) else []
        return next(map(self._read, rows), None)

    def after(self, place: Place | None, *, most: int) -> Sequence[Fingerprints]:
        """Return what comes after a place, from the beginning for None, at most so many."""
        if place is None:
            rows = self._session.rows(_FIRST, (most,))
        else:
            rows = self._session.rows(_AFTER, (place.seen_at, place.content_id, most))
        return [self._read(row) for row in rows]

    def forget(self, content_ids: Sequence[ContentId]) -> int:
        """Forget these contents; return how many were remembered."""
        return sum(self._session.change(_FORGET, (each,)) for each in content_ids if is_key(each))

    def _read(self, row: tuple[Any, ...]) -> Fingerprints:
        content_id, kind, seen_at, packed = row
        return Fingerprints(content_id=content_id, kind=kind, seen_at=moment(seen_at), packed=bytes(packed))


class DjangoLookBacks(DjangoShelf[LookBack]):
    """See model.works.LookBacks."""

    def __init__(self, session: Session) -> None:
        """Keep look-backs."""
        super().__init__(session, noun="look-back", model=LookBackRow, kind=LookBack)

    def newest_of(self, list_name: str) -> LookBack | None:
        """Return the look-back of a list that began last, or None."""
        found = LookBackRow.objects.filter(list_name=list_name).order_by("-begun_at", "-id")[:1]
        return next(iter(self._all(found, list_name)), None)

    def unfinished(self) -> Sequence[LookBack]:
        """Return those that are not done, of every list, oldest first."""
        open_ones = (LookBackState.RUNNING, LookBackState.SETTLING)
        return self._all(LookBackRow.objects.filter(state__in=open_ones).order_by("begun_at", "id"))
