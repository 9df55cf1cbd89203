"""The form in which records are kept: JSON of the frozen record, and keys that every database can index."""

from typing import Any, TypeVar

import msgspec

from lapwing.model.errors import BadInput, IntegrityLost

T = TypeVar("T")

# PostgreSQL's B-tree takes entries of up to 2,704 bytes, and some of ours have three keys.
MOST_KEY_BYTES = 512

_ENCODER = msgspec.json.Encoder()


class Unstorable(BadInput):
    """This cannot be kept as it is."""

    code = "lapwing.unstorable"


def stored(record: object) -> bytes:
    """Return a record as JSON.

    Raises:
        Unstorable: some text in it is not Unicode.
    """
    try:
        return _ENCODER.encode(record)
    except UnicodeEncodeError as refused:
        raise Unstorable("a text in it holds a lone surrogate") from refused


def read(body: bytes | str, kind: type[T]) -> T:
    """Return the record of that kind that `stored` wrote.

    Raises:
        IntegrityLost: it states none.
    """
    try:
        record: Any = msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as unreadable:
        raise IntegrityLost(f"a kept {kind.__name__} cannot be read: {unreadable}") from unreadable
    return record  # type: ignore[no-any-return]  # msgspec has checked it against the kind


def is_key(key: str) -> bool:
    """Say whether every database can index a text."""
    if key.isascii():
        return len(key) <= MOST_KEY_BYTES and "\0" not in key
    try:
        return len(key.encode()) <= MOST_KEY_BYTES and "\0" not in key
    except UnicodeEncodeError:
        return False


def require_key(*keys: str | None) -> None:
    """Refuse what cannot be a key in every database.

    Raises:
        Unstorable: one is longer than 512 bytes, holds a NUL, or is not Unicode.
    """
    # Mostly they are few and short, and looked at together.
    together = "".join(filter(None, keys))
    if is_key(together):
        return
    for key in keys:
        if key is not None and not is_key(key):
            raise Unstorable(f"a name or id has to be Unicode without NUL, of at most {MOST_KEY_BYTES} bytes")
