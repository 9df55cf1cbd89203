"""Cases and findings: what a person looks at, and what they found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lapwing.model.content import ContentId
from lapwing.model.lists import Category


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    SECOND = "second"  # one person has decided; a second has to agree
    DECIDED = "decided"


class FindingKind(StrEnum):
    """What a person found. A category A, B or C goes with CSAM; the others have none."""

    CSAM = "csam"
    OTHER_CSEA = "other-csea"
    TERMS = "terms"  # not illegal as far as we can tell, but not allowed here
    NOT = "not"  # nothing wrong with it: the match was false or the content is harmless
    UNSURE = "unsure"
    SECOND = "second"  # somebody else has to look before it is decided


class Basis(StrEnum):
    """On what a finding stands (Ofcom, ICU C1): a judgement of the law, or the service's own terms."""

    LAW = "law"
    TERMS = "terms"


CONFIRMED = frozenset({FindingKind.CSAM, FindingKind.OTHER_CSEA})
"""Findings after which the content is known, and its fingerprints go on the own list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something for a person to decide.

    id: `case-` and 32 hex digits. priority: 0 can wait, 100 now. account: whose items these are, or None.
    items, contents: ids of what is in it, oldest first; an item joins an open case of the same content, and
        no other, for a finding is about everything in a case.
    joined_at: when the last item came. claimed_by, claimed_until: who has it, and until when.
    without_content: of its items, those of which only fingerprints are there: they were let in, and content
        that is let in is not kept. There is nothing to look at but what the platform still has.
    finding: the id of the one in force; None while there is none.
    version: 1, and one more with each change; of two that change it at once, the second is told.
    """

    id: str
    queue: str
    priority: int
    state: CaseState
    account: str | None
    items: tuple[str, ...]
    contents: tuple[ContentId, ...]
    opened_at: datetime
    joined_at: datetime
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    without_content: tuple[str, ...] = ()
    finding: str | None = None
    decided_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a person found in a case.

    id: `f-` and 32 hex digits. why: in their words, without content or personal data.
    undone_by, undone_at, undone_why: who took it back; None and empty while it stands.
    """

    id: str
    case: str
    kind: FindingKind
    category: Category
    basis: Basis
    why: str
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
    undone_why: str = ""
    version: int = 1
