"""The engine: which measurer, which matcher, which lists."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from lapwing.flows.import_list import Kinds
from lapwing.flows.screen import Kit
from lapwing.intake import all_kinds, recognise
from lapwing.lists.matching import Lookup
from lapwing.model.decision import Context
from lapwing.model.errors import BadInput
from lapwing.model.ports import Measurer
from lapwing.policy.decide import all_invariants
from lapwing.service.batch import Job
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.sandbox.front import Front
from lapwing.service.sandbox.pool import Pool
from lapwing.service.settings import Settings
from lapwing.service.store.decisions import Decisions
from lapwing.service.store.lists import Lists
from lapwing.signals.port import Given, TermFinder
from lapwing.signals.registry import all_detectors, canonical, digits_of_kinds, never_listed, signal_kinds
from lapwing.signals.vocabulary import Vocabulary

DECISIONS_FILE = "decisions.sqlite"
# Pieces of content under way for each worker: while one is decoded, others are read, hashed and compared.
# With two, a worker waits an eighth of its time.
IN_FLIGHT_EACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Everything that screening on this machine needs, open and ready.

    recognise: tells a kind by bytes. confinement: what the workers have given up.
    in_flight: how many pieces of content keep the workers busy.
    """

    kit: Kit
    decisions: Decisions
    recognise: Callable[[bytes], str | None]
    confinement: Callable[[], Confinement]
    in_flight: int

    def job(self, settings: Settings, context: Context, *, kind: str | None, today: date) -> Job:
        """Return what holds for every item of a batch on this engine."""
        return Job(
            kit=self.kit,
            context=context,
            today=today,
            most_bytes=settings.limits.input_bytes,
            kind=kind,
            recognise=self.recognise,
            in_flight=self.in_flight,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """What measures on this machine, open and ready; see Engine for the fields."""

    measurer: Measurer
    confinement: Callable[[], Confinement]
    in_flight: int


@contextmanager
def open_measurer(settings: Settings, *, workers: int = 0) -> Iterator[Measuring]:
    """Give what measures, without any list; 0 *workers* is one a core. Its processes end with it."""
    size = pool_size(workers)
    with make_pool(settings, workers=size) as pool:
        yield Measuring(
            measurer=make_front(pool, settings=settings),
            confinement=pool.confinement,
            in_flight=IN_FLIGHT_EACH * size,
        )


@contextmanager
def open_engine(home: Path, settings: Settings, *, workers: int = 0) -> Iterator[Engine]:
    """Give an engine with the lists as they stand now; 0 *workers* is one a core. Its processes end with it.

    Raises:
        IntegrityLost: a list is not what was written.
    """
    lookup = open_lists(home).lookup()
    size = pool_size(workers)
    with make_pool(settings, workers=size) as pool:
        yield Engine(
            kit=make_kit(lookup, confined=pool, settings=settings),
            decisions=open_decisions(home),
            recognise=recognise,
            confinement=pool.confinement,
            in_flight=IN_FLIGHT_EACH * size,
        )


def pool_size(workers: int) -> int:
    """Return how many confined processes there are to be: *workers*, or one a core for 0."""
    return workers or len(os.sched_getaffinity(0))


def make_pool(settings: Settings, *, workers: int) -> Pool:
    """Return a pool of so many confined processes; none is started before its block is entered."""
    return Pool(
        kinds=all_kinds(),
        detectors=all_detectors(),
        limits=settings.limits,
        robustness=settings.robustness,
        workers=workers,
    )


def make_kit(lookup: Lookup, *, confined: Measurer, settings: Settings) -> Kit:
    """Return the kit for one state of the lists; its terms and its look-ups are of the same state."""
    vocabulary = Vocabulary(lookup.term_keys) if lookup.term_keys else None
    return Kit(
        measurer=make_front(confined, settings=settings, terms=vocabulary),
        matcher=lookup,
        book=settings.book,
        invariants=all_invariants(),
        engine_version=version("lapwing"),
        grains=settings.grains,
    )


def make_front(confined: Measurer, *, settings: Settings, terms: TermFinder | None = None) -> Front:
    """Return the measurer for every kind; without *terms* none are looked for."""
    return Front(
        confined=confined,
        kinds=all_kinds(),
        detectors=all_detectors(),
        given=Given(terms=terms, robustness=settings.robustness),
        limits=settings.limits,
    )


def require_kind(kind: str | None) -> None:
    """Refuse a kind of content that does not exist.

    Raises:
        BadInput: there is none of that name.
    """
    if kind is not None and kind not in all_kinds():
        raise BadInput(f"there is no kind {kind!r}; there are {', '.join(all_kinds())}")


def open_lists(home: Path) -> Lists:
    """Return the lists kept in the home folder."""
    return Lists(home)


def open_decisions(home: Path) -> Decisions:
    """Return the decisions kept in the home folder."""
    return Decisions(home / DECISIONS_FILE)


def list_kinds() -> Kinds:
    """Return the kinds of fingerprint that a list can hold, and how their values are made canonical."""
    return Kinds(
        names=signal_kinds(), canonical=canonical, digits=digits_of_kinds(), never_listed=never_listed
    )
