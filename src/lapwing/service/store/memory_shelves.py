"""Shelves in memory: one dictionary each, with a way back to what was there before."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from lapwing.model.attestations import Attestation
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Case, CaseState, Finding
from lapwing.model.content import ContentId
from lapwing.model.decision import Decision, Kept, Surface
from lapwing.model.evidence import Exposure, Purpose, Sealed
from lapwing.model.platform import Destination, Item, ItemState, Message, MessageState
from lapwing.model.works import AlreadyThere, Changed, Missing
from lapwing.service.store.columns import Record as AnyRecord
from lapwing.service.store.columns import columns_of
from lapwing.service.store.form import require_key, stored

Row = TypeVar("Row")
Record = TypeVar("Record", bound=AnyRecord)


class Rows(Generic[Row]):
    """Rows by key. What was written since the last `settle` can be taken back."""

    def __init__(self) -> None:
        """Begin with none."""
        self.by_key: dict[Any, Row] = {}
        self._before: list[tuple[Any, Row | None]] = []

    def put(self, key: object, row: Row) -> None:
        """Keep a row, in the place of the one of that key if there is one."""
        self._before.append((key, self.by_key.get(key)))
        self.by_key[key] = row

    def remove(self, key: object) -> bool:
        """Take a row out; say whether there was one."""
        row = self.by_key.pop(key, None)
        if row is not None:
            self._before.append((key, row))
        return row is not None

    def settle(self) -> None:
        """Keep what was written for good."""
        self._before.clear()

    def take_back(self) -> None:
        """Undo what was written since the last `settle`."""
        while self._before:
            key, row = self._before.pop()
            if row is None:
                self.by_key.pop(key, None)
            else:
                self.by_key[key] = row


class MemoryShelf(Generic[Record]):
    """Records of one kind; see model.works.Shelf."""

    def __init__(self, noun: str) -> None:
        """Begin with none. noun: what errors call a record, whose id may be somebody's name."""
        self.noun = noun
        self.rows = Rows[Record]()

    def find(self, key: str) -> Record | None:
        """Return the record of that id, or None."""
        return self.rows.by_key.get(key)

    def get(self, key: str) -> Record:
        """Return the record of that id, or raise Missing."""
        found = self.find(key)
        if found is None:
            raise Missing(self.noun)
        return found

    def add(self, record: Record) -> None:
        """Keep a new record, or raise AlreadyThere."""
        key = _key(record)
        if self.find(key) is not None:
            raise AlreadyThere(self.noun)
        self.rows.put(key, record)

    def save(self, record: Record) -> None:
        """Keep the next version of a record, or raise Missing or Changed."""
        key = _key(record)
        if self.get(key).version != record.version - 1:
            raise Changed(self.noun)
        self.rows.put(key, record)

    def _where(
        self, holds: Callable[[Record], bool], *, by: Callable[[Record], tuple[datetime, str]]
    ) -> list[Record]:
        """Return the records of which something holds, in the order of their time and id."""
        return sorted((each for each in self.rows.by_key.values() if holds(each)), key=by)


class MemoryItems(MemoryShelf[Item]):
    """See model.works.Items."""

    def of_content(self, content_id: ContentId) -> Sequence[Item]:
        """Return every item of that content, oldest first."""
        return self._where(lambda item: item.content_id == content_id, by=_received)

    def waiting(self, *, before: datetime, most: int) -> Sequence[Item]:
        """Return items received before then whose screening is not finished, oldest first."""
        return self._where(
            lambda item: item.state is ItemState.WAITING and item.received_at < before, by=_received
        )[:most]


class MemoryFindings(MemoryShelf[Finding]):
    """See model.works.Findings."""

    def of_case(self, case: str) -> Sequence[Finding]:
        """Return the findings of a case, oldest first."""
        return self._where(lambda finding: finding.case == case, by=lambda finding: (finding.at, finding.id))


class MemoryCases(MemoryShelf[Case]):
    """See model.works.Cases."""

    def __init__(self, findings: MemoryFindings) -> None:
        """Begin with none; *findings* tell who decided first."""
        super().__init__("case")
        self._findings = findings

    def to_join(self, content_id: ContentId) -> Case | None:
        """Return the undecided case of that content to which an item came last, or None."""
        same = self._where(
            lambda case: case.state is not CaseState.DECIDED and content_id in case.contents, by=_joined
        )
        return next(reversed(same), None)

    def of_item(self, item: str) -> Sequence[Case]:
        """Return the cases that an item is in, newest first."""
        return self._where(lambda case: item in case.items, by=lambda case: (case.opened_at, case.id))[::-1]

    def next_in(self, queue: str | None, *, now: datetime, not_by: str) -> Case | None:
        """Return the case to take next, or None."""
        free = [
            case
            for case in self.rows.by_key.values()
            if queue in {None, case.queue} and self._is_for(case, not_by, now)
        ]
        return min(free, key=lambda case: (-case.priority, case.opened_at, case.id), default=None)

    def oldest_above(self, priority: int, *, now: datetime, not_by: str) -> Case | None:
        """Return the graver case that has waited longest for a person, or None."""
        above = [
            case
            for case in self.rows.by_key.values()
            if case.priority > priority
            and self._is_for(case, not_by, now)
            and not _is_held(case, "", now)  # nor by the person themselves
        ]
        return min(above, key=lambda case: (case.opened_at, case.id), default=None)

    def _is_for(self, case: Case, person: str, now: datetime) -> bool:
        """Say whether a person can take a case."""
        if case.state is CaseState.DECIDED or case.account == CANARY_ACCOUNT or _is_held(case, person, now):
            return False
        return case.state is CaseState.OPEN or not any(
            finding.by == person and finding.undone_at is None for finding in self._findings.of_case(case.id)
        )


