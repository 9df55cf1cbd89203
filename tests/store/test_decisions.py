"""Decisions are kept as they were made."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapwing.model.errors import BadInput, IntegrityLost, Unavailable
from lapwing.policy.decide import canonical_bytes, read_decision
from lapwing.service.store.decisions import Decisions, NoSuchDecision
from tests.policy_material import decided, match

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
DECISION = decided(match())


def test_a_decision_comes_back_as_it_was_made(tmp_path: Path) -> None:
    store = Decisions(tmp_path / "home" / "decisions.sqlite")
    store.keep([("a.jpg", DECISION), ("b.jpg", DECISION)], at=AT)
    store.keep([("a.jpg", DECISION)], at=AT)
    found = store.find(DECISION.id[:8])
    assert [(each.item, each.decision, each.made_at) for each in found] == [
        ("a.jpg", DECISION, AT),
        ("b.jpg", DECISION, AT),
    ]


@pytest.mark.parametrize("start", ["d-", "d-0000", "d-%%%%", ""])
def test_an_id_that_names_none_is_refused(tmp_path: Path, start: str) -> None:
    store = Decisions(tmp_path / "decisions.sqlite")
    store.keep([("a.jpg", DECISION)], at=AT)
    with pytest.raises(NoSuchDecision):
        store.find(start)


def test_a_changed_decision_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    store = Decisions(path)
    store.keep([("a.jpg", DECISION)], at=AT)
    with sqlite3.connect(path) as rows:
        changed = canonical_bytes(DECISION).replace(b'"block"', b'"allow"')
        rows.execute("UPDATE decision SET body = ?", (changed,))
    rows.close()
    with pytest.raises(IntegrityLost):
        store.find(DECISION.id)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision SET id = 'd-ffffff'",
        "UPDATE decision SET body = X'ff'",
        "UPDATE decision SET item = CAST(X'ff' AS TEXT)",
        "UPDATE decision SET made_at = 'at noon'",
    ],
)
def test_a_changed_row_is_found_out_when_it_is_read(tmp_path: Path, change: str) -> None:
    path = tmp_path / "decisions.sqlite"
    store = Decisions(path)
    store.keep([("a.jpg", DECISION)], at=AT)
    with sqlite3.connect(path) as rows:
        rows.execute(change)
    rows.close()
    with pytest.raises(IntegrityLost):
        store.find("d-ffffff" if "id =" in change else DECISION.id)
    with pytest.raises(IntegrityLost):
        store.check(progress=lambda _done, _count: None)


def test_a_whole_file_is_checked_and_counted(tmp_path: Path) -> None:
    store = Decisions(tmp_path / "decisions.sqlite")
    assert store.check() == 0
    store.prepare()
    assert store.check() == 0
    store.keep([("a.jpg", DECISION), ("b.jpg", DECISION)], at=AT)
    steps: list[tuple[int, int]] = []
    assert store.check(progress=lambda done, count: steps.append((done, count))) == 2
    assert steps == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    "change",
    ["DROP TABLE decision", "ALTER TABLE decision ADD COLUMN more TEXT", "ALTER TABLE decision RENAME TO d"],
)
def test_another_layout_is_found_out(tmp_path: Path, change: str) -> None:
    path = tmp_path / "decisions.sqlite"
    store = Decisions(path)
    store.prepare()
    with sqlite3.connect(path) as rows:
        rows.execute(change)
    rows.close()
    with pytest.raises(IntegrityLost):
        store.check()


def test_a_flipped_bit_in_any_page_is_found_out_or_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    store = Decisions(path)
    store.keep([(f"{number}.jpg", DECISION) for number in range(40)], at=AT)
    with sqlite3.connect(path) as rows:
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows.close()
    whole = path.read_bytes()
    found = 0
    for at in range(0, len(whole), 997):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        try:
            store.check(progress=lambda _done, _count: None)
            kept = store.find(DECISION.id)
        except (IntegrityLost, NoSuchDecision):
            found += 1
        else:
            assert {each.decision for each in kept} == {DECISION}
    assert found


def test_decisions_on_a_disk_that_cannot_be_written_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Decisions(tmp_path / "decisions.sqlite")
    store.keep([("a.jpg", DECISION)], at=AT)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    assert store.find(DECISION.id)[0].decision == DECISION


def test_looking_for_a_decision_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NoSuchDecision, match=r"none has been kept.*/v1/decisions/"):
        Decisions(tmp_path / "home" / "decisions.sqlite").find(DECISION.id)
    assert not (tmp_path / "home").exists()


def test_a_damaged_file_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(IntegrityLost):
        Decisions(path).find(DECISION.id)


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Decisions(tmp_path / "file" / "decisions.sqlite")
    for attempt in (store.prepare, lambda: store.keep([("a", DECISION)], at=AT)):
        with pytest.raises(Unavailable, match=r"decisions\.sqlite: "):
            attempt()


def test_a_decision_survives_being_written_down() -> None:
    assert read_decision(canonical_bytes(DECISION)) == DECISION
    with pytest.raises(BadInput, match="has been changed"):
        read_decision(canonical_bytes(DECISION).replace(b'"block"', b'"allow"'))
    with pytest.raises(BadInput, match="no decision"):
        read_decision(b"{}")


def test_a_name_that_is_no_utf_8_is_kept_readable(tmp_path: Path) -> None:
    store = Decisions(tmp_path / "decisions.sqlite")
    store.keep([("bad\udcff.jpg", DECISION)], at=AT)
    assert store.find(DECISION.id)[0].item == "bad\N{REPLACEMENT CHARACTER}.jpg"
