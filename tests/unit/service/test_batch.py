"""Items are screened side by side, large files one at a time."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from time import sleep

import pytest

from lapwing.model.content import Grain
from lapwing.model.decision import Context
from lapwing.model.signals import Measured
from lapwing.service import batch
from lapwing.service.batch import Job, screen_items
from lapwing.service.items import Item, size_of
from tests.canary_material import Measurer, kit
from tests.policy_material import surface


class Counting(Measurer):
    """Counts how many it measures at a time."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._turn = Lock()

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        with self._turn:
            self.now += 1
            self.most = max(self.most, self.now)
        sleep(0.02)
        with self._turn:
            self.now -= 1
        return super().measure(untrusted_data, kind=kind, grain=grain)


@pytest.mark.slow
@pytest.mark.parametrize(("size_bytes", "most"), [(100, 2), (101, 1)])
def test_large_files_are_in_memory_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size_bytes: int, most: int
) -> None:
    monkeypatch.setattr(batch, "LARGE_BYTES", 100)
    for number in range(4):
        (tmp_path / f"{number}").write_bytes(os.urandom(size_bytes))
    counting = Counting()
    job = Job(
        kit=replace(kit(), measurer=counting),
        context=Context(surface=surface()),
        today=date(2026, 11, 21),
        most_bytes=1000,
        kind="image",
        recognise=lambda _: None,
        in_flight=2,
    )
    items = [Item(name=f"{number}", path=tmp_path / f"{number}") for number in range(4)]
    assert len(list(screen_items(items, job=job))) == 4
    assert counting.most == most


def test_a_file_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert size_of(Item(name="gone", path=tmp_path / "gone")) == 0
    assert size_of(Item(name="-", data=b"here")) == 0
