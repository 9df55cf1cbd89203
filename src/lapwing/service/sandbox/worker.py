"""One worker process as its parent sees it: started, asked, and ended for good when anything is odd."""

import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from math import ceil

from lapwing.intake.preview import MOST_SIDE_PIXELS, RGB_BYTES, Preview
from lapwing.model.content import Grain, Limits, Why
from lapwing.model.errors import Unavailable
from lapwing.model.signals import Measured
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.sandbox.desk import DESK_BYTES, Desk
from lapwing.service.sandbox.messages import (
    SMALL_BYTES,
    Answer,
    Hello,
    Job,
    Odd,
    Setup,
    packed,
    received,
    unpacked_to_the_last_byte,
)
from lapwing.service.sandbox.sealed import Sealed

COMMAND = (sys.executable, "-I", "-m", "lapwing.service.sandbox.child")

# One thread each (the pool is what is parallel), one heap, and nothing of ours: no secrets are inherited.
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
START_SECONDS = 60.0
REAP_SECONDS = 1.0
# Clock of another process, all its threads: CPUCLOCK_SCHED, linux/posix-timers.h.
CPU_CLOCK = 2
# The name of an exception class inside the worker; longer ones are not repeated.
LONGEST_NAME = 64


class Trouble(Exception):
    """A worker did not give an answer that can be relied on, and is gone. Never leaves this package."""

    def __init__(self, why: Why, detail: str) -> None:
        """Keep what becomes the gap."""
        super().__init__(detail)
        self.why = why
        self.detail = detail


class NotTaken(Exception):
    """The worker was gone before it took the job; another can have it. Never leaves this package."""


class Worker:
    """A process of our own making that reads untrusted bytes for us."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Start the process; it is not ready before greet().

        Raises:
            OSError: the process could not be started.
        """
        self._desk = Desk()
        self._link, theirs = socket.socketpair()
        self.jobs = 0
        self._most_bytes, self._seconds, self._deadline = 0, 0.0, 0.0
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                    [*command, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=ENVIRONMENT,
                    cwd="/",
                    start_new_session=True,
                )
        except OSError:
            self._desk.close()
            self._link.close()
            raise

    def greet(self, setup: Setup) -> Confinement:
        """Hand over the set-up and wait until the worker is confined.

        Raises:
            Unavailable: it did not start; it has been ended.
        """
        try:
            socket.send_fds(self._link, [packed(setup)], [self._desk.descriptor])
            body = received(self._link, most_bytes=SMALL_BYTES, deadline=time.monotonic() + START_SECONDS)
            hello = unpacked_to_the_last_byte(body, Hello)
        except (OSError, EOFError, Odd) as fault:
            raise Unavailable(f"a worker did not start: {type(fault).__name__}, {self._ended()}") from None
        if hello.confinement is None:
            self.end()
            raise Unavailable(f"a worker did not start: {hello.trouble}")
        return hello.confinement

    def give(
        self, kind: str, untrusted_data: bytes, *, grain: Grain, limits: Limits, preview_pixels: int = 0
    ) -> None:
        """Hand over a job; its time begins. preview_pixels: see Job.

        Raises:
            NotTaken: the worker had already gone.
        """
        self.jobs += 1
        self._most_bytes, self._seconds = limits.answer_bytes, limits.wall_seconds
        self._deadline = time.monotonic() + limits.wall_seconds
        size_bytes = len(untrusted_data)
        job = Job(
            number=self.jobs,
            kind=kind,
            grain=grain,
            size_bytes=size_bytes,
            on_desk=size_bytes <= DESK_BYTES,
            preview_pixels=preview_pixels,
        )
        try:
            self._allow_seconds(limits.cpu_seconds)
            self._link.settimeout(limits.wall_seconds)
            self._hand_over(job, untrusted_data)
        except OSError as fault:
            raise NotTaken(f"{type(fault).__name__}, {self.end()}") from None

    def answer(self) -> Measured:
        """Return the worker's answer to the job it was given, well-formed but not yet believed.

        Raises:
            Trouble: no answer, or none in time; the worker has been ended.
        """
        answer = self._answer()
        if answer.measured is None:
            self.end()
            raise Trouble(Why.DIED, "an answer that makes no sense: nothing measured")
        return answer.measured

    def preview(self) -> Preview:
        """Return the preview that the worker was asked for, of which size and length are right.

        Raises:
            Trouble: none, or none in time; the worker has been ended.
        """
        drawn = self._answer().preview
        if drawn is None or not _is_sound(drawn):
            self.end()
            raise Trouble(Why.DIED, "an answer that makes no sense: no preview")
        return drawn

    def _answer(self) -> Answer:
        try:
            body = received(self._link, most_bytes=self._most_bytes, deadline=self._deadline)
            return self._sound(unpacked_to_the_last_byte(body, Answer))
        except TimeoutError:
            self.end()
            raise Trouble(Why.TOO_SLOW, f"over {self._seconds:g} seconds") from None
        except (OSError, EOFError):
            raise self._died() from None
        except Odd as odd:
            self.end()
            raise Trouble(Why.DIED, f"an answer that makes no sense: {odd.detail}") from None

    def end(self) -> str:
        """Kill and reap the process, if that has not been done, and say how it ended."""
        self._process.kill()
        self._link.close()
        self._desk.close()
        code = self._process.wait()
        if code >= 0:
            return f"exit {code}"
        return signal.Signals(-code).name

    def cut(self) -> None:
        """Kill the process from another thread; whoever waits for its answer reaps it."""
        self._process.kill()

    def _hand_over(self, job: Job, untrusted_data: bytes) -> None:
        if job.on_desk:
            self._desk.put(untrusted_data)
            self._link.sendall(packed(job))
            return
        with Sealed(untrusted_data) as sealed:
            socket.send_fds(self._link, [packed(job)], [sealed.descriptor])

    def _allow_seconds(self, seconds: float) -> None:
        """Move the soft CPU limit ahead of what the process has used; the kernel counts in whole seconds."""
        pid = self._process.pid
        used = time.clock_gettime(~pid << 3 | CPU_CLOCK)
        _, hard = resource.prlimit(pid, resource.RLIMIT_CPU)
        resource.prlimit(pid, resource.RLIMIT_CPU, (ceil(used + seconds), hard))

    def _ended(self) -> str:
        """Say how the process ended by itself, having waited a moment for it, or end it."""
        # The link breaks a moment before the process can be reaped; how it ended is worth the wait.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=REAP_SECONDS)
        return self.end()

    def _died(self) -> Trouble:
        ended = self._ended()
        if ended == signal.SIGXCPU.name:
            return Trouble(Why.TOO_SLOW, "over the limit on CPU seconds")
        return Trouble(Why.DIED, ended)

    def _sound(self, answer: Answer) -> Answer:
        if answer.number == self.jobs and not answer.fault:
            return answer
        self.end()
        if answer.fault == MemoryError.__name__:
            raise Trouble(Why.TOO_LARGE, "over the limit on memory")
        known = answer.fault.isidentifier() and len(answer.fault) <= LONGEST_NAME
        raise Trouble(Why.FAILED, answer.fault if known else "unknown")


def _is_sound(untrusted: Preview) -> bool:
    """Say whether a preview is as large as it says, and no larger than any may be."""
    sides = (untrusted.columns, untrusted.rows)
    fits = all(0 < side <= MOST_SIDE_PIXELS for side in sides)
    return fits and len(untrusted.rgb) == untrusted.columns * untrusted.rows * RGB_BYTES
