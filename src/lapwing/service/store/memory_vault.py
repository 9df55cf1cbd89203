"""A vault in memory, for tests and rehearsals: it keeps the port's promises but one, that it lasts."""

import hashlib
from datetime import datetime

from lapwing.model.content import ContentId
from lapwing.model.errors import IntegrityLost
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.vault import Erased, NotInVault


class MemoryVault:
    """Keeps bytes by a number; see model.vault.Vault."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self.objects: dict[str, bytes] = {}
        self._made = 0

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
        """Keep the bytes."""
        self._made += 1
        place = f"memory/{self._made}"
        self.objects[place] = untrusted_data
        return Sealed(
            id=f"e-{self._made:032x}",
            content_id=content_id,
            kind=kind,
            purpose=purpose,
            sha256_hex=hashlib.sha256(untrusted_data).hexdigest(),
            size_bytes=len(untrusted_data),
            master_key="memory",
            wrapped_key=b"memory",
            place=place,
            sealed_at=now,
            sealed_by=by,
        )

    def open(self, sealed: Sealed) -> bytes:
        """Return the bytes, checked."""
        if sealed.erased_at is not None or not sealed.wrapped_key:
            raise Erased
        data = self.objects.get(sealed.place)
        if data is None:
            raise NotInVault(sealed.id)
        if hashlib.sha256(data).hexdigest() != sealed.sha256_hex:
            raise IntegrityLost("sealed content is not what was stored")
        return data

    def discard(self, sealed: Sealed) -> None:
        """Forget the bytes."""
        self.objects.pop(sealed.place, None)
