"""Sealed evidence: what was kept, under which key, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lapwing.model.content import ContentId


class Purpose(StrEnum):
    """Why content is kept."""

    SCREENING = "screening"  # only until its screening is finished
    EVIDENCE = "evidence"  # sealed because a decision asked for it
    EXPORT = "export"
    ATTACHMENT = "attachment"  # to what a person attested


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One sealed object.

    id: `e-` and 32 hex digits. sha256_hex, size_bytes: of the content before it was encrypted.
    wrapped_key: its own key, wrapped by the master key *master_key*; empty once erased, and the content is
        then gone for good, whatever copies of the ciphertext there are.
    place: where the ciphertext lies in the vault. item: the id of the item that it was sealed for.
    certificate: the id of the ledger line that says that it was erased, when and why; None while it is there.
    """

    id: str
    content_id: ContentId
    kind: str
    purpose: Purpose
    sha256_hex: str
    size_bytes: int
    master_key: str
    wrapped_key: bytes
    place: str
    sealed_at: datetime
    sealed_by: str
    item: str = ""
    erased_at: datetime | None = None
    certificate: str | None = None
    version: int = 1


class ExposureStep(StrEnum):
    """How much of it a person saw: each step is asked for, and recorded."""

    BLURRED = "blurred"  # grey, blurred, small
    GREY = "grey"  # grey and small
    COLOUR = "colour"  # as it is, still without sound


"""Each step shows more than the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A person saw sealed content. id: `x-` and 32 hex digits. seconds: how long it was shown."""

    id: str
    sealed: str
    case: str
    by: str
    at: datetime
    step: ExposureStep
    seconds: int = 0
    version: int = 1
