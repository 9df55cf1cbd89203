"""Sealed objects are walked in the order of their ids in every works, and the register reads the rounds."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lapwing.compliance.port import Status
from lapwing.flows.sweep import Sweep, Sweeper, sweep_some
from lapwing.model.evidence import Purpose
from lapwing.model.works import Works
from tests.django_world import Database
from tests.register_material import Played
from tests.spine_material import NOW
from tests.works_material import sealed

HOUR = timedelta(hours=1)
ROW = "S5.A3"


def test_what_is_held_comes_by_id_and_what_is_erased_does_not(works: Works) -> None:
    every = [
        sealed(number, purpose=purpose) for number, purpose in enumerate((*Purpose, Purpose.EVIDENCE), 1)
    ]
    gone = replace(every[1], wrapped_key=b"", erased_at=NOW, certificate="7")
    for each in (every[3], every[0], gone, every[2]):
        works.run(lambda work, record=each: work.sealed.add(record))  # type: ignore[misc]  # its default
    held = works.run(lambda work: list(work.sealed.held(after="", most=9)))
    assert held == sorted((every[0], every[2], every[3]), key=lambda each: each.id)
    assert works.run(lambda work: list(work.sealed.held(after=held[0].id, most=1))) == [held[1]]
    assert works.run(lambda work: list(work.sealed.held(after=held[-1].id, most=9))) == []


@pytest.fixture
def played(sqlite: Database, tmp_path: Path) -> Played:
    assert sqlite.kind
    world = Played(tmp_path)
    world.play()
    world.state(ROW)
    return world


def sweep(played: Played) -> None:
    later = NOW + timedelta(seconds=30)
    sweeper = Sweeper(
        works=played.works, open=played.vault.open, vault_answers=lambda: None, clock=lambda: later
    )
    sweep_some(Sweep(begun_at=later), sweeper=sweeper)


@pytest.mark.slow
def test_the_row_is_met_by_a_whole_round_a_day_and_turns_with_one_flaw(played: Played) -> None:
    assert played.stand()[ROW] is Status.DUE
    sweep(played)
    assert played.stand()[ROW] is Status.MET
    assert played.stand(at=NOW + 25 * HOUR)[ROW] is Status.DUE
    place = next(iter(played.vault.objects))
    played.vault.objects[place] += b"x"
    sweep(played)
    assert played.stand()[ROW] is Status.FAILING
