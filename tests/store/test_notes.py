"""Every checkpoint is exported, however many there are, without all of them being in memory."""

from types import GeneratorType

import pytest

from lapwing.service.store.reads import ledger
from lapwing.service.store.records.models import CheckpointRow
from tests.django_world import Database
from tests.spine_material import NOW


def test_notes_come_page_by_page_oldest_first(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.kind
    monkeypatch.setattr(ledger, "_PAGE_LINES", 3)
    for size in (5, 2, 9, 1, 7, 8, 3):
        CheckpointRow.objects.create(size=size, root=b"", at=NOW, text=f"note {size}", frontier=b"")
    notes = ledger.notes()
    assert isinstance(notes, GeneratorType)
    assert list(notes) == [f"note {size}".encode() for size in (1, 2, 3, 5, 7, 8, 9)]
