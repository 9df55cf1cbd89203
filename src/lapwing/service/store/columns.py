"""What each record is looked up by, beside its body: its id first, then everything that a query asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from lapwing.model.attestations import Attestation
from lapwing.model.cases import Case, Finding
from lapwing.model.evidence import Exposure, Sealed
from lapwing.model.look_backs import LookBack
from lapwing.model.platform import Account, Destination, Item, Message

Record: TypeAlias = (
    Account | Attestation | Case | Destination | Exposure | Finding | Item | LookBack | Message | Sealed
)
"""Everything that is kept on a shelf, by id and version."""

Columns: TypeAlias = Mapping[str, str | int | bool | datetime | None]
"""Values by column name."""


def columns_of(record: Record) -> Columns:  # noqa: C901, PLR0911  # one return a kind
    """Return what a record is looked up by."""
    match record:
        case Item():
            return _of_item(record)
        case Account():
            return {"id": record.id}
        case Case():
            return _of_case(record)
        case Finding():
            return _of_finding(record)
        case Sealed():
            return _of_sealed(record)
        case Exposure():
            return _of_exposure(record)
        case Message():
            return _of_message(record)
        case Destination():
            return {"id": record.name}
        case Attestation():
            return {"id": record.id, "row": record.row, "at": record.at, "expires_at": record.expires_at}
        case LookBack():
            return _of_look_back(record)
        case _:
            assert_never(record)


def _of_item(item: Item) -> Columns:
    """Return what an item is looked up by."""
    return {
        "id": item.id,
        "surface": item.surface,
        "reference": item.reference,
        "account": item.account,
        "content_id": item.content_id,
        "received_at": item.received_at,
        "state": item.state.value,
        "step": item.step.value,
        "published_at": item.published_at,
        "removed_at": item.removed_at,
    }


def _of_case(case: Case) -> Columns:
    """Return what a case is looked up by; its items and contents have rows of their own."""
    return {
        "id": case.id,
        "queue": case.queue,
        "priority": case.priority,
        "state": case.state.value,
        "account": case.account,
        "opened_at": case.opened_at,
        "joined_at": case.joined_at,
        "claimed_by": case.claimed_by,
        "claimed_until": case.claimed_until,
        "decided_at": case.decided_at,
    }


def _of_finding(finding: Finding) -> Columns:
    """Return what a finding is looked up by."""
    return {
        "id": finding.id,
        "case": finding.case,
        "kind": finding.kind.value,
        "by": finding.by,
        "at": finding.at,
        "undone_at": finding.undone_at,
        "reasoned": bool(finding.why.strip()),
    }


def _of_sealed(sealed: Sealed) -> Columns:
    """Return what a sealed object is looked up by."""
    return {
        "id": sealed.id,
        "content_id": sealed.content_id,
        "purpose": sealed.purpose.value,
        "master_key": sealed.master_key,
        "sealed_at": sealed.sealed_at,
        "erased_at": sealed.erased_at,
    }


def _of_exposure(exposure: Exposure) -> Columns:
    """Return what an exposure is looked up by."""
    return {
        "id": exposure.id,
        "sealed": exposure.sealed,
        "case": exposure.case,
        "by": exposure.by,
        "at": exposure.at,
    }


def _of_message(message: Message) -> Columns:
    """Return what an outgoing message is looked up by."""
    return {
        "id": message.id,
        "destination": message.destination,
        "topic": message.topic,
        "on": message.on,
        "state": message.state.value,
        "made_at": message.made_at,
        "due_at": message.due_at,
        "held_until": message.held_until,
        "delivered_at": message.delivered_at,
    }


def _of_look_back(look_back: LookBack) -> Columns:
    """Return what a look-back is looked up by."""
    return {
        "id": look_back.id,
        "list_name": look_back.list_name,
        "state": look_back.state.value,
        "changed_at": look_back.changed_at,
        "begun_at": look_back.begun_at,
        "done_at": look_back.done_at,
    }
