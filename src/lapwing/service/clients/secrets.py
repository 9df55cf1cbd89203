"""The secrets that sign webhooks: one file each, made by us, told to the receiver once."""

import base64
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from lapwing.model.errors import BadInput, Unavailable

SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""

PREFIX = "whsec_"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ONLY_OWNER = 0o700


_MOST_SECRETS, _LONGEST_STEM = 10_000, 58


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new secret, and the id that it is kept under."""

    id: str
    secret: str = field(repr=False)


class SecretThere(BadInput):
    """There is a secret of that id already."""

    code = "lapwing.secret-there"


class WebhookSecrets:
    """The secrets in a folder, by id."""

    def __init__(self, folder: Path) -> None:
        """Keep them in *folder*."""
        self._folder = folder

    def make(self, secret_id: str) -> str:
        """Make and keep a secret, and return it.

        Raises:
            BadInput: the id cannot be used. SecretThere: it is taken.
            Unavailable: the folder cannot be written.
        """
        path = self._path(secret_id)
        secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError as there:
            raise SecretThere(secret_id) from there
        except OSError as refused:
            raise Unavailable(f"{path}: {refused.strerror}") from refused
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return secret

    def make_another(self, name: str) -> Made:
        """Make and keep a secret under the first id that is free: the name, or the name and a number.

        Raises:
            BadInput: the name cannot be used. Unavailable: the folder cannot be written.
        """
        for number in range(1, _MOST_SECRETS):
            secret_id = name if number == 1 else f"{name[:_LONGEST_STEM]}-{number}"
            try:
                return Made(id=secret_id, secret=self.make(secret_id))
            except SecretThere:
                continue
        raise BadInput(f"there are {_MOST_SECRETS} secrets of {name} already")

    def get(self, secret_id: str) -> str:
        """Return a secret.

        Raises:
            Unavailable: it is not here, or cannot be read.
        """
        path = self._path(secret_id)
        try:
            return path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as refused:
            raise Unavailable(f"the webhook secret {secret_id} cannot be read") from refused

    def _path(self, secret_id: str) -> Path:
        if not _NAME.fullmatch(secret_id):
            raise BadInput(f"a secret's id is lower-case letters, digits and hyphens: {secret_id!r}")
        return self._folder / f"{secret_id}.secret"
