"""Accounts, surfaces, destinations and what is owed to them, in a database."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from lapwing.model.decision import Surface
from lapwing.model.platform import Account, Destination, Message, MessageState
from lapwing.model.works import Changed, Missing
from lapwing.service.store.form import is_key, read, require_key, stored
from lapwing.service.store.records.models import AccountRow, DestinationRow, MessageRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf

_GET_SURFACE = 'SELECT "body" FROM "records_surface" WHERE "id" = %s'
_PUT_SURFACE = """
INSERT INTO "records_surface" ("id", "body") VALUES (%s, %s)
ON CONFLICT ("id") DO UPDATE SET "body" = excluded."body"
"""
_REMOVE_DESTINATION = 'DELETE FROM "records_destination" WHERE "id" = %s AND "version" = %s'
_EVERY_SURFACE = 'SELECT "body" FROM "records_surface" ORDER BY "id"'


class DjangoAccounts(DjangoShelf[Account]):
    """Accounts by the platform's id."""

    def __init__(self, session: Session) -> None:
        """Keep accounts."""
        super().__init__(session, noun="account", model=AccountRow, kind=Account)


class DjangoDestinations(DjangoShelf[Destination]):
    """See model.works.Destinations."""

    def __init__(self, session: Session) -> None:
        """Keep destinations."""
        super().__init__(session, noun="destination", model=DestinationRow, kind=Destination)

    def every(self) -> Sequence[Destination]:
        """Return all of them in name order."""
        return self._all(DestinationRow.objects.order_by("id"))

    def remove(self, destination: Destination) -> None:
        """Take out the destination of that name and version, or raise Missing or Changed."""
        name, version = destination.name, destination.version
        if not is_key(name) or not self.session.change(_REMOVE_DESTINATION, (name, version)):
            self.session.require_first("records_destination", name, version=version)
            self.get(name)
            raise Changed(self.noun)
        self.session.seen["records_destination", name] = 0


class DjangoOutbox(DjangoShelf[Message]):
    """See model.works.Outbox."""

    def __init__(self, session: Session) -> None:
        """Keep messages."""
        super().__init__(session, noun="message", model=MessageRow, kind=Message)

    def due(self, *, now: datetime, most: int) -> Sequence[Message]:
        """Return messages that are due and that no worker has, longest due first."""
        found = MessageRow.objects.filter(
            Q(held_until=None) | Q(held_until__lte=now), state=MessageState.DUE, due_at__lte=now
        )
        return self._all(found.order_by("due_at", "id")[:most])


class DjangoSurfaces:
    """See model.works.Surfaces."""

    def __init__(self, session: Session) -> None:
        """Keep surfaces."""
        self._session = session

    def get(self, name: str) -> Surface:
        """Return the surface called that, or raise Missing."""
        known = self._session.surfaces.get(name)
        if known is not None:
            return known
        row = self._session.row_of(_GET_SURFACE, name) if is_key(name) else None
        if row is None:
            raise Missing(f"surface {name!r}")
        return self._session.surfaces.setdefault(name, read(row[0], Surface))

    def put(self, surface: Surface) -> None:
        """Keep a surface, in the place of the one of that name if there is one."""
        require_key(surface.name)
        self._session.surfaces.clear()
        self._session.change(_PUT_SURFACE, (surface.name, stored(surface).decode()))

    def every(self) -> Sequence[Surface]:
        """Return all of them in name order."""
        return [read(body, Surface) for (body,) in self._session.rows(_EVERY_SURFACE, ())]
