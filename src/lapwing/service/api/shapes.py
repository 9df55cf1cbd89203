"""The shapes of what is asked and answered. They are the API's promise: what is not in them is refused."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from lapwing.model.decision import AgeBand, Audience, Obligation, Step
from lapwing.model.lists import Category, Closeness, ListClass, Tier
from lapwing.model.platform import ActionKind, ItemState
from lapwing.service.api.problems import Problem

_VISIBLE = r"^[!-~]+$"
Reference = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=512,
        pattern=_VISIBLE,
        description="An id of the platform's own: printable ASCII without spaces.",
        examples=["post/17"],
    ),
]
SurfaceName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern="^[a-z0-9][a-z0-9-]*$",
        description="A surface.",
        examples=["upload"],
    ),
]
Moment = Annotated[datetime, Meta(tz=True)]
# JSON has one kind of number: 5 and 5.0 are the same.
Views = Annotated[
    float,
    Meta(
        ge=0,
        le=10**15,
        description="How often it was seen before it was removed.",
        multiple_of=1,
    ),
]


class Asking(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every request has: no field that is not known, and no line break that a pattern lets through."""

    def __post_init__(self) -> None:
        """Refuse a line break at the end of an id, which `$` in a pattern does not see."""
        for name in ("surface", "reference", "account", "jurisdiction"):
            if str(getattr(self, name, None)).endswith("\n"):
                raise ValueError(f"{name} ends in a line break")


class TextToScreen(Asking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text, a URL, a name or a search query that somebody wants to put on a surface.

    surface: where. reference: what the platform calls it. account: whose it is.
    """

    surface: SurfaceName
    reference: Reference
    kind: Literal["text", "url", "name", "query"]
    content: Annotated[str, Meta(max_length=4_194_304, examples=["hello"])]
    account: Reference | None = None


class FileToScreen(Asking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is told beside the bytes of a file. kind: told by the bytes if left out."""

    surface: SurfaceName
    reference: Reference
    kind: Literal["image", "film", "document", "text", "url", "name", "query"] | None = None
    account: Reference | None = None


class Removed(Asking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is told of a removal."""

    views: Views | None = None


class AccountTold(Asking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the platform knows of an account. opened_at: when it was opened there."""

    age_band: AgeBand
    opened_at: Moment | None = None


Signed = Annotated[str, Meta(max_length=500, pattern="[0-9A-Za-z]")]


class BasisShape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why scanning is lawful on a surface, and until which day."""

    name: Annotated[
        str, Meta(max_length=500, pattern="[0-9A-Za-z]", examples=["Online Safety Act 2023 s.10"])
    ]
    expires_on: date | None = None


class ExceptionShape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """That exact fingerprints are enough for films or documents: why, signed by whom, until which day.

    It counts on that day and before; one that lies more than a year ahead does not count yet.
    """

    kind: Literal["film", "document"]
    why: Signed
    signed_by: Signed
    until: date


class SurfaceTold(Asking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a surface is to be treated. Without a basis it is not screened.

    on_unknown: what is done where something could not be measured, or not in time.
    digests_suffice: for which of the kinds that nothing looks into this is not done, each for a time.
    """

    audience: Audience
    jurisdiction: Annotated[str, Meta(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$", max_length=6, examples=["GB"])]
    basis: BasisShape | None = None
    on_unknown: Step = Step.HOLD
    digests_suffice: Annotated[tuple[ExceptionShape, ...], Meta(max_length=2)] = ()


class ReasonShape(Struct, frozen=True, kw_only=True):
    """One reason: the rule that gave it, the step that it asks for, and a sentence for a person."""

    rule: str
    step: Step
    says: str


class GapShape(Struct, frozen=True, kw_only=True):
    """Something that was not measured, by whom, and why."""

    who: str
    why: str


class Screening(Struct, frozen=True, kw_only=True):
    """What is to be done with an item, and why.

    item: its id here. action: what the platform does now. decision: None while the screening is not finished;
    the action is then the surface's consequence, and a webhook follows. matches: how many there were.
    unknown: what was not measured. case: the case that people will look at, if there is one.
    """

    item: str
    reference: str
    state: ItemState
    step: Step
    action: ActionKind
    decision: str | None
    reasons: tuple[ReasonShape, ...]
    matches: int
    unknown: tuple[GapShape, ...]
    case: str | None


class MatchShape(Struct, frozen=True, kw_only=True):
    """A match: a lead, never a finding. closeness, distance_bits: how near it is to the entry of the list."""

    list: str
    list_version: int
    list_class: ListClass
    tier: Tier
    entry: str
    kind: str
    category: Category
    closeness: Closeness
    distance_bits: int


class CaseCallShape(Struct, frozen=True, kw_only=True):
    """The case that was asked for: its queue, and how soon (0 can wait to 100 now)."""

    queue: str
    priority: int


class DecisionShape(Struct, frozen=True, kw_only=True):
    """A decision, with all that it replays with. list_versions: [list, version]."""

    id: str
    item: str
    made_at: datetime
    content: str
    kind: str
    surface: str
    step: Step
    reasons: tuple[ReasonShape, ...]
    matches: tuple[MatchShape, ...]
    unknown: tuple[GapShape, ...]
    case: CaseCallShape | None
    obligations: tuple[Obligation, ...]
    policy_version: str
    list_versions: tuple[tuple[str, int], ...]
    engine_version: str


class ItemShape(Struct, frozen=True, kw_only=True):
    """An item as it stands. action: what the platform does now. decided_by: what is in force, by its id."""

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


class AccountShape(Struct, frozen=True, kw_only=True):
    """An account as it is known here."""

    id: str
    age_band: AgeBand
    opened_at: datetime | None
    version: int


class SurfaceShape(Struct, frozen=True, kw_only=True):
    """A surface as it is treated."""

    name: str
    audience: Audience
    jurisdiction: str
    basis: BasisShape | None
    on_unknown: Step
    digests_suffice: tuple[ExceptionShape, ...]


class SurfacesShape(Struct, frozen=True, kw_only=True):
    """All surfaces, in name order."""

    surfaces: tuple[SurfaceShape, ...]


class BatchLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one item of a batch. number: its place, from 0. Either result or problem is there."""

    number: int
    result: Screening | None = None
    problem: Problem | None = None


class BatchShape(Struct, frozen=True, kw_only=True):
    """What became of a batch, in its order."""

    results: tuple[BatchLine, ...]
