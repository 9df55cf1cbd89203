"""The whole vault is opened a portion at a time: what is not as it was sealed is named, with its cases."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lapwing.evidence.ledger import act_of
from lapwing.flows import sweep as sweeping
from lapwing.flows.admit import admit
from lapwing.flows.erase import erased
from lapwing.flows.sweep import Flaw, Sweep, Sweeper, looked_through, sweep_some, swept
from lapwing.model.errors import Unavailable
from lapwing.model.evidence import Sealed
from lapwing.model.lists import Closeness
from tests.policy_material import match
from tests.spine_material import NOW, PLATFORM, World, arrival, screened, world

NEAR = match(kind="pdq", closeness=Closeness.NEAR)


def filled(*contents: bytes) -> World:
    here = world()
    for content in contents:
        come = arrival(content)
        admit(come, screened(come, NEAR), desk=here.desk, by=PLATFORM, now=NOW)
    return here


def answers() -> None:
    """Answer."""


def sweeper(here: World, *, vault_answers: Callable[[], None] = answers) -> Sweeper:
    return Sweeper(works=here.works, open=here.vault.open, vault_answers=vault_answers, clock=lambda: NOW)


def held(here: World) -> list[Sealed]:
    return here.works.run(lambda work: list(work.sealed.held(after="", most=99)))


def test_what_is_whole_is_counted_and_the_ledger_has_the_figures() -> None:
    here = filled(b"one", b"three")
    done = sweep_some(Sweep(begun_at=NOW), sweeper=sweeper(here))
    assert (done.opened, done.size_bytes, done.faults, done.done_at) == (2, 8, 0, NOW)
    line = here.works.lines[-1]
    assert line.act == "vault.sweep"
    assert swept(act_of(line.text)) == replace(done, flawed=())


def test_what_is_gone_or_altered_is_named_with_its_case_and_without_its_content() -> None:
    here = filled(b"zz-first", b"zz-second", b"zz-third")
    gone, altered, whole = held(here)
    here.vault.discard(gone)
    here.vault.objects[altered.place] += b"x"
    done = sweep_some(Sweep(begun_at=NOW), sweeper=sweeper(here))
    assert {each.sealed: each.flaw for each in done.flawed} == {
        gone.id: Flaw.MISSING,
        altered.id: Flaw.DAMAGED,
    }
    for each in done.flawed:
        sealed = here.works.run(lambda work, of=each.sealed: work.sealed.get(of))  # type: ignore[misc]  # its default
        cases = here.works.run(lambda work, of=sealed.item: work.cases.of_item(of))  # type: ignore[misc]  # the same
        assert each.cases == tuple(case.id for case in cases) != ()
    text = here.works.lines[-1].text
    assert b"zz-" not in text
    assert whole.id.encode() not in text.partition(b'"flawed"')[2].partition(b'"last"')[0]


def test_a_round_is_gone_on_with_where_its_last_line_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST_OBJECTS", 2)
    here = filled(b"a", b"b", b"c", b"d", b"e")
    here.vault.discard(held(here)[0])
    portions = [sweep_some(Sweep(begun_at=NOW), sweeper=sweeper(here))]
    while portions[-1].done_at is None:
        resumed = swept(act_of(here.works.lines[-1].text))
        assert resumed is not None
        portions.append(sweep_some(resumed, sweeper=sweeper(here)))
    assert [each.opened for each in portions] == [2, 4, 5]
    assert [each.faults for each in portions] == [1, 1, 1]
    assert [len(each.flawed) for each in portions] == [1, 0, 0]


def test_large_objects_make_a_portion_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST_BYTES", 4)
    here = filled(b"large one", b"large two")
    first = looked_through(Sweep(begun_at=NOW), sweeper=sweeper(here))
    assert (first.opened, first.done_at) == (1, None)


def test_what_was_erased_meanwhile_is_no_flaw() -> None:
    here = filled(b"one")
    (sealed,) = held(here)

    def erase_first(asked: Sealed) -> bytes:
        here.works.run(lambda work: work.sealed.save(erased(asked, now=NOW)))
        here.vault.discard(asked)
        return here.vault.open(asked)

    done = looked_through(Sweep(begun_at=NOW), sweeper=replace(sweeper(here), open=erase_first))
    assert (done.opened, done.flawed, sealed.erased_at) == (1, (), None)


def test_one_that_cannot_be_read_is_told_and_a_vault_that_is_away_stops_the_round() -> None:
    here = filled(b"one", b"two")

    def unreadable(_: Sealed) -> bytes:
        raise Unavailable("the master key m0 is not here")

    def away() -> None:
        raise Unavailable("the vault does not answer")

    done = looked_through(Sweep(begun_at=NOW), sweeper=replace(sweeper(here), open=unreadable))
    assert done.flaws[Flaw.UNREADABLE] == 2
    before = len(here.works.lines)
    with pytest.raises(Unavailable, match="does not answer"):
        sweep_some(Sweep(begun_at=NOW), sweeper=replace(sweeper(here), open=unreadable, vault_answers=away))
    assert len(here.works.lines) == before


def test_an_empty_vault_is_swept_at_once() -> None:
    done = sweep_some(Sweep(begun_at=NOW), sweeper=sweeper(world()))
    assert (done.opened, done.done_at) == (0, NOW)
