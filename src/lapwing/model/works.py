"""The port to whatever keeps records: what is written together is kept together, or none of it is.

A flow writes through a Work inside Works.run; the acts that it records become ledger lines in the same
transaction. Records are frozen: a change is a new record with the next version, and of two writers who began
from the same version the second gets Changed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from lapwing.model.acts import Act
from lapwing.model.attestations import Attestation
from lapwing.model.cases import Case, Finding
from lapwing.model.content import ContentId
from lapwing.model.decision import Decision, Kept, Surface
from lapwing.model.errors import BadInput, Unavailable
from lapwing.model.evidence import Exposure, Purpose, Sealed
from lapwing.model.look_backs import Fingerprints, LookBack, Place
from lapwing.model.platform import Account, Destination, Item, Message

NewId = Callable[[str], str]
"""Makes an id with the prefix that it is given, such as "i": `i-` and 32 hex digits."""

T = TypeVar("T")
Record = TypeVar("Record")


class Missing(BadInput):
    """There is nothing of that name here."""

    code = "lapwing.missing"


class AlreadyThere(BadInput):
    """There is one of that name already."""

    code = "lapwing.already-there"


class Changed(BadInput):
    """Somebody else has changed this meanwhile; look at it again."""

    code = "lapwing.changed"


class Unsure(Unavailable):
    """It is not known whether this was kept; look before doing it again."""

    code = "lapwing.unavailable.unsure"


class Shelf(Protocol[Record]):
    """Records of one kind, by id."""

    def find(self, key: str) -> Record | None:
        """Return the record of that id, or None."""
        ...

    def get(self, key: str) -> Record:
        """Return the record of that id.

        Raises:
            Missing: there is none.
        """
        ...

    def add(self, record: Record) -> None:
        """Keep a new record.

        Raises:
            AlreadyThere: its id is taken.
        """
        ...

    def save(self, record: Record) -> None:
        """Keep a record in the place of the one whose version is one less.

        Raises:
            Missing: there is none of its id.
            Changed: that is not the version which is kept.
        """
        ...


class Decisions(Protocol):
    """Every decision, as it was made; none is ever changed."""

    def keep(self, decision: Decision, *, item: str, at: datetime) -> None:
        """Keep a decision about an item; the same decision about the same item again changes nothing."""
        ...

    def of_item(self, item: str) -> Sequence[Kept]:
        """Return the decisions about an item, newest first."""
        ...

    def find(self, key: str) -> Kept | None:
        """Return the newest decision of that id, or None."""
        ...


class Items(Shelf[Item], Protocol):
    """What appeared on the platform."""

    def of_content(self, content_id: ContentId) -> Sequence[Item]:
        """Return every item of that content, oldest first."""
        ...

    def waiting(self, *, before: datetime, most: int) -> Sequence[Item]:
        """Return items received before then whose screening is not finished, oldest first."""
        ...


class Cases(Shelf[Case], Protocol):
    """Cases, open and decided."""

    def to_join(self, content_id: ContentId) -> Case | None:
        """Return the undecided case of that content to which an item came last, or None."""
        ...

    def of_item(self, item: str) -> Sequence[Case]:
        """Return the cases that an item is in, newest first."""
        ...

    def next_in(self, queue: str | None, *, now: datetime, not_by: str) -> Case | None:
        """Return the open case to take next: not claimed by anybody else now, highest priority, then oldest.

        A canary's is nobody's to take: the run that sent it closes it, or the next run does.
        A case that waits for a second person is not given to *not_by* if they decided it first. queue: None
        for any.
        """
        ...

    def oldest_above(self, priority: int, *, now: datetime, not_by: str) -> Case | None:
        """Return the graver open case that has waited longest of those that *not_by* could take, or None.

        What is in somebody's hands does not wait; what *not_by* decided first waits for somebody else.
        """
        ...


class Findings(Shelf[Finding], Protocol):
    """Findings, with those that were undone."""

    def of_case(self, case: str) -> Sequence[Finding]:
        """Return the findings of a case, oldest first."""
        ...


class SealedObjects(Shelf[Sealed], Protocol):
    """What the vault holds, and what it held."""

    def of_content(self, content_id: ContentId, *, purpose: Purpose) -> Sequence[Sealed]:
        """Return what is still sealed of that content for that purpose, oldest first."""
        ...

    def held(self, *, after: str, most: int) -> Sequence[Sealed]:
        """Return what is still sealed, by id, those after an id (or the first, for an empty one)."""
        ...


class Exposures(Shelf[Exposure], Protocol):
    """Who saw what."""

    def of_sealed(self, sealed: str) -> Sequence[Exposure]:
        """Return who saw a sealed object, oldest first."""
        ...


class Outbox(Shelf[Message], Protocol):
    """Messages that are owed, delivered or given up."""

    def due(self, *, now: datetime, most: int) -> Sequence[Message]:
        """Return messages that are due and that no worker has, longest due first."""
        ...


class Destinations(Shelf[Destination], Protocol):
    """Where webhooks go, by name."""

    def every(self) -> Sequence[Destination]:
        """Return all of them in name order."""
        ...

    def remove(self, destination: Destination) -> None:
        """Take out the destination of that name and version.

        Raises:
            Missing: there is none of its name.
            Changed: that is not the version which is kept.
        """
        ...


class Surfaces(Protocol):
    """The platform's surfaces, by name."""

    def get(self, name: str) -> Surface:
        """Return the surface called that.

        Raises:
            Missing: there is none.
        """
        ...

    def put(self, surface: Surface) -> None:
        """Keep a surface, in the place of the one of that name if there is one."""
        ...

    def every(self) -> Sequence[Surface]:
        """Return all of them in name order."""
        ...