class MemorySealed(MemoryShelf[Sealed]):
    """See model.works.SealedObjects."""

    def of_content(self, content_id: ContentId, *, purpose: Purpose) -> Sequence[Sealed]:
        """Return what is still sealed of that content for that purpose, oldest first."""
        return self._where(
            lambda sealed: (
                sealed.content_id == content_id and sealed.purpose is purpose and sealed.erased_at is None
            ),
            by=lambda sealed: (sealed.sealed_at, sealed.id),
        )

    def held(self, *, after: str, most: int) -> Sequence[Sealed]:
        """Return what is still sealed, by id, those after an id."""
        found = (each for each in self.rows.by_key.values() if each.id > after and each.erased_at is None)
        return sorted(found, key=lambda sealed: sealed.id)[:most]


class MemoryExposures(MemoryShelf[Exposure]):
    """See model.works.Exposures."""

    def of_sealed(self, sealed: str) -> Sequence[Exposure]:
        """Return who saw a sealed object, oldest first."""
        return self._where(lambda seen: seen.sealed == sealed, by=lambda seen: (seen.at, seen.id))


class MemoryOutbox(MemoryShelf[Message]):
    """See model.works.Outbox."""

    def due(self, *, now: datetime, most: int) -> Sequence[Message]:
        """Return messages that are due and that no worker has, longest due first."""
        return self._where(
            lambda message: (
                message.state is MessageState.DUE
                and message.due_at <= now
                and (message.held_until is None or message.held_until <= now)
            ),
            by=lambda message: (message.due_at, message.id),
        )[:most]


class MemoryDestinations(MemoryShelf[Destination]):
    """See model.works.Destinations."""

    def every(self) -> Sequence[Destination]:
        """Return all of them in name order."""
        return sorted(self.rows.by_key.values(), key=lambda destination: destination.name)

    def remove(self, destination: Destination) -> None:
        """Take out the destination of that name and version, or raise Missing or Changed."""
        if self.get(destination.name).version != destination.version:
            raise Changed(self.noun)
        self.rows.remove(destination.name)


class MemoryAttestations(MemoryShelf[Attestation]):
    """See model.works.Attestations."""

    def of_row(self, row: str) -> Sequence[Attestation]:
        """Return the attestations about a row, newest first."""
        return self._where(lambda each: each.row == row, by=lambda each: (each.at, each.id))[::-1]


class MemorySurfaces:
    """See model.works.Surfaces."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows = Rows[Surface]()

    def get(self, name: str) -> Surface:
        """Return the surface called that, or raise Missing."""
        found = self.rows.by_key.get(name)
        if found is None:
            raise Missing(f"surface {name!r}")
        return found

    def put(self, surface: Surface) -> None:
        """Keep a surface, in the place of the one of that name if there is one."""
        require_key(surface.name)
        stored(surface)
        self.rows.put(surface.name, surface)

    def every(self) -> Sequence[Surface]:
        """Return all of them in name order."""
        return sorted(self.rows.by_key.values(), key=lambda surface: surface.name)


class MemoryDecisions:
    """See model.works.Decisions."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows = Rows[Kept]()

    def keep(self, decision: Decision, *, item: str, at: datetime) -> None:
        """Keep a decision about an item; the same decision about the same item again changes nothing."""
        require_key(decision.id, item)
        stored(decision)
        if (decision.id, item) not in self.rows.by_key:
            self.rows.put((decision.id, item), Kept(decision=decision, item=item, made_at=at))

    def of_item(self, item: str) -> Sequence[Kept]:
        """Return the decisions about an item, newest first."""
        return self._newest_first(lambda kept: kept.item == item)

    def find(self, key: str) -> Kept | None:
        """Return the newest decision of that id, or None."""
        return next(iter(self._newest_first(lambda kept: kept.decision.id == key)), None)

    def _newest_first(self, holds: Callable[[Kept], bool]) -> list[Kept]:
        """Return the decisions of which something holds; of those made at once, the last kept is first."""
        every = [kept for kept in reversed(self.rows.by_key.values()) if holds(kept)]
        return sorted(every, key=lambda kept: kept.made_at, reverse=True)


def _key(record: Record) -> str:
    """Return a record's id, or raise Unstorable if a database would refuse it."""
    columns = columns_of(record)
    require_key(*(each for each in columns.values() if isinstance(each, str)))
    stored(record)
    return str(columns["id"])


def _received(item: Item) -> tuple[datetime, str]:
    """Order items by when they came."""
    return item.received_at, item.id


def _joined(case: Case) -> tuple[datetime, str]:
    """Order cases by when the last item came."""
    return case.joined_at, case.id


def _is_held(case: Case, person: str, now: datetime) -> bool:
    """Say whether somebody else has a case now."""
    return (
        case.claimed_by not in {None, person} and case.claimed_until is not None and now < case.claimed_until
    )
