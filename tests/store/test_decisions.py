"""Decisions are kept as they were made."""

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


def test_a_damaged_file_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(IntegrityLost):
        Decisions(path).find(DECISION.id)


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        Decisions(tmp_path / "file" / "decisions.sqlite").keep([("a", DECISION)], at=AT)


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
