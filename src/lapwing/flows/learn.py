"""A finding becomes entries of our own: what is confirmed is known from now on, what is harmless is excepted.

A finding owes a message to INSIDE, in its own transaction; delivering that message is this journey. It looks
at the case as it stands, so that doing it twice, late, or after the finding was undone comes to the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from lapwing.flows.change_entries import NewEntry
from lapwing.flows.remember import remembered
from lapwing.model.acts import Act, Fact
from lapwing.model.cases import CONFIRMED, Case, Finding, FindingKind
from lapwing.model.content import ContentId, Grain
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.lists import Category
from lapwing.model.look_backs import Fingerprints
from lapwing.model.people import ENGINE, Permission
from lapwing.model.platform import Message
from lapwing.model.ports import Measurer
from lapwing.model.signals import Region, Signal, Turn
from lapwing.model.vault import Vault
from lapwing.model.works import NewId, Work, Works

INSIDE = "lapwing"
"""The destination of messages that are for ourselves."""

TOPIC = "finding.learn"
OWN_LIST, EXCEPTIONS = "own-findings", "own-exceptions"
MOST_PDQ = 8
"""Of one piece of content: both families, and some frames where it moves."""

LEAST_QUALITY = 50
"""Of a PDQ that goes on a list, as it has to be to be compared; below it, many pictures are alike."""


class OwnLists(Protocol):
    """Our own lists: OWN_LIST, and EXCEPTIONS, which is an allow-list."""

    def active(self, list_name: str, ids: Iterable[str]) -> frozenset[str]:
        """Return those of *ids* that are entries of the list and not retired."""
        ...

    def put(self, list_name: str, entries: tuple[NewEntry, ...], *, by: str, why: str, now: datetime) -> int:
        """Put entries on the list and let it serve; return the version."""
        ...

    def take_out(self, list_name: str, ids: tuple[str, ...], *, by: str, why: str, now: datetime) -> int:
        """Retire entries of the list; return the version that serves without them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """What learning needs of the world. remembers: see flows.admit.Desk."""

    works: Works
    vault: Vault
    measurer: Measurer
    own: OwnLists
    remembers: bool = True


def owe_learning(work: Work, case_id: str, *, new_id: NewId, now: datetime) -> None:
    """Owe ourselves to bring our own lists in line with a case."""
    message = Message(
        id=new_id("m"), destination=INSIDE, topic=TOPIC, on=case_id, body="{}", made_at=now, due_at=now
    )
    work.outbox.add(message)


def learn(case_id: str, *, school: School, now: datetime) -> None:
    """Bring our own lists in line with the finding that is in force in a case, or with there being none.

    Raises:
        Unavailable: the vault or a list cannot be had now; do it again later.
        IntegrityLost: sealed content or a list is not what was written.
        Missing: there is no such case.
    """
    ENGINE.require(Permission.LIST_WRITE)
    case, finding = school.works.run(lambda work: _standing(work, case_id))
    wanted = {OWN_LIST: _known(case, finding, school), EXCEPTIONS: _excepted(case, finding, school)}
    by = finding.by if finding else ENGINE.id
    for list_name, entries in wanted.items():
        _bring_in_line(case, list_name, entries, by=by, school=school, now=now)
    if school.remembers and finding is not None and finding.kind is FindingKind.NOT:
        _remember(case, school, now=now)


def _remember(case: Case, school: School, *, now: datetime) -> None:
    """Remember what a person has let in, as everything is that was let in: a list may come to name it."""
    for sealed in _kept(case, school.works):
        measured = school.measurer.measure(school.vault.open(sealed), kind=sealed.kind)
        known_by = remembered(measured, now=now)
        if known_by is not None:
            school.works.run(partial(_put, known_by))


def _put(known_by: Fingerprints, work: Work) -> None:
    work.memory.put(known_by)


def _standing(work: Work, case_id: str) -> tuple[Case, Finding | None]:
    case = work.cases.get(case_id)
    return case, work.findings.get(case.finding) if case.finding else None


