"""What the checks look at: frozen facts, drawn from decisions, the ledger, list versions and attestations.

Settings are not among them. A tuple that is empty, or None, says that nothing of the kind is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from lapwing.model.attestations import Attestation
from lapwing.model.canary import CanarySort
from lapwing.model.decision import DigestsSuffice, Step
from lapwing.model.lists import ListClass, Threshold, Tier


class Need(StrEnum):
    """A read that a check asks for. The value is the name of the field of Facts that it fills."""

    SURFACES = "surfaces"
    LISTS = "lists"
    CANARIES = "canaries"
    POLICY = "policy"
    RECALL = "recall"
    GATE = "gate"
    TAKEDOWNS = "takedowns"
    LOOK_BACKS = "look_backs"
    OWED = "owed"
    LEARNING = "learning"
    OWN_LIST = "own_list"
    REVIEWS = "reviews"
    QUEUES = "queues"
    REVIEWERS = "reviewers"
    LEDGER = "ledger"
    EVIDENCE = "evidence"
    SWEEP = "sweep"
    MATCHES = "matches"
    LISTS_READ = "lists_read"
    CLAIMS = "claims"
    KINDS = "kinds"
    ATTESTATIONS = "attestations"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceFact:
    """A surface, and what came there in the last 24 hours, canaries apart.

    basis: the name of its legal basis, or empty. changed_at: when it was put as it is; None if no line says.
    items: how many came. late: how many of them wait for their screening for over ten minutes.
    unknown: decisions about something that could not be measured or compared.
    digests_suffice: for which kinds that nothing looks into exact fingerprints are enough there.
    """

    name: str
    is_public: bool
    jurisdiction: str
    basis: str
    basis_expires_on: date | None
    changed_at: datetime | None
    items: int = 0
    late: int = 0
    unknown: int = 0
    digests_suffice: tuple[DigestsSuffice, ...] = ()

    def has_basis(self, *, today: date) -> bool:
        """Say whether it may be scanned on that day."""
        return bool(self.basis) and (self.basis_expires_on is None or today <= self.basis_expires_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFact:
    """A list as it serves. version: the number of what does.

    counts: active entries by kind, of the version that serves; empty where none does. before: likewise of the
        version that served before it; accepted: a person decided for the one that serves.
    synced_at: when what serves was last brought or found unchanged. is_whole: its files are as they were
        written. exposed: how many of its files and folders others than their owner may read or change.
        has_mapping: how its columns were read is kept. retired_why: why it serves no more, or empty.
    """

    name: str
    source: str
    licence: str
    list_class: ListClass
    tier: Tier
    counts: Mapping[str, int]
    before: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    accepted: bool = False
    synced_at: datetime | None = None
    is_whole: bool = True
    exposed: int = 0
    has_mapping: bool = True
    is_retired: bool = False
    version: int | None = None
    retired_why: str = ""
    threshold: Threshold = field(default_factory=Threshold)

    @property
    def serves(self) -> bool:
        """Say whether it is compared with."""
        return bool(self.counts) and not self.is_retired


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryFact:
    """The newest canary of a sort on a surface. matched: the decision about it names the canary's list."""

    sort: CanarySort
    surface: str
    at: datetime
    step: Step
    matched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFact:
    """The policy by which was decided last, and its last test.

    version: of the newest decision, made at decided_at. tested: the version that was tested, at tested_at.
    blocks: by category, whether a verified entry of it blocks, preserves and starts the clock of a report.
    """

    version: str
    decided_at: datetime
    tested: str = ""
    tested_at: datetime | None = None
    blocks: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFact:
    """The newest run of altered harmless pictures. found, tried: how many. engine: whose version it was."""

    at: datetime
    found: int
    tried: int
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFact:
    """Items that a decision held or blocked in the last 30 days. seen: shown to somebody before that."""

    stopped: int
    seen: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownsFact:
    """Published items that came to be held or blocked in the last 30 days.

    seconds: of each that the platform has taken down, how long it took. asked_at: of each that it has not.
    copies: items of content that a person confirmed which are still shown.
    """

    seconds: tuple[int, ...]
    asked_at: tuple[datetime, ...]
    newest_at: datetime | None
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackFact:
    """How what was let in was last compared with a list. version: of the list; done_at: None if it runs."""

    list_name: str
    version: int
    changed_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedFact:
    """Messages to the platform. overdue: due for over a quarter of an hour. dead: given up."""

    delivered: int
    overdue: int
    dead: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningFact:
    """From findings to our own lists, in 30 days. seconds: of each done; late: not done within an hour."""

    seconds: tuple[int, ...]
    late: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListFact:
    """Active entries of our own list. untraced: without a finding in force; once: one person saw them."""

    entries: int
    untraced: int
    once: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsFact:
    """Cases that were decided, canaries apart. bare: without a finding in force, its basis and reason."""

    decided: int
    bare: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFact:
    """Cases of a queue that wait. ages_seconds: of each, ascending."""

    queue: str
    ages_seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerFact:
    """Somebody who looked at content in the last 30 days. most_a_day: how often on their fullest day."""

    person: str
    last_at: datetime
    most_a_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFact:
    """How long the ledger is, and its newest signed checkpoint. uncovered: lines after it."""

    lines: int
    uncovered: int
    checkpoint_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """What is sealed. looks, recorded: times that somebody saw it, and ledger lines that say so.

    key_since: when the master key that sealed last sealed first.
    """

    held: int
    looks: int
    recorded: int
    sealed_at: datetime | None
    key_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFact:
    """The newest whole round through the vault. opened: objects; flawed: those not as they were sealed.

    held: sealed before it began, and not erased since. flawed counts a later round, too, as far as that is.
    """

    begun_at: datetime
    opened: int
    held: int
    flawed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListErrs:
    """How often a list erred in 30 days. matched: contents that it led to; looked_at: decided on by people.

    false: of those, how many are not what it says; most_false: the share that is not exceeded, in 95 of 100
    such samples. ripe, ripe_looked_at: of what came over a day before.
    """

    name: str
    matched: int
    looked_at: int
    false: int
    most_false: float
    ripe: int
    ripe_looked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchesFact:
    """The newest count of how often lists err. share: that the policy draws for review, 0 to 1."""

    at: datetime
    share: float
    lists: tuple[ListErrs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsReadFact:
    """The newest reading of every byte of every list. whole, damaged: names of lists, as they were found."""

    begun_at: datetime
    whole: frozenset[str]
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsFact:
    """Cases that people took in the last 24 hours. unmeasured: of which it is not recorded what waited then.

    graver_seconds: of each for which a graver case waited that the same person could have taken: how long.
    """

    claims: int
    unmeasured: int
    graver_seconds: tuple[int, ...]
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An attestation as it is kept. is_as_stated: the ledger has the same digest of it."""

    attestation: Attestation
    is_as_stated: bool = True

    def counts(self, *, now: datetime) -> bool:
        """Say whether it counts at that moment."""
        return self.is_as_stated and self.attestation.stands(now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was read. as_of: when. read: what could be; a field that was not read says nothing.

    kinds: the kinds of content that this engine can screen, and `KIND-frames` or `KIND-passages` where it
        looks into them.
    """

    as_of: datetime
    read: frozenset[Need] = frozenset()
    surfaces: tuple[SurfaceFact, ...] = ()
    lists: tuple[ListFact, ...] = ()
    canaries: tuple[CanaryFact, ...] = ()
    policy: PolicyFact | None = None
    recall: RecallFact | None = None
    gate: GateFact | None = None
    takedowns: TakedownsFact | None = None
    look_backs: tuple[LookBackFact, ...] = ()
    owed: OwedFact | None = None
    learning: LearningFact | None = None
    own_list: OwnListFact | None = None
    reviews: ReviewsFact | None = None
    queues: tuple[QueueFact, ...] = ()
    reviewers: tuple[ReviewerFact, ...] = ()
    ledger: LedgerFact | None = None
    evidence: EvidenceFact | None = None
    sweep: SweepFact | None = None
    matches: MatchesFact | None = None
    lists_read: ListsReadFact | None = None
    claims: ClaimsFact | None = None
    kinds: frozenset[str] = frozenset()
    attestations: tuple[Stated, ...] = ()

    def stated(self, row: str, *, now: datetime) -> tuple[Attestation, ...]:
        """Return the attestations about a row that count, newest first."""
        found = [each.attestation for each in self.attestations if each.attestation.row == row]
        counting = {each.attestation.id for each in self.attestations if each.counts(now=now)}
        return tuple(
            sorted((each for each in found if each.id in counting), key=lambda each: each.at, reverse=True)
        )
