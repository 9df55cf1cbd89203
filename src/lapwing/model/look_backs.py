"""Looking back: what is remembered of content that was let in, and how far it has been compared anew."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lapwing.model.content import ContentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """What is remembered of one piece of content, so that lists can be compared with it later.

    seen_at: when it was decided about last; looking back goes in that order, and forgetting too.
    packed: as flows.remember packs it: fingerprints and addresses, never the content.
    """

    content_id: ContentId
    kind: str
    seen_at: datetime
    packed: bytes


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """How far a walk through what is remembered has come: everything up to here, in this order, is done."""

    seen_at: datetime
    content_id: ContentId


class LookBackState(StrEnum):
    """Where a look-back stands."""

    RUNNING = "running"
    SETTLING = "settling"  # all was compared; what was being decided about meanwhile is compared once more
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """What was let in is compared with a list as it became at some moment, or with what it became since.

    id: `lb-` and 32 hex digits. list_version: which served when this began.
    changed_at: when the list became so. begun_at: when comparing began.
    place: where to go on; None at the beginning. held_until: a worker has it until then.
    compared: contents, those that were compared twice counted twice. raised: items that came to a graver
        step. without_content: of these, of how many nothing but fingerprints is there to look at.
    stood: items that would have come to a graver step, but that a person has decided about.
    without_basis: items that matched on a surface that may not be scanned now; they stay as they are.
    compared_at: when everything had been compared once. done_at: when nothing can have been passed over.
    """

    id: str
    list_name: str
    list_version: int
    changed_at: datetime
    begun_at: datetime
    state: LookBackState = LookBackState.RUNNING
    place: Place | None = None
    held_until: datetime | None = None
    compared: int = 0
    raised: int = 0
    without_content: int = 0
    stood: int = 0
    without_basis: int = 0
    compared_at: datetime | None = None
    done_at: datetime | None = None
    version: int = 1
