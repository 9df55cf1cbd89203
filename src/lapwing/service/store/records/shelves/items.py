"""Items in a database."""

from collections.abc import Sequence
from datetime import datetime

from lapwing.model.content import ContentId
from lapwing.model.platform import Item, ItemState
from lapwing.service.store.records.models import ItemRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf


class DjangoItems(DjangoShelf[Item]):
    """See model.works.Items."""

    def __init__(self, session: Session) -> None:
        """Keep items."""
        super().__init__(session, noun="item", model=ItemRow, kind=Item)

    def of_content(self, content_id: ContentId) -> Sequence[Item]:
        """Return every item of that content, oldest first."""
        found = ItemRow.objects.filter(content_id=content_id).order_by("received_at", "id")
        return self._all(found, content_id)

    def waiting(self, *, before: datetime, most: int) -> Sequence[Item]:
        """Return items received before then whose screening is not finished, oldest first."""
        found = ItemRow.objects.filter(state=ItemState.WAITING, received_at__lt=before)
        return self._all(found.order_by("received_at", "id")[:most])
