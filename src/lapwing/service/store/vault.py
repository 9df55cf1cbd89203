"""The vault: sealed objects in a folder, or in any store that speaks S3."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from lapwing.evidence.sealing import KEY_BYTES, NONCE_BYTES, decrypt, encrypt, sealed_bytes
from lapwing.model.content import ContentId
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.vault import Erased, NotInVault
from lapwing.service.disk import DiskFull, is_full
from lapwing.service.store.folders import sync_folder
from lapwing.service.store.key_ring import Wrapper

if TYPE_CHECKING:
    from obstore.store import RetryConfig

_ONLY_OWNER = 0o700
# Whoever waits for an answer waits with it, so it is told soon that a store is down; what is due comes again.
_RETRIES: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}


class StoredVault:
    """Keeps ciphertext in an object store; see model.vault.Vault."""

    def __init__(self, store: ObjectStore, wrapper: Wrapper, *, folder: Path | None = None) -> None:
        """Keep it in *store*; folder: where that is, if it is on this machine and has to be synced."""
        self._store, self._wrapper, self._folder = store, wrapper, folder

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
        """Encrypt and store the bytes durably, and return the record of it."""
        key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
        sha256_hex = hashlib.sha256(untrusted_data).hexdigest()
        ciphertext = encrypt(
            untrusted_data, key=key, nonce=nonce, content_id=content_id, sha256_hex=sha256_hex
        )
        wrapped_key = self._wrapper.wrap(key)
        number = secrets.token_hex(16)
        place = f"{number[:2]}/{number[2:4]}/{number}"
        with _faults_are_told():
            obstore.put(self._store, place, ciphertext)
            self._sync(place)
        return Sealed(
            id=f"e-{number}",
            content_id=content_id,
            kind=kind,
            purpose=purpose,
            sha256_hex=sha256_hex,
            size_bytes=len(untrusted_data),
            master_key=self._wrapper.current,
            wrapped_key=wrapped_key,
            place=place,
            sealed_at=now,
            sealed_by=by,
        )

    def open(self, sealed: Sealed) -> bytes:
        """Return the bytes, checked to the last one."""
        if sealed.erased_at is not None or not sealed.wrapped_key:
            raise Erased
        key = self._wrapper.unwrap(sealed.wrapped_key, master_key=sealed.master_key)
        with _faults_are_told():
            try:
                ciphertext = obstore.get(self._store, sealed.place).bytes().to_bytes()
            except FileNotFoundError as missing:
                self.require_answer()
                raise NotInVault(sealed.id) from missing
        return decrypt(ciphertext, key=key, content_id=sealed.content_id, sha256_hex=sealed.sha256_hex)

    def require_whole(self, sealed: Sealed) -> None:
        """Do nothing where the ciphertext is there and as long as it was, which is told without reading it.

        Raises:
            NotInVault: it is not there. IntegrityLost: it has another length.
            Unavailable: the store cannot be had now.
        """
        with _faults_are_told():
            try:
                size_bytes = obstore.head(self._store, sealed.place)["size"]
            except FileNotFoundError as missing:
                self.require_answer()
                raise NotInVault(sealed.id) from missing
        if size_bytes != sealed_bytes(sealed.size_bytes):
            raise IntegrityLost(f"{sealed.id} has another length than what was sealed")

    def discard(self, sealed: Sealed) -> None:
        """Delete the ciphertext; that it is gone already is no fault."""
        with _faults_are_told():
            try:
                obstore.delete(self._store, sealed.place)
            except FileNotFoundError:
                self.require_answer()
                return
            if self._folder is not None:
                sync_folder((self._folder / sealed.place).parent)

    def require_answer(self) -> None:
        """Do nothing where the store answers, and its master key can be used.

        Raises:
            Unavailable: one of them cannot be had, or the store's folder or bucket is gone.
        """
        self._wrapper.require_answer()
        with _faults_are_told():
            if self._folder is not None:
                self._folder.stat()
            # Asked for one object, a bucket that is not there says the same as one without that object.
            obstore.list_with_delimiter(self._store, "00/00/nothing-is-here")

    def _sync(self, place: str) -> None:
        """Wait until a new object on this machine, and the names that lead to it, are on the disk."""
        if self._folder is None:
            return
        path = self._folder / place
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
        for parent in (path.parent, path.parent.parent, self._folder):
            sync_folder(parent)


def open_vault(address: str, wrapper: Wrapper, *, folder: Path) -> StoredVault:
    """Return the vault at *address*, or in *folder* if that is empty.

    address: `s3://BUCKET/PREFIX`; how it is reached and as whom, the environment says in AWS_ variables.

    Raises:
        Unavailable: the folder cannot be made, or the address cannot be used.
    """
    with _faults_are_told():
        if address:
            return StoredVault(from_url(address, retry_config=_RETRIES), wrapper)
        folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
        return StoredVault(LocalStore(folder), wrapper, folder=folder)


@contextmanager
def _faults_are_told() -> Iterator[None]:
    """Tell what the store or the disk refuses.

    Raises:
        DiskFull: there is no room. Unavailable: it cannot be had now.
    """
    try:
        yield
    except (BaseError, OSError, ValueError) as refused:
        if is_full(refused):
            raise DiskFull("the vault could not write") from refused
        raise Unavailable(f"the vault does not answer: {type(refused).__name__}") from refused
