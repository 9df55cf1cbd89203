"""Works in memory: it keeps every promise of the port, and ends with its process."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from lapwing.evidence.ledger import START, Line, extend
from lapwing.model.acts import Act
from lapwing.model.platform import Account
from lapwing.model.works import Work
from lapwing.service.store.memory_look_backs import MemoryLookBacks, MemoryMemory
from lapwing.service.store.memory_shelves import (
    MemoryAttestations,
    MemoryCases,
    MemoryDecisions,
    MemoryDestinations,
    MemoryExposures,
    MemoryFindings,
    MemoryItems,
    MemoryOutbox,
    MemorySealed,
    MemoryShelf,
    MemorySurfaces,
    Rows,
)

T = TypeVar("T")


class MemoryWork:
    """What a write is given; see model.works.Work."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self.acts: list[Act] = []
        self.decisions = MemoryDecisions()
        self.items = MemoryItems("item")
        self.accounts = MemoryShelf[Account]("account")
        self.surfaces = MemorySurfaces()
        self.findings = MemoryFindings("finding")
        self.cases = MemoryCases(self.findings)
        self.sealed = MemorySealed("sealed object")
        self.exposures = MemoryExposures("exposure")
        self.outbox = MemoryOutbox("message")
        self.destinations = MemoryDestinations("destination")
        self.attestations = MemoryAttestations("attestation")
        self.memory = MemoryMemory()
        self.look_backs = MemoryLookBacks("look-back")

    def record(self, act: Act) -> None:
        """Make an act a line of the ledger, in the order of the calls."""
        self.acts.append(act)

    @property
    def every_rows(self) -> tuple[Rows[Any], ...]:
        """Return the rows of every shelf."""
        return (
            self.decisions.rows,
            self.items.rows,
            self.accounts.rows,
            self.surfaces.rows,
            self.findings.rows,
            self.cases.rows,
            self.sealed.rows,
            self.exposures.rows,
            self.outbox.rows,
            self.destinations.rows,
            self.attestations.rows,
            self.memory.rows,
            self.look_backs.rows,
        )


class MemoryWorks:
    """Keeps records in memory, one writer at a time; see model.works.Works."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._work = MemoryWork()
        self._turn = threading.Lock()
        self._whose: int | None = None
        self._lines: list[Line] = []

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the ledger, oldest line first."""
        return tuple(self._lines)

    def run(self, write: Callable[[Work], T]) -> T:
        """Run *write* and return what it returns; an exception leaves nothing behind."""
        if self._whose == threading.get_ident():
            raise RuntimeError("a write cannot begin another one")
        with self._turn:
            self._whose = threading.get_ident()
            try:
                answer = write(self._work)
                last = self._lines[-1] if self._lines else None
                self._lines += extend(
                    last.head if last else START, self._work.acts, last_at=last.at if last else None
                )
            except BaseException:
                for rows in self._work.every_rows:
                    rows.take_back()
                raise
            else:
                for rows in self._work.every_rows:
                    rows.settle()
                return answer
            finally:
                self._work.acts.clear()
                self._whose = None
