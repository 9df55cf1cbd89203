"""An actor decides about a list: only who may, with a ledger line for each, none for what failed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapwing.flows.keep_list import Edit, Review
from lapwing.flows.rule_list import (
    Chair,
    rule_accept,
    rule_edit,
    rule_reinstate,
    rule_retire,
    rule_review,
)
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.service.store.lists import Lists
from lapwing.service.store.memory import MemoryWorks
from tests.spine_material import ANN, LEAD

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
INFO = ListInfo(name="a", title="A", source="s", list_class=ListClass.CSAM, tier=Tier.AUTHORITY)


@pytest.fixture
def chair(tmp_path: Path) -> Chair:
    lists = Lists(tmp_path)
    lists.add(INFO, by="ann", now=NOW)
    return Chair(register=lists, works=MemoryWorks())


def acts(chair: Chair) -> list[str]:
    assert isinstance(chair.works, MemoryWorks)
    return [line.act for line in chair.works.lines]


def test_each_decision_is_done_and_a_line(chair: Chair) -> None:
    rule_edit("a", Edit(title="B"), chair=chair, by=LEAD, why="Named anew.", now=NOW)
    rule_review("a", Review(near_bits=20, precision=0.5), chair=chair, by=LEAD, why="Measured.", now=NOW)
    rule_retire("a", chair=chair, by=LEAD, why="Over.", now=NOW)
    rule_reinstate("a", chair=chair, by=LEAD, why="Not over.", now=NOW)
    assert acts(chair) == ["list.edit", "list.review", "list.retire", "list.reinstate"]
    info = chair.register.info("a")
    assert (info.title, info.threshold.near_bits, info.threshold.signed_by) == ("B", 20, LEAD.id)


def test_who_may_not_changes_nothing(chair: Chair) -> None:
    with pytest.raises(NotPermitted):
        rule_review("a", Review(near_bits=20), chair=chair, by=ANN, why="Why not.", now=NOW)
    with pytest.raises(NotPermitted):
        rule_retire("a", chair=chair, by=ANN, why="Why not.", now=NOW)
    assert chair.register.info("a") == INFO
    assert acts(chair) == []


def test_what_is_refused_is_no_line(chair: Chair) -> None:
    with pytest.raises(BadInput):
        rule_accept("a", 7, chair=chair, by=LEAD, why="A number that is none.", now=NOW)
    with pytest.raises(BadInput):
        rule_review("a", Review(near_bits=20), chair=chair, by=LEAD, why=" ", now=NOW)
    assert acts(chair) == []