def _bring_in_line(
    case: Case, list_name: str, wanted: Mapping[str, NewEntry], *, by: str, school: School, now: datetime
) -> None:
    """Put on what is missing and retire what should not be there, of the entries that this case can have."""
    possible = {entry_id for content_id in case.contents for entry_id in _possible_ids(content_id)}
    there = school.own.active(list_name, possible | wanted.keys())
    missing = tuple(entry for entry_id, entry in sorted(wanted.items()) if entry_id not in there)
    surplus = tuple(sorted(there - wanted.keys()))
    why = f"case {case.id}"
    if missing:
        version = school.own.put(list_name, missing, by=by, why=why, now=now)
        _record(school.works, "list.learn", list_name, len(missing), version, case=case, by=by, now=now)
    if surplus:
        version = school.own.take_out(list_name, surplus, by=by, why=why, now=now)
        _record(school.works, "list.unlearn", list_name, len(surplus), version, case=case, by=by, now=now)


def _record(
    works: Works, act: str, list_name: str, entries: int, version: int, *, case: Case, by: str, now: datetime
) -> None:
    facts: dict[str, Fact] = {"case": case.id, "entries": entries, "version": version}
    works.run(lambda work: work.record(Act(act=act, on=list_name, by=by, at=now, facts=facts)))


def _known(case: Case, finding: Finding | None, school: School) -> dict[str, NewEntry]:
    """Return the fingerprints of a confirmed case's contents, by entry id."""
    if finding is None or finding.kind not in CONFIRMED:
        return {}
    return {
        entry.entry_id: entry
        for sealed in _kept(case, school.works)
        for entry in _fingerprints(sealed, school, category=finding.category)
    }


def _excepted(case: Case, finding: Finding | None, school: School) -> dict[str, NewEntry]:
    """Return exceptions for a harmless case's contents: for those very bytes, and for nothing like them."""
    if finding is None or finding.kind is not FindingKind.NOT:
        return {}
    entries = (_digest(sealed, note="found harmless") for sealed in _kept(case, school.works))
    return {entry.entry_id: entry for entry in entries}


def _kept(case: Case, works: Works) -> tuple[Sealed, ...]:
    """Return one sealed object of each content of the case that is still kept."""

    def read(work: Work) -> tuple[Sealed, ...]:
        found = (work.sealed.of_content(each, purpose=Purpose.EVIDENCE) for each in case.contents)
        return tuple(sealed[-1] for sealed in found if sealed)

    return works.run(read)


def _fingerprints(sealed: Sealed, school: School, *, category: Category) -> Iterator[NewEntry]:
    yield _digest(sealed, category=category)
    measured = school.measurer.measure(school.vault.open(sealed), kind=sealed.kind, grain=Grain.EXACT)
    upright = [signal for signal in measured.signals if _is_of_the_whole(signal)]
    for number, signal in enumerate(upright[:MOST_PDQ]):
        yield NewEntry(
            kind=signal.kind,
            value=signal.value,
            entry_id=f"{sealed.content_id}.pdq.{number}",
            item=sealed.content_id,
            category=category,
        )


def _digest(sealed: Sealed, *, category: Category = Category.NONE, note: str = "") -> NewEntry:
    return NewEntry(
        kind="sha256",
        value=sealed.sha256_hex,
        entry_id=f"{sealed.content_id}.sha256",
        item=sealed.content_id,
        category=category,
        note=note,
    )


def _possible_ids(content_id: ContentId) -> tuple[str, ...]:
    return (f"{content_id}.sha256", *(f"{content_id}.pdq.{number}" for number in range(MOST_PDQ)))


def _is_of_the_whole(signal: Signal) -> bool:
    where = signal.where
    upright = where.turn is Turn.UPRIGHT and where.region is Region.WHOLE
    return signal.kind == "pdq" and upright and (signal.quality or 0) >= LEAST_QUALITY
