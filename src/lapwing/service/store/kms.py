"""Master keys that never leave a key management service: AWS KMS, or what speaks as it does. See Wrapper."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.settings import BadSettings
from lapwing.service.store.key_ring import CURRENT_FILE, MASTER_KEYS, KeyRing, Wrapper, read_key_ring

if TYPE_CHECKING:
    from botocore.client import BaseClient

KMS_KEY = "LAPWING_KMS_KEY"
"""The environment variable that names the key that wraps: its id or ARN."""

REGION = "AWS_REGION"
BOUND_TO = {"lapwing": "vault"}
"""The encryption context: what else the same key wraps does not open here, and the service's log shows it."""

_PREFIX = "kms:"
_KEY = re.compile(r"(arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]+:key/)?(?P<id>(mrk-)?[0-9a-f-]{32,36})")
# Somebody waits for the answer: a few seconds each, and one more try.
_CONNECT_SECONDS, _ANSWER_SECONDS, _TRIES = 3, 5, 2
_DOES_NOT_OPEN = frozenset({"IncorrectKeyException", "InvalidCiphertextException"})


class KmsKeys:
    """Wraps by one key of a service, unwraps by any of its keys, and by the ring what files' keys wrapped."""

    def __init__(self, client: "BaseClient", *, key_id: str, ring: KeyRing | None) -> None:
        """Ask *client*. ring: master keys from before there was a service, if there are any.

        Raises:
            BadSettings: key_id is no key's id or ARN.
        """
        if not _KEY.fullmatch(key_id):
            raise BadSettings(f"{KMS_KEY} is a key's id or ARN (an alias may change its key): {key_id!r}")
        self._client, self._key_id, self._ring = client, key_id, ring

    @property
    def current(self) -> str:
        """Return the name under which the key that wraps now is remembered."""
        return f"{_PREFIX}{self._key_id}"

    def wrap(self, key: bytes) -> bytes:
        """Return *key* wrapped by the current master key.

        Raises:
            Unavailable: the service does not answer, or refuses.
        """
        with _refusals_are_told():
            answer = self._client.encrypt(KeyId=self._key_id, Plaintext=key, EncryptionContext=BOUND_TO)
            return bytes(answer["CiphertextBlob"])

    def unwrap(self, wrapped_key: bytes, *, master_key: str) -> bytes:
        """Return a key that the master key of that name wrapped."""
        if not master_key.startswith(_PREFIX):
            return self._from_ring(wrapped_key, master_key)
        with _refusals_are_told():
            answer = self._client.decrypt(
                CiphertextBlob=wrapped_key,
                KeyId=master_key.removeprefix(_PREFIX),
                EncryptionContext=BOUND_TO,
            )
            return bytes(answer["Plaintext"])

    def require_answer(self) -> None:
        """Do nothing where the service answers, and the current key may be used."""
        with _refusals_are_told():
            if not self._client.describe_key(KeyId=self._key_id)["KeyMetadata"]["Enabled"]:
                raise Unavailable(f"the master key {self.current} is switched off")

    def _from_ring(self, wrapped_key: bytes, master_key: str) -> bytes:
        if self._ring is None:
            raise Unavailable(f"the master key {master_key} is not here")
        return self._ring.unwrap(wrapped_key, master_key=master_key)


def open_master_keys(folder: Path, environment: Mapping[str, str]) -> Wrapper:
    """Return what wraps: the service that the environment names, else the ring of key_ring.read_key_ring.

    How the service is reached, and as whom, the process's own environment says in AWS_ variables. It is not
    asked yet. With a service no master key is made here; those that are here still unwrap.

    Raises:
        BadSettings: a key or its name cannot be used, or botocore is not installed.
        Unavailable: the folder cannot be read or written.
    """
    key_id = environment.get(KMS_KEY, "")
    if not key_id:
        return read_key_ring(folder, environment)
    has_ring = MASTER_KEYS in environment or (folder / CURRENT_FILE).exists()
    ring = read_key_ring(folder, environment) if has_ring else None
    return KmsKeys(_client(environment.get(REGION)), key_id=key_id, ring=ring)


def _client(region: str | None) -> "BaseClient":
    try:
        from botocore.config import Config  # noqa: PLC0415  # an extra: only who names a key needs it
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415  # the same
        from botocore.session import Session  # noqa: PLC0415  # the same
    except ImportError as missing:
        raise BadSettings(f"{KMS_KEY} needs botocore: pip install 'lapwing[kms]'") from missing
    patience = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_ANSWER_SECONDS,
        retries={"total_max_attempts": _TRIES, "mode": "standard"},
    )
    try:
        return Session().create_client("kms", region_name=region, config=patience)
    except BotoCoreError as refused:
        raise BadSettings(f"the key service cannot be asked: {refused}") from refused


@contextmanager
def _refusals_are_told() -> Iterator[None]:
    """Tell what the key service refuses.

    Raises:
        IntegrityLost: the key does not open what it is given.
        Unavailable: the service does not answer, or refuses us or the key.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # there is a client: it is here

    try:
        yield
    except ClientError as refused:
        code = str(refused.response.get("Error", {}).get("Code", "unknown"))
        if code in _DOES_NOT_OPEN:
            raise IntegrityLost("the key service does not open this wrapped key") from refused
        raise Unavailable(f"the key service refuses: {code}") from refused
    except BotoCoreError as refused:
        raise Unavailable(f"the key service does not answer: {type(refused).__name__}") from refused
