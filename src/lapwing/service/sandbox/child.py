"""The worker process: load everything, give everything up, then measure what it is handed."""

import mmap
import os
import socket
import sys
from collections.abc import Mapping

from lapwing.flows.measure import measure
from lapwing.intake import all_kinds
from lapwing.intake.port import Kind
from lapwing.intake.preview import Preview, preview
from lapwing.model.content import Facet, Grain
from lapwing.model.signals import Measured
from lapwing.service.sandbox.confine import NotConfined, confine
from lapwing.service.sandbox.desk import DESK_BYTES
from lapwing.service.sandbox.messages import (
    LENGTH,
    NAMELESS,
    Answer,
    Hello,
    Job,
    Setup,
    exactly,
    packed,
    unpacked,
)
from lapwing.signals.port import Detector, Given
from lapwing.signals.registry import all_detectors


class Bench:
    """What a worker measures with: confined kinds, and the detectors that read what a kind has read."""

    def __init__(self, kinds: Mapping[str, Kind], detectors: Mapping[str, Detector], setup: Setup) -> None:
        """Keep what is for a worker; the digests of the bytes are the parent's own."""
        self._kinds = {name: kind for name, kind in kinds.items() if kind.confined}
        self._detectors = {name: each for name, each in detectors.items() if each.reads is not Facet.BYTES}
        self._given = Given(robustness=setup.robustness)
        self._limits = setup.limits

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain) -> Measured:
        """Measure with all there is here."""
        return measure(
            untrusted_data,
            kind=kind,
            kinds=self._kinds,
            detectors=self._detectors,
            given=self._given,
            limits=self._limits,
            grain=grain,
            named=NAMELESS,
        )

    def preview(self, untrusted_data: bytes, side_pixels: int) -> Preview:
        """Draw a small picture of a picture file."""
        return preview(untrusted_data, side_pixels=side_pixels, limits=self._limits)

    def rehearse(self) -> None:
        """Go through all kinds' and detectors' own examples, so that what is loaded late is loaded.

        Raises:
            NotConfined: an example is not measured as it has to be.
        """
        for name, detector in self._detectors.items():
            for content, given, expected in detector.vectors:
                if detector.detect(content, given=given) != expected:
                    raise NotConfined(f"an example of {name} is not measured as before")
        for name, kind in self._kinds.items():
            for example in kind.good:
                measured = self.measure(example, kind=name, grain=Grain.SCALED)
                if measured.gaps:
                    raise NotConfined(f"an example of {name} is not read: {measured.gaps[0]}")


def serve(kinds: Mapping[str, Kind], detectors: Mapping[str, Detector]) -> None:
    """Be a worker on the socket whose descriptor is this process's only argument."""
    with socket.socket(fileno=int(sys.argv[1])) as link:
        body, descriptors = _received(link)
        setup = unpacked(body, Setup)
        with mmap.mmap(descriptors[0], DESK_BYTES, prot=mmap.PROT_READ) as desk:
            os.close(descriptors[0])
            bench = _prepared(link, kinds, detectors, setup)
            if bench is not None:
                _work(link, bench, desk)


def _prepared(
    link: socket.socket, kinds: Mapping[str, Kind], detectors: Mapping[str, Detector], setup: Setup
) -> Bench | None:
    """Load, confine, rehearse again in confinement, and say so; None if any of it failed."""
    try:
        bench = Bench(kinds, detectors, setup)
        bench.rehearse()
        confinement = confine(setup.limits)
        bench.rehearse()
    except Exception as fault:  # noqa: BLE001 - outermost: nothing untrusted was seen yet, and the parent is told
        link.sendall(packed(Hello(confinement=None, trouble=f"{type(fault).__name__}: {fault}"[:1000])))
        return None
    link.sendall(packed(Hello(confinement=confinement)))
    return bench


def _work(link: socket.socket, bench: Bench, desk: mmap.mmap) -> None:
    """Answer job after job; after a fault nothing is relied on any more and the process ends."""
    while (taken := _next_job(link, desk)) is not None:
        answer = _answered(bench, *taken)
        link.sendall(packed(answer))
        if answer.fault:
            return


def _answered(bench: Bench, job: Job, untrusted_data: bytes) -> Answer:
    try:
        if job.preview_pixels:
            return Answer(number=job.number, preview=bench.preview(untrusted_data, job.preview_pixels))
        measured = bench.measure(untrusted_data, kind=job.kind, grain=job.grain)
    except Exception as fault:  # noqa: BLE001 - outermost: the input becomes unknown and the process ends
        return Answer(number=job.number, fault=type(fault).__name__)
    return Answer(number=job.number, measured=measured)


def _next_job(link: socket.socket, desk: mmap.mmap) -> tuple[Job, bytes] | None:
    """Return the next job and its bytes, or None when the parent has closed the link."""
    body, descriptors = _received(link)
    if not body:
        return None
    job = unpacked(body, Job)
    if job.on_desk:
        return job, desk[: job.size_bytes]
    try:
        return job, _contents(descriptors[0], job.size_bytes)
    finally:
        os.close(descriptors[0])


def _received(link: socket.socket) -> tuple[bytes, list[int]]:
    """Return the next frame and the file that came with it, if any; an empty frame when there are no more."""
    head, descriptors, _, _ = socket.recv_fds(link, LENGTH.size, 1)
    if not head:
        return b"", descriptors
    (length,) = LENGTH.unpack(head)
    return exactly(link, length, deadline=None), descriptors


def _contents(descriptor: int, size_bytes: int) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while at < size_bytes and (piece := os.pread(descriptor, size_bytes - at, at)):
        pieces.append(piece)
        at += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


if __name__ == "__main__":
    serve(all_kinds(), all_detectors())
    # Nothing is left to tidy up, and an interpreter shutting down asks for calls that are no longer allowed.
    os._exit(0)
