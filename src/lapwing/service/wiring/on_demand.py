"""A pool of confined processes that is started when it is first needed: who only delivers pays for none."""

from collections.abc import Callable
from contextlib import ExitStack
from threading import Lock

from lapwing.intake.preview import Preview
from lapwing.model.content import Grain
from lapwing.model.errors import Unavailable
from lapwing.model.signals import Measured
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.sandbox.pool import Pool


class PoolOnDemand:
    """Measures and draws (see sandbox.pool.Pool); its processes start with the first question."""

    def __init__(self, make: Callable[[], Pool]) -> None:
        """Make the pool by *make*, once."""
        self._make = make
        self._turn = Lock()
        self._pool: Pool | None = None
        self._open = ExitStack()
        self._is_closed = False

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        """Return what could be measured; see sandbox.pool.Pool.measure.

        Raises:
            Unavailable: no process starts, or this is closed.
        """
        return self._started().measure(untrusted_data, kind=kind, grain=grain)

    def preview(self, untrusted_data: bytes, *, kind: str) -> Preview:
        """Return a small picture; see sandbox.pool.Pool.preview.

        Raises:
            NoPreview: there is nothing to be seen of it.
            Unavailable: no process starts, or this is closed.
        """
        return self._started().preview(untrusted_data, kind=kind)

    def confinement(self) -> Confinement:
        """Wait for the first process and return what it has given up.

        Raises:
            Unavailable: none starts, or this is closed.
        """
        return self._started().confinement()

    def close(self) -> None:
        """End every process."""
        with self._turn:
            self._is_closed = True
            self._open.close()

    def _started(self) -> Pool:
        pool = self._pool
        if pool is not None:
            return pool
        with self._turn:
            if self._is_closed:
                raise Unavailable("the service is stopping")
            if self._pool is None:
                self._pool = self._open.enter_context(self._make())
            return self._pool
