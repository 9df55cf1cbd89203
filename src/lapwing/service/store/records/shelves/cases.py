"""Cases in a database, with what is in them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Case, CaseState
from lapwing.model.content import ContentId
from lapwing.service.store.records.models import CaseContentRow, CaseItemRow, CaseRow, FindingRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf

_UNDECIDED = (CaseState.OPEN, CaseState.SECOND)


def _in_no_hands(now: datetime) -> Q:
    return Q(claimed_by=None) | Q(claimed_until=None) | Q(claimed_until__lte=now)


def _for(person: str) -> QuerySet[CaseRow]:
    """Return the undecided cases that a person may decide, in whosever hands they are."""
    theirs = FindingRow.objects.filter(case=OuterRef("id"), by=person, undone_at=None)
    # Written as the opposite of decided, which is the condition of the index that holds these few.
    undecided = CaseRow.objects.filter(~Q(state=CaseState.DECIDED)).exclude(account=CANARY_ACCOUNT)
    return undecided.filter(Q(state=CaseState.OPEN) | ~Exists(theirs))


class DjangoCases(DjangoShelf[Case]):
    """See model.works.Cases."""

    def __init__(self, session: Session) -> None:
        """Keep cases."""
        super().__init__(session, noun="case", model=CaseRow, kind=Case)

    def add(self, record: Case) -> None:
        """Keep a new case and what is in it, or raise AlreadyThere."""
        super().add(record)
        self._put_in(record)

    def save(self, record: Case) -> None:
        """Keep the next version of a case and what is in it, or raise Missing or Changed."""
        super().save(record)
        self._take_out(record)
        self._put_in(record)

    def to_join(self, content_id: ContentId) -> Case | None:
        """Return the undecided case of that content to which an item came last, or None."""
        self.session.join_in_turn()
        holding = CaseContentRow.objects.filter(content_id=content_id, case=OuterRef("id"))
        same = CaseRow.objects.filter(Exists(holding), state__in=_UNDECIDED)
        return next(iter(self._all(same.order_by("-joined_at", "-id")[:1], content_id)), None)

    def of_item(self, item: str) -> Sequence[Case]:
        """Return the cases that an item is in, newest first."""
        holding = CaseItemRow.objects.filter(item=item, case=OuterRef("id"))
        return self._all(CaseRow.objects.filter(Exists(holding)).order_by("-opened_at", "-id"), item)

    def next_in(self, queue: str | None, *, now: datetime, not_by: str) -> Case | None:
        """Return the case to take next, or None."""
        free = _for(not_by).filter(_in_no_hands(now) | Q(claimed_by=not_by))
        mine = free if queue is None else free.filter(queue=queue)
        found = self._all(mine.order_by("-priority", "opened_at", "id")[:1], not_by, queue or "")
        return next(iter(found), None)

    def oldest_above(self, priority: int, *, now: datetime, not_by: str) -> Case | None:
        """Return the graver case that has waited longest for a person, or None."""
        above = _for(not_by).filter(_in_no_hands(now), priority__gt=priority)
        return next(iter(self._all(above.order_by("opened_at", "id")[:1], not_by)), None)

    def _put_in(self, case: Case) -> None:
        """Say what is in a case, where it is not said yet."""
        CaseItemRow.objects.using(self.session.alias).bulk_create(
            [CaseItemRow(case=case.id, item=item) for item in case.items], ignore_conflicts=True
        )
        CaseContentRow.objects.using(self.session.alias).bulk_create(
            [CaseContentRow(case=case.id, content_id=content) for content in case.contents],
            ignore_conflicts=True,
        )

    def _take_out(self, case: Case) -> None:
        """Forget what is no longer in a case."""
        items = CaseItemRow.objects.using(self.session.alias).filter(case=case.id)
        items.exclude(item__in=case.items).delete()
        contents = CaseContentRow.objects.using(self.session.alias).filter(case=case.id)
        contents.exclude(content_id__in=case.contents).delete()
