"""What lies before one person: the cases that they have in hand, and what is sealed of them."""

from collections.abc import Sequence
from datetime import datetime

from lapwing.model.cases import Case, CaseState
from lapwing.model.evidence import Purpose, Sealed
from lapwing.service.store.reads.rows import by_key, question, records
from lapwing.service.store.records.models import CaseRow, SealedRow


@question
def cases_in_hand(person: str, *, now: datetime, using: str = "default") -> Sequence[Case]:
    """Return the undecided cases that an actor has in hand, whichever runs out first first."""
    found = CaseRow.objects.using(using).exclude(state=CaseState.DECIDED).filter(claimed_until__gt=now)
    return records(by_key(found, claimed_by=person).order_by("claimed_until", "id"), Case)


@question
def evidence_of(items: Sequence[str], contents: Sequence[str], *, using: str = "default") -> Sequence[Sealed]:
    """Return what was sealed of some contents for some items, oldest first, with what was erased since."""
    rows = SealedRow.objects.using(using).filter(content_id__in=contents, purpose=Purpose.EVIDENCE)
    found = records(rows.order_by("sealed_at", "id"), Sealed)
    return [sealed for sealed in found if sealed.item in items]