class Attestations(Shelf[Attestation], Protocol):
    """What people stated about rows of the code."""

    def of_row(self, row: str) -> Sequence[Attestation]:
        """Return the attestations about a row, newest first."""
        ...


class Memory(Protocol):
    """What is remembered of content, one record each, in the order in which it was seen last."""

    def put(self, remembered: Fingerprints) -> None:
        """Keep what is remembered of a content, in the place of what was remembered of it before."""
        ...

    def find(self, content_id: ContentId) -> Fingerprints | None:
        """Return what is remembered of a content, or None."""
        ...

    def after(self, place: Place | None, *, most: int) -> Sequence[Fingerprints]:
        """Return what comes after a place, from the beginning for None, at most so many."""
        ...

    def forget(self, content_ids: Sequence[ContentId]) -> int:
        """Forget these contents; return how many were remembered."""
        ...


class LookBacks(Shelf[LookBack], Protocol):
    """Look-backs, running and done."""

    def newest_of(self, list_name: str) -> LookBack | None:
        """Return the look-back of a list that began last, or None."""
        ...

    def unfinished(self) -> Sequence[LookBack]:
        """Return those that are not done, of every list, oldest first."""
        ...


class Work(Protocol):
    """One transaction. Nothing of it lasts unless all of it does."""

    @property
    def decisions(self) -> Decisions:
        """Return the decisions."""
        ...

    @property
    def items(self) -> Items:
        """Return the items."""
        ...

    @property
    def accounts(self) -> Shelf[Account]:
        """Return the accounts."""
        ...

    @property
    def surfaces(self) -> Surfaces:
        """Return the surfaces."""
        ...

    @property
    def cases(self) -> Cases:
        """Return the cases."""
        ...

    @property
    def findings(self) -> Findings:
        """Return the findings."""
        ...

    @property
    def sealed(self) -> SealedObjects:
        """Return what is sealed."""
        ...

    @property
    def exposures(self) -> Exposures:
        """Return who saw what."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Return the outgoing messages."""
        ...

    @property
    def destinations(self) -> Destinations:
        """Return where webhooks go."""
        ...

    @property
    def attestations(self) -> Attestations:
        """Return what people stated."""
        ...

    @property
    def memory(self) -> Memory:
        """Return what is remembered of content."""
        ...

    @property
    def look_backs(self) -> LookBacks:
        """Return the look-backs."""
        ...

    def record(self, act: Act) -> None:
        """Make an act a line of the ledger, in the order of the calls."""
        ...


class Works(Protocol):
    """Whatever keeps records."""

    def run(self, write: Callable[[Work], T]) -> T:
        """Run *write* in one transaction and return what it returns, once all of it is kept for good.

        Several writers' work may be committed together, and *write* may be run again after a conflict between
        them, so it does nothing but read and write through its Work. An exception leaves nothing behind.

        Raises:
            Unavailable: the database does not answer; nothing was kept.
            Unsure: it stopped answering at the end, so look before doing it again.
        """
        ...
