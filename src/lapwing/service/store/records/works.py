"""Works in a database, SQLite or PostgreSQL: one transaction for all who write at the same time."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db import Error, connections, transaction

from lapwing.model.acts import Act
from lapwing.model.errors import Unavailable
from lapwing.model.works import Unsure, Work
from lapwing.service.store.records.faults import Fault, fault_of, told
from lapwing.service.store.records.group import Group, Writer
from lapwing.service.store.records.ledger import append
from lapwing.service.store.records.link import Link
from lapwing.service.store.records.pending import Doubtful
from lapwing.service.store.records.session import Overtaken, Session
from lapwing.service.store.records.work import DjangoWork

if TYPE_CHECKING:
    from lapwing.evidence.ledger import Line

T = TypeVar("T")

Outcome: TypeAlias = tuple[Any, Exception | None]
"""What a write returned, or what it raised."""

# How often a group that met another process's begins again, and how long it waits before that, at most.
_TRIES = 10
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.005, 0.5
# A connection may have died while nobody used it; a new one that dies as well says that the database is gone.
_CONNECTIONS = 2


class DjangoWorks:
    """Keeps records in the database of a Django alias; see model.works.Works.

    What a write does by Django's own means, in the thread that runs it and by the same alias, is in its
    transaction.
    """

    def __init__(self, alias: str = "default") -> None:
        """Keep records in that database."""
        self._alias = alias
        self._group = Group(self._commit)
        self._link = Link(alias)
        self._last: Line | None = None

    def run(self, write: Callable[[Work], T]) -> T:
        """Run *write* in one transaction and return what it returns, once all of it is kept for good.

        Raises:
            Unavailable: the database does not answer, or could not take it in ten tries; nothing was kept.
            Unsure: it stopped answering while it committed.
            IntegrityLost: its file is damaged, or the ledger's head is gone.
        """
        theirs = connections[self._alias]
        if theirs.in_atomic_block:
            raise RuntimeError("a write is a transaction, and cannot be part of another one")
        if theirs.vendor == "postgresql":
            theirs.close()  # there are only so many, and whoever waits to be led needs none
        return self._group.run(write)

    def _commit(self, batch: Sequence[Writer]) -> None:
        """End every writer: all in one transaction, or each in its own if one cannot be among others."""
        try:
            with self._link.lent():
                outcomes = self._kept(batch)
        except Unavailable as refused:
            outcomes = [(None, type(refused)(refused.detail)) for _ in batch]
        except Exception as refused:  # noqa: BLE001  # whatever a write raises belongs to its writer
            if len(batch) > 1:
                for writer in batch:
                    self._commit([writer])
                return
            outcomes = [(None, refused)]
        for writer, outcome in zip(batch, outcomes, strict=True):
            writer.end(*outcome)

    def _kept(self, batch: Sequence[Writer]) -> list[Outcome]:
        """Return what became of each writer, once it is committed; begin again after a conflict.

        Raises:
            Unavailable, Unsure, IntegrityLost: as for `run`.
            Error: the database refuses what was asked of it.
        """
        connections_lost, careful = 0, False
        for tried in range(_TRIES):
            try:
                return self._together(batch, careful=careful)
            except Doubtful:
                careful = True
            except (Error, Overtaken) as refused:
                match fault_of(refused):
                    case Fault.CONFLICT:
                        _pause(tried)
                    case Fault.GONE:
                        connections[self._alias].close()
                        connections_lost += 1
                        if connections_lost == _CONNECTIONS:
                            raise told(refused) from refused
                    case Fault.DAMAGED:
                        raise told(refused) from refused
                    case Fault.REFUSED:
                        raise
        raise Unavailable(f"others were faster {_TRIES} times")

    def _together(self, batch: Sequence[Writer], *, careful: bool) -> list[Outcome]:
        """Return what became of each writer, all of them in one transaction.

        Raises:
            Doubtful: one that had written was refused something, or was not and should have been.
        """
        at_the_end = False
        try:
            with (
                transaction.atomic(using=self._alias, durable=True),
                connections[self._alias].cursor() as cursor,
            ):
                session = Session(self._alias, cursor, careful=careful)
                acts: list[Act] = []
                with connections[self._alias].execute_wrapper(session.watch):
                    outcomes = [self._one(writer, session, acts, alone=len(batch) == 1) for writer in batch]
                    session.settle()
                # Should this not be committed, another line is the last, and it is asked for.
                self._last = append(acts, alias=self._alias, cursor=cursor, known=self._last)
                at_the_end = True
        except Error as refused:
            if at_the_end and fault_of(refused) is not Fault.CONFLICT:
                connections[self._alias].close()
                raise Unsure(str(told(refused))) from refused
            raise
        return outcomes

    def _one(self, writer: Writer, session: Session, acts: list[Act], *, alone: bool) -> Outcome:
        """Return what became of one writer; a failure takes back what it wrote, and only that.

        Raises:
            Doubtful: it failed, and what it wrote cannot be told from what others did.
        """
        session.begin()
        work = DjangoWork(session)
        if session.careful and not alone:
            return self._marked(writer, work, acts)
        try:
            answer = writer.write(work)
        except (Error, Overtaken, Doubtful):
            raise
        except Exception as refused:
            if session.careful:
                raise
            if session.wrote:
                raise Doubtful from refused
            return None, refused
        acts += work.acts
        return answer, None

    def _marked(self, writer: Writer, work: DjangoWork, acts: list[Act]) -> Outcome:
        """Return what became of one writer, after a mark to which the transaction can go back."""
        mark = str(connections[self._alias].savepoint())
        try:
            answer = writer.write(work)
        except (Error, Overtaken):
            raise
        except Exception as refused:  # noqa: BLE001  # whatever a write raises belongs to its writer
            connections[self._alias].savepoint_rollback(mark)
            work.forget()
            return None, refused
        connections[self._alias].savepoint_commit(mark)
        acts += work.acts
        return answer, None


def _pause(tried: int) -> None:
    """Wait before the next try, longer each time, and never as long as the others do."""
    longest = min(_FIRST_PAUSE_SECONDS * 2**tried, _LONGEST_PAUSE_SECONDS)
    time.sleep(random.uniform(0, longest))  # noqa: S311  # no secret is made of it
