"""What Lapwing answers, as frozen records. Fields that a later Lapwing adds are left alone."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Step(StrEnum):
    """What is to be done with content, from least to most."""

    ALLOW = "allow"
    DETER = "deter"  # show it, with a message to the sender
    LIMIT = "limit"  # show it to fewer people
    HOLD = "hold"  # keep it out of sight until a person has decided
    BLOCK = "block"  # do not show it


SHOWN = frozenset({Step.ALLOW, Step.DETER, Step.LIMIT})
"""The steps at which anybody but the sender may see it."""


class ActionKind(StrEnum):
    """What a webhook asks the platform to do with an item."""

    PUBLISH = "publish"
    WARN = "warn"  # publish, and show the sender the message
    LIMIT = "limit"
    HIDE = "hide"  # keep it, out of sight, until told otherwise
    REMOVE = "remove"


class Kind(StrEnum):
    """What something is taken for."""

    IMAGE = "image"
    FILM = "film"
    DOCUMENT = "document"
    TEXT = "text"
    URL = "url"
    NAME = "name"
    QUERY = "query"


FILES = frozenset({Kind.IMAGE, Kind.FILM, Kind.DOCUMENT})
"""The kinds that are sent as files; the others are words."""


class Audience(StrEnum):
    """Who can see what is on a surface."""

    PUBLIC = "public"
    PRIVATE = "private"


class AgeBand(StrEnum):
    """The age of an account's holder as far as the platform knows it; unknown is treated as a child."""

    UNKNOWN = "unknown"
    UNDER_13 = "under-13"
    FROM_13_TO_15 = "13-15"
    FROM_16_TO_17 = "16-17"
    ADULT = "adult"


class ItemState(StrEnum):
    """Where an item stands with Lapwing."""

    WAITING = "waiting"  # its screening is not finished; a webhook follows
    ALLOWED = "allowed"
    DETERRED = "deterred"
    LIMITED = "limited"
    HELD = "held"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: the rule that gave it, the step that it asks for, and a sentence for a person."""

    rule: str
    step: Step
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that was not measured: by whom, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be done with an item, and why.

    item: its id at Lapwing; keep it, to say later what became of it. reference: what the platform calls it.
    decision: None while its screening is not finished; what is asked for is then the surface's consequence,
        and a webhook follows.
    matches: how many there were; leads, not findings. case: the case that people will look at, or None.
    """

    item: str
    reference: str
    state: ItemState
    step: Step
    action: ActionKind
    decision: str | None
    reasons: tuple[Reason, ...]
    matches: int
    unknown: tuple[Unknown, ...]
    case: str | None

    @property
    def is_shown(self) -> bool:
        """Say whether anybody but the sender may see it."""
        return self.step in SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A match with an entry of a list: a lead, never a finding."""

    list: str
    list_version: int
    list_class: str
    tier: str
    entry: str
    kind: str
    category: str
    closeness: str
    distance_bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision as Lapwing keeps it."""

    id: str
    item: str
    made_at: datetime
    content: str
    kind: str
    surface: str
    step: Step
    reasons: tuple[Reason, ...]
    matches: tuple[Match, ...]
    unknown: tuple[Unknown, ...]
    obligations: tuple[str, ...]
    policy_version: str
    engine_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it stands. published_at, removed_at, views: as the platform told them."""

    id: str
    reference: str
    surface: str
    account: str | None
    kind: str
    content: str
    received_at: datetime
    state: ItemState
    step: Step
    action: ActionKind
    decided_by: str | None
    published_at: datetime | None
    removed_at: datetime | None
    views: int | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as Lapwing knows it."""

    id: str
    age_band: AgeBand
    opened_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """Why scanning is lawful on a surface, and until which day."""

    name: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsSuffice:
    """That exact fingerprints are enough for films or documents: why, signed by whom, until which day."""

    kind: Kind
    why: str
    signed_by: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A place on the platform where content appears. Without a basis it is not screened.

    on_unknown: what is done where something could not be measured, or not in time.
    digests_suffice: the kinds for which it is not done though nothing looks into them, each for a time.
    """

    name: str
    audience: Audience
    jurisdiction: str
    basis: LegalBasis | None = None
    on_unknown: Step = Step.HOLD
    digests_suffice: tuple[DigestsSuffice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text, URL, name or query to be screened in a batch. reference: what the platform calls it."""

    surface: str
    reference: str
    kind: Kind
    content: str
    account: str | None = None
