"""A pool of confined worker processes that measure untrusted bytes."""

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from lapwing.flows.measure import blind, joined, of_the_bytes
from lapwing.intake.port import Kind
from lapwing.intake.preview import MOST_SIDE_PIXELS, Preview
from lapwing.model.content import Facet, Grain, Limits, Why
from lapwing.model.errors import BadInput, Unavailable
from lapwing.model.signals import Measured
from lapwing.service.sandbox.beliefs import check
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.sandbox.crew import JOBS_EACH, Crew
from lapwing.service.sandbox.messages import Odd, Setup
from lapwing.service.sandbox.worker import COMMAND, NotTaken, Trouble, Worker
from lapwing.signals.port import Detector, Robustness

# Workers that are gone before they take a job come one after another only if something is very wrong.
MOST_OFFERS = 4


class NoPreview(BadInput):
    """No small picture can be drawn of this content."""

    code = "lapwing.no-preview"


class Pool:
    """Measures in worker processes; any number of threads may ask at once, and each waits for its own answer.

    Use it as a context manager. What the bytes say of themselves (digests) is measured in the asking thread
    while the worker decodes, so it is there whatever becomes of the worker.
    """

    def __init__(
        self,
        *,
        kinds: Mapping[str, Kind],
        detectors: Mapping[str, Detector],
        limits: Limits | None = None,
        robustness: Robustness | None = None,
        workers: int | None = None,
        jobs_each: int = JOBS_EACH,
        command: Sequence[str] = COMMAND,
    ) -> None:
        """Prepare a pool; nothing is started before its block is entered.

        Args:
            kinds: by name; those that are confined can be asked for.
            detectors: by name; the same that the workers find in their folder.
            limits: for each job.
            robustness: through which alterations pictures are recognised.
            workers: how many processes; as many as there are cores unless said otherwise.
            jobs_each: after how many jobs a worker is replaced.
            command: what starts a worker.
        """
        self._kinds = kinds
        self._detectors = detectors
        self._limits = limits or Limits()
        self._setup = Setup(limits=self._limits, robustness=robustness or Robustness())
        self._crew = Crew(
            size=workers or len(os.sched_getaffinity(0)),
            jobs_each=jobs_each,
            setup=self._setup,
            command=command,
        )

    def __enter__(self) -> Self:
        """Start the workers; they make themselves ready in the background."""
        self._crew.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        self.close()

    def close(self) -> None:
        """Kill and reap every worker; whoever still waits for an answer gets Unavailable."""
        self._crew.close()

    def confinement(self) -> Confinement:
        """Wait for the first worker and return what it has given up.

        Raises:
            Unavailable: none starts.
        """
        return self._crew.confinement()

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        """Return what could be measured of *untrusted_data* taken as *kind*, and what could not.

        Raises:
            Unavailable: no worker starts, or the pool is closed; ask again later.
        """
        if len(untrusted_data) > self._limits.input_bytes:
            own = of_the_bytes(untrusted_data, kind=kind, detectors=self._detectors)
            return self._blind(own, Why.TOO_LARGE, f"{len(untrusted_data)} bytes")
        return self._measured(untrusted_data, kind, grain)

    def preview(self, untrusted_data: bytes, *, kind: str) -> Preview:
        """Return a small picture of *untrusted_data* taken as *kind*, drawn by a worker.

        Raises:
            NoPreview: there is nothing to be seen of it.
            Unavailable: no worker starts, or the pool is closed; ask again later.
        """
        if kind not in self._kinds or Facet.FRAMES not in self._kinds[kind].fills:
            raise NoPreview("it is no picture")
        if len(untrusted_data) > self._limits.input_bytes:
            raise NoPreview("it is too large")
        for _ in range(MOST_OFFERS):
            try:
                with self._crew.lent() as worker:
                    worker.give(
                        kind,
                        untrusted_data,
                        grain=Grain.SCALED,
                        limits=self._limits,
                        preview_pixels=MOST_SIDE_PIXELS,
                    )
                    return worker.preview()
            except NotTaken:
                continue
            except Trouble as trouble:
                self._crew.require_open()
                raise NoPreview(trouble.detail) from None
        raise Unavailable("workers end before they take a job")

    def _measured(self, untrusted_data: bytes, kind: str, grain: Grain) -> Measured:
        for _ in range(MOST_OFFERS):
            try:
                with self._crew.lent() as worker:
                    worker.give(kind, untrusted_data, grain=grain, limits=self._limits)
                    own = of_the_bytes(untrusted_data, kind=kind, detectors=self._detectors)
                    return self._completed(worker, own)
            except NotTaken:
                continue
            except Trouble as trouble:
                self._crew.require_open()
                return self._blind(own, trouble.why, trouble.detail)
        raise Unavailable("workers end before they take a job")

    def _completed(self, worker: Worker, own: Measured) -> Measured:
        rest = worker.answer()
        try:
            check(rest, own=own, detectors=self._detectors)
        except Odd as odd:
            raise Trouble(Why.DIED, f"an answer that makes no sense: {odd.detail}") from None
        return joined(own, rest)

    def _blind(self, own: Measured, why: Why, detail: str) -> Measured:
        return blind(own, kinds=self._kinds, detectors=self._detectors, why=why, detail=detail)
