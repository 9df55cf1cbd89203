"""Content under a key of its own: AES-256-GCM, bound to what it is the content of.

The library does the cryptography; this says what goes in. A sealed object is a nonce of 12 bytes and what
AES-GCM gives. Its associated data name the format, the content's id and its SHA-256, so that ciphertext in
the wrong place is refused. A key is used once: nonces cannot meet.

Source: NIST SP 800-38D; key wrapping by RFC 5649.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

from lapwing.model.content import ContentId
from lapwing.model.errors import BadInput, IntegrityLost

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
MOST_BYTES = 2**31 - 1
"""Of one object; what the library takes in one piece."""

FORMAT = "lapwing-seal-1"


class TooLarge(BadInput):
    """It is more than one sealed object can hold."""

    code = "lapwing.bad-input.too-large"


def encrypt(
    untrusted_data: bytes, *, key: bytes, nonce: bytes, content_id: ContentId, sha256_hex: str
) -> bytearray:
    """Return the bytes of a sealed object, of which there is no second copy at any time.

    Args:
        untrusted_data: at most MOST_BYTES.
        key: KEY_BYTES, random, for this object alone.
        nonce: NONCE_BYTES, random.
        content_id: what it is the content of.
        sha256_hex: of *untrusted_data*.

    Raises:
        TooLarge: there is too much of it.
    """
    if len(untrusted_data) > MOST_BYTES:
        raise TooLarge
    sealed = bytearray(sealed_bytes(len(untrusted_data)))
    sealed[:NONCE_BYTES] = nonce
    named, rest = _named(content_id, sha256_hex), memoryview(sealed)[NONCE_BYTES:]
    AESGCM(key).encrypt_into(nonce, untrusted_data, named, rest)
    return sealed


def decrypt(sealed: bytes | bytearray, *, key: bytes, content_id: ContentId, sha256_hex: str) -> bytes:
    """Return the content of a sealed object, if it is what was sealed to the last bit.

    Raises:
        IntegrityLost: it is not, or the key is another's.
    """
    nonce, ciphertext = sealed[:NONCE_BYTES], memoryview(sealed)[NONCE_BYTES:]
    try:
        data = AESGCM(key).decrypt(nonce, ciphertext, _named(content_id, sha256_hex))
    except (InvalidTag, ValueError) as refused:
        raise IntegrityLost("a sealed object does not open") from refused
    if hashlib.sha256(data).hexdigest() != sha256_hex:
        raise IntegrityLost("a sealed object holds other content")
    return data


def sealed_bytes(size_bytes: int) -> int:
    """Return how many bytes a sealed object has whose content has *size_bytes*."""
    return NONCE_BYTES + size_bytes + TAG_BYTES


def wrap(key: bytes, *, master: bytes) -> bytes:
    """Return *key* wrapped by a master key of KEY_BYTES."""
    return aes_key_wrap_with_padding(master, key)


def unwrap(wrapped_key: bytes, *, master: bytes) -> bytes:
    """Return the key that was wrapped.

    Raises:
        IntegrityLost: it was wrapped by another master key, or is not what was wrapped.
    """
    try:
        return aes_key_unwrap_with_padding(master, wrapped_key)
    except (InvalidUnwrap, ValueError) as refused:
        raise IntegrityLost("a wrapped key does not open") from refused


def _named(content_id: ContentId, sha256_hex: str) -> bytes:
    return f"{FORMAT}\0{content_id}\0{sha256_hex}".encode()
