"""The code register, the daily canaries and the weekly run, with the ports filled."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.register import Assessment, all_checks, assess, needs_of
from lapwing.flows.attest import Statement, attest
from lapwing.flows.canary import ACT as CANARY_RUN
from lapwing.flows.canary import Sent, list_canaries, run_canaries
from lapwing.flows.measure_recall import ACT as RECALL_RUN
from lapwing.flows.measure_recall import Recall, measure_recall
from lapwing.flows.screen import Kit
from lapwing.flows.try_policy import try_policy
from lapwing.intake import abilities
from lapwing.model.attestations import Attestation
from lapwing.model.decision import Surface
from lapwing.model.errors import BadInput
from lapwing.model.people import Actor
from lapwing.policy.basis import NoBasis, require_basis
from lapwing.service import canaries
from lapwing.service.code_text import read_code
from lapwing.service.recall_trials import PICTURES, recall_trials
from lapwing.service.store.lists import Lists

if TYPE_CHECKING:
    from lapwing.service.wiring.service import Service


class NothingToScreen(BadInput):
    """No surface has a legal basis, so nothing can be sent through the screening."""

    code = "lapwing.nothing-to-screen"


def assessment(home: Path, *, now: datetime) -> Assessment:
    """Return how every row of the code stands, by what is kept in the home folder and its database.

    Django has to be ready. The lists are read from *home*, everything else from the database.

    Raises:
        Unavailable: the database does not answer.
        IntegrityLost: a record is not what was written.
        BadCatalogue: the catalogue and the checks do not fit together.
    """
    # Tables can only be named once Django is ready.
    from lapwing.service.store.reads.register import StoredRegisters  # noqa: PLC0415

    checks = all_checks()
    registers = StoredRegisters(Lists(home), kinds=abilities())
    return assess(read_code(), checks, registers.facts(needs_of(checks), now=now), now=now)


def assessment_of_nothing(home: Path, *, now: datetime) -> Assessment:
    """Return how every row stands where there is no database yet; lists may be there all the same."""
    from lapwing.service.store.reads.list_facts import list_facts  # noqa: PLC0415  # beside its twin

    facts = Facts(
        as_of=now,
        read=frozenset({Need.LISTS, Need.KINDS, Need.ATTESTATIONS}),
        lists=list_facts(Lists(home)),
        kinds=abilities(),
    )
    return assess(read_code(), all_checks(), facts, now=now)


def send_canaries(service: "Service") -> tuple[Sent, ...]:
    """List the canaries, try the policy and send every canary to every surface; return what became of them.

    Raises:
        NothingToScreen: no surface may be screened.
        Unavailable: the vault, the database or the confined processes do not answer.
        IntegrityLost: a list is not what was written.
    """
    now = service.clock()
    places = _places(service, now=now)
    list_canaries(
        canaries.entries(), canaries.picture(), own=service.own, measurer=service.kit.measurer, now=now
    )
    try_policy(places, kit=service.kit, works=service.works, now=now)

    def kit() -> Kit:
        service.present.refresh()
        return service.kit

    return run_canaries(canaries.canaries(), surfaces=places, kit=kit, desk=service.desk, now=now)


def run_recall(service: "Service", *, pictures: int = PICTURES) -> Recall:
    """Screen altered harmless pictures against their originals, and keep how many were found.

    Raises:
        NothingToScreen: no surface may be screened.
        Unavailable: the database or the confined processes do not answer.
    """
    place = _places(service, now=service.clock())[0]
    trials = tuple(recall_trials(pictures))
    return measure_recall(trials, kit=service.kit, place=place, works=service.works, clock=service.clock)


def keep_watch(service: "Service") -> int:
    """Do the daily and the weekly run if one is due, and return how many were; for a worker to ask often.

    Canaries are due too once a surface may be screened that none was ever sent to.

    Raises:
        Unavailable: something that a run needs does not answer; it is due still.
    """
    now = service.clock()
    every = service.works.run(lambda work: work.surfaces.every())
    places = [each for each in every if _may_be_screened(each, now)]
    if not places:
        return 0
    due = [run for act, age, run in _RUNS if _is_due(act, age, now=now)]
    if send_canaries not in due and _has_uncovered(places, now=now):
        due.insert(0, send_canaries)
    for run in due:
        run(service)
    return len(due)


def attest_row(statement: Statement, service: "Service", *, by: Actor) -> Attestation:
    """Keep what somebody states of a row, under the policy by which was decided last.

    Raises:
        NotPermitted, BadAttestation, Unavailable: as flows.attest.attest.
    """
    return attest(
        statement,
        code=read_code(),
        policy_version=policy_of_newest_decision() or service.kit.book.version,
        works=service.works,
        vault=service.vault,
        new_id=service.new_id,
        by=by,
        now=service.clock(),
    )


def newest_surface_change() -> datetime | None:
    """Return when a surface was last put as it is; None where none ever was. Django has to be ready."""
    from lapwing.service.store.reads.ledger import newest  # noqa: PLC0415  # after Django is ready

    put = newest("surface.put")
    return None if put is None else put.at


def policy_of_newest_decision() -> str:
    """Return the version of the policy by which was decided last; empty where nothing was."""
    from lapwing.service.store.reads.register import policy_in_force  # noqa: PLC0415  # after Django is ready

    return policy_in_force()


_RUNS: tuple[tuple[str, timedelta, Callable[["Service"], object]], ...] = (
    (CANARY_RUN, timedelta(hours=20), send_canaries),
    (RECALL_RUN, timedelta(days=6), run_recall),
)
"""Each well before the register calls it too old."""


def _is_due(act: str, age: timedelta, *, now: datetime) -> bool:
    from lapwing.service.store.reads.ledger import newest  # noqa: PLC0415  # after Django is ready

    last = newest(act)
    return last is None or now - last.at >= age


def _has_uncovered(places: Sequence[Surface], *, now: datetime) -> bool:
    """Say whether there is a surface that no canary was sent to."""
    from lapwing.service.store.reads.traffic_facts import canary_facts  # noqa: PLC0415  # once Django is ready

    covered = {each.surface for each in canary_facts(now=now)}
    return any(place.name not in covered for place in places)


def _places(service: "Service", *, now: datetime) -> Sequence[Surface]:
    """Return the surfaces that may be screened now."""
    every = service.works.run(lambda work: work.surfaces.every())
    places = [each for each in every if _may_be_screened(each, now)]
    if not places:
        raise NothingToScreen
    return places


def _may_be_screened(surface: Surface, now: datetime) -> bool:
    try:
        require_basis(surface, today=now.date())
    except NoBasis:
        return False
    return True
