"""What a write is given: the shelves of one writer, and the acts that it records."""

from functools import cached_property

from lapwing.model.acts import Act
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.attestations import DjangoAttestations
from lapwing.service.store.records.shelves.cases import DjangoCases
from lapwing.service.store.records.shelves.decisions import DjangoDecisions
from lapwing.service.store.records.shelves.evidence import DjangoExposures, DjangoSealed
from lapwing.service.store.records.shelves.findings import DjangoFindings
from lapwing.service.store.records.shelves.items import DjangoItems
from lapwing.service.store.records.shelves.look_backs import DjangoLookBacks, DjangoMemory
from lapwing.service.store.records.shelves.platform import (
    DjangoAccounts,
    DjangoDestinations,
    DjangoOutbox,
    DjangoSurfaces,
)


class DjangoWork:
    """See model.works.Work. A shelf is made when it is asked for; most writes need two or three."""

    def __init__(self, session: Session) -> None:
        """Write by *session*."""
        self._session = session
        self.acts: list[Act] = []

    @cached_property
    def decisions(self) -> DjangoDecisions:
        """Return the decisions."""
        return DjangoDecisions(self._session)

    @cached_property
    def items(self) -> DjangoItems:
        """Return the items."""
        return DjangoItems(self._session)

    @property
    def accounts(self) -> DjangoAccounts:
        """Return the accounts."""
        return DjangoAccounts(self._session)

    @property
    def surfaces(self) -> DjangoSurfaces:
        """Return the surfaces."""
        return DjangoSurfaces(self._session)

    @property
    def cases(self) -> DjangoCases:
        """Return the cases."""
        return DjangoCases(self._session)

    @property
    def findings(self) -> DjangoFindings:
        """Return the findings."""
        return DjangoFindings(self._session)

    @property
    def sealed(self) -> DjangoSealed:
        """Return what is sealed."""
        return DjangoSealed(self._session)

    @property
    def exposures(self) -> DjangoExposures:
        """Return who saw what."""
        return DjangoExposures(self._session)

    @property
    def outbox(self) -> DjangoOutbox:
        """Return the outgoing messages."""
        return DjangoOutbox(self._session)

    @property
    def destinations(self) -> DjangoDestinations:
        """Return where webhooks go."""
        return DjangoDestinations(self._session)

    def forget(self) -> None:
        """Look again at what this write may have changed, now that it is taken back."""
        self._session.surfaces.clear()

    @property
    def attestations(self) -> DjangoAttestations:
        """Return what people stated."""
        return DjangoAttestations(self._session)

    @cached_property
    def memory(self) -> DjangoMemory:
        """Return what is remembered of content."""
        return DjangoMemory(self._session)

    @property
    def look_backs(self) -> DjangoLookBacks:
        """Return the look-backs."""
        return DjangoLookBacks(self._session)

    def record(self, act: Act) -> None:
        """Make an act a line of the ledger, in the order of the calls."""
        self.acts.append(act)
