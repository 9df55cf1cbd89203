"""The workers of a pool: started together, replaced when they end, never started in a busy loop."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Lock, Thread

from lapwing.model.errors import Unavailable
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.sandbox.messages import Setup
from lapwing.service.sandbox.worker import Worker

# A worker is replaced after so many jobs, whatever has built up inside it.
JOBS_EACH = 5000
# After a failed start the next one waits so long, and twice as long each time.
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 60.0
# Attempts in a row, made while there was no worker at all, after which whoever waits for one is told.
MOST_ATTEMPTS = 4


class Crew:
    """Keeps *size* workers ready and lends each to one thread at a time.

    One thread, the keeper, starts all of them and lives as long as the crew: a worker dies with the thread
    that started it (PR_SET_PDEATHSIG), so no asking thread may be the one.
    """

    def __init__(self, *, size: int, jobs_each: int, setup: Setup, command: Sequence[str]) -> None:
        """Prepare; nothing is started before open()."""
        self._size, self._jobs_each, self._setup, self._command = size, jobs_each, setup, tuple(command)
        turn = Lock()
        # Who waits for a worker waits apart from everybody else: one comes free for each piece of content,
        # and to wake all for it is most of what handing over costs.
        self._changed, self._freed = Condition(turn), Condition(turn)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._confinement: Confinement | None = None
        self._failures, self._in_vain = 0, 0
        self._trouble = ""
        self._not_before = 0.0
        self._keeper: Thread | None = None

    def open(self) -> None:
        """Start the keeper, who starts the workers."""
        self._keeper = Thread(target=self._keep, name="lapwing-sandbox", daemon=True)
        self._keeper.start()

    def close(self) -> None:
        """Kill and reap all workers; who waits for one, or for its answer, is told."""
        with self._changed:
            keeper, self._keeper = self._keeper, None
            self._tell_all()
        if keeper is not None:
            keeper.join()
        with self._changed:
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.cut()
        for worker in idle:
            worker.end()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)

    def require_open(self) -> None:
        """Raise Unavailable if the crew is closed."""
        if self._keeper is None:
            raise Unavailable("the pool of workers is closed")

    def confinement(self) -> Confinement:
        """Wait for the first worker and return what it has given up.

        Raises:
            Unavailable: none starts, or the crew is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._confinement or self._gave_up() or self._keeper is None)
            if self._confinement is None:
                self.require_open()
                raise Unavailable(self._trouble)
            return self._confinement

    @contextmanager
    def lent(self) -> Iterator[Worker]:
        """Lend a worker for a block; a block that ends in any exception ends the worker.

        Raises:
            Unavailable: none starts, or the crew is closed.
        """
        worker = self._take()
        sound = False
        try:
            yield worker
            sound = True
        finally:
            keep = sound and worker.jobs < self._jobs_each
            if not keep:
                worker.end()
            self._take_back(worker, keep=keep)

    def _take(self) -> Worker:
        with self._changed:
            while not self._idle:
                self.require_open()
                if self._gave_up():
                    raise Unavailable(self._trouble)
                self._freed.wait()
            self.require_open()
            worker = self._idle.pop()
            if self._idle:  # whoever was woken for that one may have been interrupted
                self._freed.notify()
            self._busy.add(worker)
            return worker

    def _gave_up(self) -> bool:
        """Say whether there is no worker, and several attempts in a row to start one have failed."""
        return not self._idle and not self._busy and self._in_vain >= MOST_ATTEMPTS

    def _take_back(self, worker: Worker, *, keep: bool) -> None:
        with self._changed:
            self._busy.discard(worker)
            keep = keep and self._keeper is not None
            if keep:
                self._idle.append(worker)
                self._freed.notify()
            else:
                if not self._idle and not self._busy:
                    self._hurry()
                self._tell_all()
        if not keep:
            worker.end()

    def _keep(self) -> None:
        """Start workers whenever some are missing, until the crew is closed."""
        while True:
            with self._changed:
                while (missing := self._missing()) < 1:
                    if self._keeper is None:
                        return
                    self._changed.wait(self._pause())
            self._start(missing)

    def _missing(self) -> int:
        if self._keeper is None or time.monotonic() < self._not_before:
            return 0
        return self._size - len(self._idle) - len(self._busy)

    def _pause(self) -> float | None:
        """Return how long to wait for the next attempt; None where only a change can bring one."""
        left = self._not_before - time.monotonic()
        return left if left > 0 else None

    def _hurry(self) -> None:
        """Let the next attempt come soon, for the last worker has gone and somebody may be waiting."""
        self._failures, self._in_vain = 0, 0
        self._not_before = min(self._not_before, time.monotonic() + FIRST_WAIT_SECONDS)

    def _start(self, count: int) -> None:
        """Start *count* workers side by side; one that fails costs the others nothing."""
        fresh: list[Worker] = []
        faults: list[OSError | Unavailable] = []
        try:
            while len(fresh) < count:
                fresh.append(Worker(self._command))
        except OSError as fault:
            faults.append(fault)
        for worker in fresh:
            try:
                self._welcome(worker)
            except Unavailable as fault:
                faults.append(fault)
        if faults:
            self._note_failure(faults[0])

    def _welcome(self, worker: Worker) -> None:
        confinement = worker.greet(self._setup)
        with self._changed:
            self._confinement = confinement
            self._failures, self._in_vain, self._trouble = 0, 0, ""
            self._idle.append(worker)
            self._tell_all()

    def _note_failure(self, fault: OSError | Unavailable) -> None:
        with self._changed:
            wait = min(FIRST_WAIT_SECONDS * 2**self._failures, LONGEST_WAIT_SECONDS)
            self._failures += 1
            self._in_vain = 0 if self._idle or self._busy else self._in_vain + 1
            self._trouble = fault.detail if isinstance(fault, Unavailable) else str(fault)
            self._not_before = time.monotonic() + wait
            self._tell_all()

    def _tell_all(self) -> None:
        """Wake everybody who waits; whoever has the turn calls this."""
        self._changed.notify_all()
        self._freed.notify_all()
