"""Secrets of second factors are kept encrypted, so that a copy of the database alone opens nothing."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

from lapwing.model.errors import IntegrityLost

_PURPOSE = b"lapwing second factors 1"


def encrypted(text: str) -> str:
    """Return *text* encrypted under a key made of the site's secret key."""
    return _box().encrypt(text.encode()).decode()


def decrypted(kept: str) -> str:
    """Return what was encrypted.

    Raises:
        IntegrityLost: it was not encrypted under this site's key, or is not what was kept.
    """
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken as refused:
        raise IntegrityLost("the secret of a second factor cannot be read") from refused


def code_digest(person_key: object, code: str) -> str:
    """Return what a used code is kept as."""
    return salted_hmac("lapwing.code", f"{person_key}\0{code}", algorithm="sha256").hexdigest()


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(
        str(settings.SECRET_KEY).encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
