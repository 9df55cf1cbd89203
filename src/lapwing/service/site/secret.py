"""The key that signs sessions and tokens: made at first use, the same ever after."""

import os
import secrets
from pathlib import Path

from lapwing.model.errors import Unavailable

SECRET_FILE = "django.secret"  # noqa: S105  # its name
# Django asks for at least 50 characters; this is 512 bits.
_SECRET_BYTES = 64


def secret_key(folder: Path) -> str:
    """Return the key kept in *folder*; if there is none yet, one is made that only this user can read.

    Raises:
        Unavailable: the folder or the file cannot be read or written.
    """
    path = folder / SECRET_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as refused:
        raise Unavailable(f"{path}: {refused.strerror}") from refused


def _make(path: Path) -> None:
    """Write a new key whole; of two processes that do so at once, both end with the first one's."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
