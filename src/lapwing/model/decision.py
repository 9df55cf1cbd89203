"""What is asked and what is decided: the context, the step, its reasons, and what it sets going."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lapwing.model.content import ContentId, Gap
from lapwing.model.lists import Match


class Audience(StrEnum):
    """Who can see what is on a surface; the law tells the two apart (Online Safety Act 2023, schedule 4)."""

    PUBLIC = "public"
    PRIVATE = "private"


class AgeBand(StrEnum):
    """The age of the account's holder as far as it is known; unknown is treated as a child."""

    UNKNOWN = "unknown"
    UNDER_13 = "under-13"
    FROM_13_TO_15 = "13-15"
    FROM_16_TO_17 = "16-17"
    ADULT = "adult"


class Step(StrEnum):
    """What is done with the content, from least to most; the order is the gravity."""

    ALLOW = "allow"
    DETER = "deter"  # shown, with a message to the sender
    LIMIT = "limit"  # shown to fewer people
    HOLD = "hold"  # out of sight until a person decides
    BLOCK = "block"  # not published

    # An enum's own is worked out in Python each time, and steps are looked up several times a decision.
    __hash__ = str.__hash__


_GRAVITY = {step: number for number, step in enumerate(Step)}


def gravity(step: Step) -> int:
    """Return how grave a step is: 0 for ALLOW, rising."""
    return _GRAVITY[step]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """Why scanning is lawful on a surface, and until when."""

    name: str
    expires_on: date | None = None


LONGEST = timedelta(days=366)
"""A person looks at an exception again after a year at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsSuffice:
    """A person's exception: of a kind that nothing looks into, exact fingerprints are enough for now.

    kind: of which content. why: the reason, without personal data; signed_by: who answers for it.
    until: the last day on which it counts; while that is more than LONGEST ahead it does not count.
    """

    kind: str
    why: str
    signed_by: str
    until: date

    def counts(self, *, today: date) -> bool:
        """Say whether it counts on that day."""
        return today <= self.until <= today + LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A place on the platform where content appears.

    on_unknown: the step where something could not be measured; HOLD unless the operator decided otherwise.
    digests_suffice: see DigestsSuffice; in a decision, those that counted on that day.
    """

    name: str
    audience: Audience
    jurisdiction: str
    basis: LegalBasis | None
    on_unknown: Step = Step.HOLD
    digests_suffice: tuple[DigestsSuffice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a decision may know beside the content itself."""

    surface: Surface
    age_band: AgeBand = AgeBand.UNKNOWN


class Obligation(StrEnum):
    """What a decision sets going beside its step."""

    PRESERVE = "preserve"  # seal the content before anything is removed
    REPORT_CLOCK = "report-clock"  # a person must confirm; then an authority is told in time
    NOTICE = "notice"  # a person affected is told, with reasons and a way back
    CONFIRM = "confirm"  # a second fingerprint or a person has to confirm a lead
    SAMPLE = "sample"  # drawn for human review of what blocked by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCall:
    """The case that a decision asks for: which queue, how soon (0 can wait to 100 now)."""

    queue: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a step, in words and in data.

    rule: the name of the rule that gave it.
    says: a sentence for a person, without content.
    match: index into the decision's matches, or None; gap: likewise into its gaps.
    """

    rule: str
    step: Step
    says: str
    match: int | None = None
    gap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be done with one piece of content, and why. The same inputs give the same bytes.

    id: `d-` and 40 hex digits of SHA-256 over everything else in it.
    policy_version, list_versions, engine_version: what it replays with.
    """

    id: str
    content_id: ContentId
    kind: str
    context: Context
    step: Step
    reasons: tuple[Reason, ...]
    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]
    case: CaseCall | None
    obligations: tuple[Obligation, ...]
    policy_version: str
    list_versions: tuple[tuple[str, int], ...]
    engine_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A decision as it was kept. item: what the caller named the content by, for instance a path."""

    decision: Decision
    item: str
    made_at: datetime
