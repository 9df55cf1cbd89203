"""What a person confirms is on our own list, what they clear is excepted, and what they undo is neither."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from lapwing.flows.admit import admit
from lapwing.flows.change_entries import NewEntry
from lapwing.flows.learn import EXCEPTIONS, OWN_LIST, School, learn
from lapwing.flows.review import Found, decide_case, undo
from lapwing.model.cases import FindingKind
from lapwing.model.content import Grain, content_id
from lapwing.model.lists import Category, Closeness
from lapwing.model.signals import Measured, Signal, Turn, Where
from tests.policy_material import match
from tests.spine_material import ANN, LEAD, NOW, PLATFORM, World, arrival, screened, world

CSAM = Found(kind=FindingKind.CSAM, category=Category.B, why="the same as a listed one")
HARMLESS = Found(kind=FindingKind.NOT, why="a landscape")


@dataclass
class Own:
    """Our own lists as sets of entries; a change of nothing is not asked for."""

    lists: dict[str, dict[str, NewEntry]] = field(default_factory=lambda: {OWN_LIST: {}, EXCEPTIONS: {}})
    changes: int = 0

    def active(self, list_name: str, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(ids) & self.lists[list_name].keys()

    def put(self, list_name: str, entries: tuple[NewEntry, ...], *, by: str, why: str, now: datetime) -> int:
        assert entries
        assert (by, now) == (ANN.id, NOW)
        assert why
        self.lists[list_name] |= {entry.entry_id: entry for entry in entries}
        self.changes += 1
        return self.changes

    def take_out(self, list_name: str, ids: tuple[str, ...], *, by: str, why: str, now: datetime) -> int:
        assert ids
        assert by
        assert why
        assert now == NOW
        for entry_id in ids:
            del self.lists[list_name][entry_id]
        self.changes += 1
        return self.changes


class Measurer:
    """Gives an upright PDQ, a turned one, and one that says too little."""

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        assert grain in Grain
        signals = tuple(
            Signal(kind="pdq", value=digit * 64, detector="pdq", where=Where(turn=turn), quality=quality)
            for digit, turn, quality in (
                ("1", Turn.UPRIGHT, 90),
                ("2", Turn.TURNED_90, 90),
                ("3", Turn.UPRIGHT, 10),
            )
        )
        named = content_id(kind, untrusted_data)
        return Measured(content_id=named, kind=kind, size_bytes=1, signals=signals, gaps=())


def decided(found: Found) -> tuple[World, School, Own, str]:
    here, come, own = world(), arrival(), Own()
    near = match(kind="pdq", closeness=Closeness.NEAR)
    case_id = admit(come, screened(come, near), desk=here.desk, by=PLATFORM, now=NOW).case
    assert case_id
    decide_case(case_id, found, works=here.works, new_id=here.new_id, by=ANN, now=NOW)
    return here, School(works=here.works, vault=here.vault, measurer=Measurer(), own=own), own, case_id


def test_confirmed_content_is_known_by_digest_and_by_its_upright_look() -> None:
    _, school, own, case_id = decided(CSAM)
    learn(case_id, school=school, now=NOW)
    values = {(entry.kind, entry.value[:2]) for entry in own.lists[OWN_LIST].values()}
    assert values == {("sha256", "2d"), ("pdq", "11")}
    assert {entry.category for entry in own.lists[OWN_LIST].values()} == {Category.B}
    assert not own.lists[EXCEPTIONS]


def test_harmless_content_is_excepted_by_its_bytes_alone() -> None:
    _, school, own, case_id = decided(HARMLESS)
    learn(case_id, school=school, now=NOW)
    assert [entry.kind for entry in own.lists[EXCEPTIONS].values()] == ["sha256"]
    assert not own.lists[OWN_LIST]


def test_learning_twice_changes_nothing() -> None:
    here, school, own, case_id = decided(CSAM)
    learn(case_id, school=school, now=NOW)
    changes, acts = own.changes, here.acts
    learn(case_id, school=school, now=NOW)
    assert (own.changes, here.acts) == (changes, acts)


def test_an_undone_finding_is_unlearnt() -> None:
    here, school, own, case_id = decided(CSAM)
    learn(case_id, school=school, now=NOW)
    undo(case_id, why="a second look", works=here.works, new_id=here.new_id, by=LEAD, now=NOW)
    learn(case_id, school=school, now=NOW)
    assert not own.lists[OWN_LIST]
    assert here.acts[-1] == "list.unlearn"


def test_a_finding_owes_its_learning_in_its_own_transaction() -> None:
    here, _, _, case_id = decided(CSAM)
    due = here.works.run(lambda work: work.outbox.due(now=NOW, most=9))
    assert [message.on for message in due if message.topic == "finding.learn"] == [case_id]


@pytest.mark.parametrize(("found", "is_remembered"), [(HARMLESS, True), (CSAM, False)])
def test_what_a_person_lets_in_is_remembered_as_all_is_that_is_let_in(
    found: Found,
    is_remembered: bool,  # noqa: FBT001  # the outcome
) -> None:
    here, school, _, case_id = decided(found)
    learn(case_id, school=replace(school, remembers=False), now=NOW)
    assert not here.works.run(lambda work: work.memory.after(None, most=9))
    learn(case_id, school=school, now=NOW)
    assert bool(here.works.run(lambda work: work.memory.after(None, most=9))) is is_remembered
