"""The keys of a home: of the vault, of the ledger, of webhooks, each in a folder of their own."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from lapwing.model.errors import Unavailable
from lapwing.service.clients.secrets import WebhookSecrets
from lapwing.service.site.settings import KEYS_FOLDER
from lapwing.service.store.notary import Notary, open_notary

ORIGIN = "LAPWING_ORIGIN"
"""The environment variable with the ledger's name (`harbour.example/ledger`); read once, at first use."""

DEFAULT_ORIGIN = "lapwing.invalid/ledger"

VAULT_FOLDER = "vault"
"""Below the home folder: what these keys seal."""

_MASTER, _LEDGER, _WEBHOOKS = "master", "ledger", "webhooks"
_ONLY_OWNER = 0o700


def master_keys_folder(home: Path) -> Path:
    """Return where master keys are, below a folder of keys that only its owner can look into.

    Raises:
        Unavailable: that cannot be made.
    """
    keys = home / KEYS_FOLDER
    try:
        keys.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
    except OSError as refused:
        raise Unavailable(f"{keys}: {refused.strerror}") from refused
    return keys / _MASTER


def ledger_keys_folder(home: Path) -> Path:
    """Return where the key is that signs the ledger."""
    return home / KEYS_FOLDER / _LEDGER


def notary_of(home: Path, environment: Mapping[str, str], *, now: datetime) -> Notary:
    """Return what signs the ledger; its key is made at first use."""
    return open_notary(ledger_keys_folder(home), origin=environment.get(ORIGIN) or DEFAULT_ORIGIN, now=now)


def secrets_of(home: Path) -> WebhookSecrets:
    """Return the secrets that sign webhooks."""
    return WebhookSecrets(home / KEYS_FOLDER / _WEBHOOKS)
