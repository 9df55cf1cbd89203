"""The port to the vault, where content is kept under keys of its own."""

from datetime import datetime
from typing import Protocol

from lapwing.model.content import ContentId
from lapwing.model.errors import IntegrityLost
from lapwing.model.evidence import Purpose, Sealed


class Erased(IntegrityLost):
    """The content was erased and its key destroyed; nobody can bring it back."""

    code = "lapwing.erased"


class NotInVault(IntegrityLost):
    """The ciphertext of this sealed object is not in the vault."""

    code = "lapwing.not-in-vault"


class Vault(Protocol):
    """Keeps content encrypted, each object under its own key. It keeps no records: Sealed is the record."""

    def seal(
        self,
        untrusted_data: bytes,
        *,
        content_id: ContentId,
        kind: str,
        purpose: Purpose,
        by: str,
        now: datetime,
    ) -> Sealed:
        """Encrypt and store the bytes durably, and return the record of it.

        A crash before the record is kept leaves ciphertext that nobody has a key for.

        Raises:
            Unavailable: the store or the master key cannot be had now.
        """
        ...

    def open(self, sealed: Sealed) -> bytes:
        """Return the bytes, checked to the last one.

        Raises:
            Erased: it was erased.
            NotInVault: the ciphertext is not there. IntegrityLost: it is not what was stored.
            Unavailable: the store or the master key cannot be had now.
        """
        ...

    def discard(self, sealed: Sealed) -> None:
        """Delete the ciphertext; that it is gone already is no fault.

        Raises:
            Unavailable: the store cannot be had now; do it again later.
        """
        ...
