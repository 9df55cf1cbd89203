"""A detector that gives the digest of the bytes as received; the plug-ins name the algorithm."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lapwing.model.content import Content, Facet, content_id
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal
from lapwing.signals.port import Given

_SPACE = " \t\r\n\ufeff"


class Digest:
    """Gives one signal: the digest of every byte, in lower-case hex.

    manifest: its name is the signal kind and hashlib's name of the algorithm.
    published: (message, digest) pairs from the standard that *manifest* cites.
    """

    reads = Facet.BYTES

    def __init__(self, manifest: Manifest, *, published: tuple[tuple[bytes, str], ...]) -> None:
        self.manifest = manifest
        self.makes = frozenset({manifest.name})
        self.digits = 2 * hashlib.new(manifest.name, usedforsecurity=False).digest_size
        self._digest: Callable[..., Any] = getattr(hashlib, manifest.name)
        self._form = re.compile(f"[0-9a-f]{{{self.digits}}}")
        self._published = published

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return the published messages with the one signal that each gives."""
        return tuple(
            (
                Content(id=content_id("text", message), kind="text", data=message),
                Given(),
                (Signal(kind=self.manifest.name, value=digest, detector=self.manifest.name),),
            )
            for message, digest in self._published
        )

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return how lists write digests, and what is none."""
        kind = self.manifest.name
        digest = self._published[0][1]
        return (
            (kind, digest, digest),
            (kind, digest.upper(), digest),
            (kind, f" {digest}\n", digest),
            (kind, digest[:-1], None),
            (kind, digest + "0", None),
            (kind, "g" + digest[1:], None),
            (kind, "0x" + digest[2:], None),
            (kind, "\uff11" + digest[1:], None),  # a full-width digit
            (kind, "", None),
        )

    def canonical(self, kind: str, value: str) -> str:
        """Return *value* in lower case, without space around it.

        Raises:
            BadInput: it is not as many hexadecimal digits as the algorithm gives.
        """
        if kind != self.manifest.name:
            raise BadInput(f"{self.manifest.name} makes no other kind of signal")
        digest = value.strip(_SPACE).lower()
        if not self._form.fullmatch(digest):
            raise BadInput(f"{kind} is {self.digits} hexadecimal digits, not {len(digest)} characters")
        return digest

    def never_listed(self, kind: str, values: Sequence[str]) -> Mapping[str, str]:
        """Return the digest of no bytes at all, if it is among *values*: it is that of every empty file."""
        empty = hashlib.new(kind, usedforsecurity=False).hexdigest()
        return {empty: "it is the digest of an empty file"} if empty in values else {}

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:  # noqa: ARG002  # the port's signature
        """Return the digest of every byte of *content*."""
        digest = self._digest(content.data, usedforsecurity=False).hexdigest()
        name = self.manifest.name
        return (Signal(kind=name, value=digest, detector=name),)
