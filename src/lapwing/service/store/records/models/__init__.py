"""The tables, one file a noun."""

from lapwing.service.store.records.models.account import AccountRow
from lapwing.service.store.records.models.api_key import ApiKeyRow
from lapwing.service.store.records.models.attestation import AttestationRow
from lapwing.service.store.records.models.case import CaseContentRow, CaseItemRow, CaseRow
from lapwing.service.store.records.models.decision import DecisionRow
from lapwing.service.store.records.models.destination import DestinationRow
from lapwing.service.store.records.models.exposure import ExposureRow
from lapwing.service.store.records.models.finding import FindingRow
from lapwing.service.store.records.models.idempotency_key import IdempotencyKeyRow
from lapwing.service.store.records.models.item import ItemRow
from lapwing.service.store.records.models.ledger import HEAD, CheckpointRow, HeadRow, LineRow
from lapwing.service.store.records.models.look_back import FingerprintsRow, LookBackRow
from lapwing.service.store.records.models.message import MessageRow
from lapwing.service.store.records.models.sealed import SealedRow
from lapwing.service.store.records.models.surface import SurfaceRow

__all__ = [
    "HEAD",
    "AccountRow",
    "ApiKeyRow",
    "AttestationRow",
    "CaseContentRow",
    "CaseItemRow",
    "CaseRow",
    "CheckpointRow",
    "DecisionRow",
    "DestinationRow",
    "ExposureRow",
    "FindingRow",
    "FingerprintsRow",
    "HeadRow",
    "IdempotencyKeyRow",
    "ItemRow",
    "LineRow",
    "LookBackRow",
    "MessageRow",
    "SealedRow",
    "SurfaceRow",
]
