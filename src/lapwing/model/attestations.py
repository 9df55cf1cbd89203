"""Attestations: what a person states about the organisation, signed, dated and until when."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

_FIELD = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A person's statement about one row of the code.

    id: `a-` and 32 hex digits. row: the row's id. about: of whom or what it is said, where the row has one
        for each (a person, a part of the code); empty for the whole row. answer: where the row is a question.
    statement: in their words. attachment: the id of a sealed object, or None.
    policy_version: the policy that was in force when it was stated; empty where nothing had been decided.
    expires_at: from then on it counts no more. withdrawn_at, withdrawn_by, withdrawn_why: who took it back.
    """

    id: str
    row: str
    by: str
    at: datetime
    expires_at: datetime
    statement: str
    about: str = ""
    answer: str = ""
    attachment: str | None = None
    policy_version: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_why: str = ""
    version: int = 1

    def stands(self, *, now: datetime) -> bool:
        """Say whether it counts at that moment."""
        return self.withdrawn_at is None and self.at <= now < self.expires_at

    @property
    def digest(self) -> str:
        """Return SHA-256 in hex over all that was stated; the ledger has it, so a changed record is found."""
        fields = (
            self.id,
            self.row,
            self.about,
            self.answer,
            self.by,
            self.at.isoformat(),
            self.expires_at.isoformat(),
            self.attachment or "",
            self.policy_version,
            self.statement,
        )
        return hashlib.sha256(_FIELD.join(fields).encode()).hexdigest()
