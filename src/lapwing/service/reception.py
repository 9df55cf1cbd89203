"""What the platform asks about is answered in time: by a decision, or by what is done until there is one."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from django.db import connections

from lapwing.flows.admit import Admitted, Arrival, Desk, admit, finish, postpone
from lapwing.flows.screen import Screened, screen
from lapwing.intake import all_kinds
from lapwing.model.decision import AgeBand, Context
from lapwing.model.errors import LapwingError, Unavailable
from lapwing.model.people import Actor
from lapwing.model.works import Works
from lapwing.policy.basis import require_basis
from lapwing.service.counter import Counter
from lapwing.service.finishing import finish_item
from lapwing.service.wiring.service import Service

QUICK_BYTES = 16 * 1024
"""Text up to here is screened by the thread that asks: it takes less time than to hand it over."""


class Late(StrEnum):
    """Why an answer is no decision yet."""

    BUDGET = "budget"  # it took longer than the answer may
    LOAD = "load"  # too many were waiting already
    SANDBOX = "sandbox"  # there was no confined process to measure it


class Watch(Protocol):
    """Is told what became of those that were not decided about in time."""

    def postponed(self, late: Late) -> None:
        """Note that an answer was no decision yet."""
        ...

    def finished(self, code: str) -> None:
        """Note how a screening in the background ended: empty for well, or the code of the fault."""
        ...


class Reception:
    """Takes arrivals of one process; any number of threads may use it."""

    def __init__(self, service: Service, *, watch: Watch) -> None:
        """Take arrivals for *service*."""
        self.service = service
        self._watch = watch
        serving = service.settings.serving
        self._budget_seconds = serving.answer_seconds
        self._counter: Counter[Screened] = Counter(in_flight=service.in_flight, waiting=serving.waiting)
        # What was sent away is taken up by one thread, behind those who still wait for their answer.
        self._behind: Counter[None] = Counter(in_flight=1, waiting=_MOST_BEHIND)

    def receive(self, arrival: Arrival, age_band: AgeBand, *, works: Works, by: Actor) -> Admitted:
        """Screen *arrival* and keep the decision; or keep the arrival, and finish behind the caller's back.

        works: where it is kept; the service's own underneath.

        Raises:
            NotPermitted: *by* may not screen, or (NoBasis) the surface has no legal basis.
            Unavailable: the vault or the database does not answer; nothing was kept.
        """
        desk = replace(self.service.desk, works=works)
        require_basis(arrival.surface, today=self.service.clock().date())
        screening = self._screening(arrival, Context(surface=arrival.surface, age_band=age_band))
        if is_quick(arrival):
            return admit(arrival, screening(), desk=desk, by=by, now=self.service.clock())
        began = time.monotonic()
        future = self._counter.take(screening)
        if future is None:
            return self._later(arrival, Late.LOAD, None, desk=desk, by=by)
        try:
            screened = future.result(timeout=max(0.0, self._budget_seconds - (time.monotonic() - began)))
        except TimeoutError:
            return self._later(arrival, Late.BUDGET, future, desk=desk, by=by)
        except Unavailable:
            return self._later(arrival, Late.SANDBOX, None, desk=desk, by=by)
        return admit(arrival, screened, desk=desk, by=by, now=self.service.clock())

    def close(self) -> None:
        """Finish what is under way. What only waits is kept, and the worker takes it up."""
        self._counter.close()
        self._behind.close()

    def _screening(self, arrival: Arrival, context: Context) -> Callable[[], Screened]:
        service = self.service

        def screening() -> Screened:
            return screen(
                arrival.untrusted_data,
                kind=arrival.kind,
                context=context,
                kit=service.kit,
                today=service.clock().date(),
            )

        return screening

    def _later(
        self, arrival: Arrival, late: Late, future: Future[Screened] | None, *, desk: Desk, by: Actor
    ) -> Admitted:
        """Keep *arrival* as it waits, and see to it that it is finished."""
        admitted = postpone(arrival, desk=desk, by=by, now=self.service.clock())
        item_id = admitted.item.id
        if future is None:
            self._behind.take(lambda: self._finished(lambda: finish_item(item_id, service=self.service)))
        else:
            future.add_done_callback(lambda done: self._decided(item_id, arrival, done))
        self._watch.postponed(late)
        return admitted

    def _decided(self, item_id: str, arrival: Arrival, done: Future[Screened]) -> None:
        if done.cancelled():
            return
        desk, clock = self.service.desk, self.service.clock
        self._finished(lambda: finish(item_id, arrival, done.result(), desk=desk, now=clock()))

    def _finished(self, finishing: Callable[[], Admitted]) -> None:
        """Finish an item, in a thread that nobody waits for; what fails is left to the worker's sweep."""
        try:
            finishing()
        except LapwingError as fault:
            self._watch.finished(fault.code)
        else:
            self._watch.finished("")
        finally:
            # Nobody knows when this thread is needed again.
            connections.close_all()


_MOST_BEHIND = 10_000
"""Ids that wait to be taken up; beyond it the worker's sweep does it, a little later."""


def is_quick(arrival: Arrival) -> bool:
    """Say whether *arrival* is screened at once, without a confined process."""
    kind = all_kinds().get(arrival.kind)
    return (kind is None or not kind.confined) and len(arrival.untrusted_data) <= QUICK_BYTES
