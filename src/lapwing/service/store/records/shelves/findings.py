"""Findings in a database."""

from collections.abc import Sequence

from lapwing.model.cases import Finding
from lapwing.service.store.records.models import FindingRow
from lapwing.service.store.records.session import Session
from lapwing.service.store.records.shelves.shelf import DjangoShelf


class DjangoFindings(DjangoShelf[Finding]):
    """See model.works.Findings."""

    def __init__(self, session: Session) -> None:
        """Keep findings."""
        super().__init__(session, noun="finding", model=FindingRow, kind=Finding)

    def of_case(self, case: str) -> Sequence[Finding]:
        """Return the findings of a case, oldest first."""
        return self._all(FindingRow.objects.filter(case=case).order_by("at", "id"), case)
