"""Lapwing for a platform: ask before anybody sees it, obey what comes back, say what became of it.

`Lapwing` talks to the service; `verify_webhook` reads what it sends; `asgi.UploadGate` and `wsgi.UploadGate`
stand in front of an application. Nothing here needs the service's own code.
"""

from lapwing_client.answers import (
    SHOWN,
    Account,
    ActionKind,
    AgeBand,
    Answer,
    Audience,
    Decision,
    DigestsSuffice,
    Item,
    ItemState,
    Kind,
    LegalBasis,
    Step,
    Surface,
    Words,
)
from lapwing_client.client import Lapwing
from lapwing_client.errors import ClientError, Down, Forged, Odd, OnlyATest, Refused
from lapwing_client.webhooks import ItemAction, verify_webhook

__all__ = [
    "SHOWN",
    "Account",
    "ActionKind",
    "AgeBand",
    "Answer",
    "Audience",
    "ClientError",
    "Decision",
    "DigestsSuffice",
    "Down",
    "Forged",
    "Item",
    "ItemAction",
    "ItemState",
    "Kind",
    "Lapwing",
    "LegalBasis",
    "Odd",
    "OnlyATest",
    "Refused",
    "Step",
    "Surface",
    "Words",
    "verify_webhook",
]
