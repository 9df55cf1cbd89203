"""Sealed objects, and who saw them, in a database."""

from collections.abc import Sequence

from lapwing.model.content import ContentId
from lapwing.model.evidence import Exposure, Purpose, Sealed
from lapwing.service.store.records.models import ExposureRow, SealedRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf


class DjangoSealed(DjangoShelf[Sealed]):
    """See model.works.SealedObjects."""

    def __init__(self, session: Session) -> None:
        """Keep what is known of sealed objects."""
        super().__init__(session, noun="sealed object", model=SealedRow, kind=Sealed)

    def of_content(self, content_id: ContentId, *, purpose: Purpose) -> Sequence[Sealed]:
        """Return what is still sealed of that content for that purpose, oldest first."""
        found = SealedRow.objects.filter(content_id=content_id, purpose=purpose, erased_at=None)
        return self._all(found.order_by("sealed_at", "id"), content_id)

    def held(self, *, after: str, most: int) -> Sequence[Sealed]:
        """Return what is still sealed, by id, those after an id."""
        found = SealedRow.objects.filter(id__gt=after, erased_at=None)
        return self._all(found.order_by("id")[:most], after)


class DjangoExposures(DjangoShelf[Exposure]):
    """See model.works.Exposures."""

    def __init__(self, session: Session) -> None:
        """Keep exposures."""
        super().__init__(session, noun="exposure", model=ExposureRow, kind=Exposure)

    def of_sealed(self, sealed: str) -> Sequence[Exposure]:
        """Return who saw a sealed object, oldest first."""
        return self._all(ExposureRow.objects.filter(sealed=sealed).order_by("at", "id"), sealed)
