"""Attestations in a database."""

from collections.abc import Sequence

from lapwing.model.attestations import Attestation
from lapwing.service.store.records.models import AttestationRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf


class DjangoAttestations(DjangoShelf[Attestation]):
    """See model.works.Attestations."""

    def __init__(self, session: Session) -> None:
        """Keep attestations."""
        super().__init__(session, noun="attestation", model=AttestationRow, kind=Attestation)

    def of_row(self, row: str) -> Sequence[Attestation]:
        """Return the attestations about a row, newest first."""
        return self._all(AttestationRow.objects.filter(row=row).order_by("-at", "-id"), row)
