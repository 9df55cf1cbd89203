"""The service that Lapwing protects: its accounts, what appears on it, and what it is asked to do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lapwing.model.content import ContentId
from lapwing.model.decision import AgeBand, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as the platform knows it.

    id: the platform's own. opened_at: when it was opened there, if told. version: 1, and one more each time.
    """

    id: str
    age_band: AgeBand = AgeBand.UNKNOWN
    opened_at: datetime | None = None
    version: int = 1


class ItemState(StrEnum):
    """Where an item stands with us. What the platform shows is told apart, in published_at and removed_at."""

    WAITING = "waiting"  # its screening is not finished; the surface's consequence is in force
    ALLOWED = "allowed"
    DETERRED = "deterred"
    LIMITED = "limited"
    HELD = "held"
    BLOCKED = "blocked"


LET_IN = frozenset({ItemState.ALLOWED, ItemState.DETERRED, ItemState.LIMITED})
"""Where the platform may show an item, to all or to some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of content at one place on the platform.

    id: `i-` and 32 hex digits. reference: what the platform calls it. account: the platform's id of who sent
        it, or None. step: what is in force now; decided_by: the id of the decision or finding that says so,
        None while it waits.
    published_at, removed_at: when the platform said that it did so; views: how often it was seen before that,
        as the platform told; None where it did not.
    """

    id: str
    reference: str
    surface: str
    account: str | None
    kind: str
    content_id: ContentId
    received_at: datetime
    state: ItemState
    step: Step
    decided_by: str | None = None
    published_at: datetime | None = None
    removed_at: datetime | None = None
    views: int | None = None
    version: int = 1


class ActionKind(StrEnum):
    """What the platform is asked to do with an item."""

    PUBLISH = "publish"
    WARN = "warn"  # publish, and show the sender the message
    LIMIT = "limit"
    HIDE = "hide"  # keep it, out of sight, until told otherwise
    REMOVE = "remove"


def action_for(step: Step) -> ActionKind:
    """Return what the platform does at a step."""
    match step:
        case Step.ALLOW:
            return ActionKind.PUBLISH
        case Step.DETER:
            return ActionKind.WARN
        case Step.LIMIT:
            return ActionKind.LIMIT
        case Step.HOLD:
            return ActionKind.HIDE
        case Step.BLOCK:
            return ActionKind.REMOVE


def state_for(step: Step) -> ItemState:
    """Return where an item stands once a step is in force."""
    match step:
        case Step.ALLOW:
            return ItemState.ALLOWED
        case Step.DETER:
            return ItemState.DETERRED
        case Step.LIMIT:
            return ItemState.LIMITED
        case Step.HOLD:
            return ItemState.HELD
        case Step.BLOCK:
            return ItemState.BLOCKED


class MessageState(StrEnum):
    """Where an outgoing message stands."""

    DUE = "due"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; a person can send it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A webhook that is owed: written with the act that calls for it, sent until it is taken.

    id: `m-` and 32 hex digits; the receiver knows a repetition by it. topic: `item.action` or another noun
        and verb. on: the id of what it is about. body: JSON text; ids and steps, never content.
    due_at: when to try next. attempts: how often it was tried. held_until: a worker has it until then.
    last_status: the HTTP status or the name of the fault at the last attempt.
    """

    id: str
    destination: str
    topic: str
    on: str
    body: str
    made_at: datetime
    due_at: datetime
    state: MessageState = MessageState.DUE
    attempts: int = 0
    held_until: datetime | None = None
    delivered_at: datetime | None = None
    last_status: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where webhooks go, by name.

    topics: which it gets, or empty for all. secret_id: what signs them. former_secret_id: what signs them
        beside it until former_until, so that the receiver can change over; empty and None where nothing does.
    """

    name: str
    url: str
    secret_id: str
    topics: frozenset[str] = field(default_factory=frozenset)
    paused: bool = False
    former_secret_id: str = ""
    former_until: datetime | None = None
    version: int = 1
