"""How the service answers: time, sizes and load, as the operator may set them."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated

import msgspec
from msgspec import Meta

_MIB = 1 << 20
# What a form has beside its file.
_FORM_BYTES = 64 * 1024

Seconds = Annotated[float, Meta(gt=0, le=3600)]
Days = Annotated[int, Meta(ge=0, le=36_500)]
Count = Annotated[int, Meta(ge=1, le=100_000)]
Room = Annotated[int, Meta(ge=0, le=1 << 40)]
Bytes = Annotated[int, Meta(ge=1024, le=1 << 40)]


class Serving(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The section `[service]` of the settings.

    answer_seconds: a screening that takes longer is answered by its surface's consequence, finished later.
    waiting: screenings that may wait for a confined process; one more is answered like a late one.
    body_bytes: the largest body of a request, and of a picture or text in it. film_bytes, document_bytes: the
        largest film and document, which come in larger bodies.
    body_seconds: how long a body of body_bytes may take to arrive; a larger one longer in proportion.
    bodies_bytes: of all bodies that a process holds at a time; beyond it a request is told to come back.
    batch_items: the most items of a batch.
    own_seconds: from when on a screening that nobody has finished is taken up again by the worker.
    remember_days: for how long what is let in is remembered by its fingerprints and web addresses, so that a
        list that grows can still be compared with it; 0 for not at all. It is never remembered by its words.
    metrics_from: networks that may ask for /metrics.
    free_bytes: with less room than that on the disk of the home folder, the vault or the database, /ready
        says that it is full; 0 for as long as anything can be written.
    """

    answer_seconds: Seconds = 2.0
    waiting: Count = 32
    body_bytes: Bytes = 32 * _MIB
    film_bytes: Bytes = 256 * _MIB
    document_bytes: Bytes = 64 * _MIB
    body_seconds: Seconds = 20.0
    bodies_bytes: Bytes = 256 * _MIB
    batch_items: Count = 5_000
    own_seconds: Seconds = 120.0
    remember_days: Days = 90
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    free_bytes: Room = 64 * _MIB

    def __post_init__(self) -> None:
        """Refuse networks that are none.

        Raises:
            ValueError: one cannot be read.
        """
        for network in self.metrics_from:
            ip_network(network)

    def most_bytes(self, kind: str) -> int:
        """Return how large content of a kind may be."""
        return {"film": self.film_bytes, "document": self.document_bytes}.get(kind, self.body_bytes)

    @property
    def form_bytes(self) -> int:
        """Return how large a form may be that brings a file."""
        return max(self.body_bytes, self.film_bytes + _FORM_BYTES, self.document_bytes + _FORM_BYTES)

    def seconds_for(self, body_bytes: int) -> float:
        """Return how long a body may take to arrive."""
        return self.body_seconds * max(1.0, min(body_bytes, self.form_bytes) / self.body_bytes)

    @property
    def patience(self) -> timedelta:
        """Return how long the worker leaves a screening to the server that began it."""
        return timedelta(seconds=self.own_seconds)

    @property
    def memory(self) -> timedelta:
        """Return for how long what is let in is remembered."""
        return timedelta(days=self.remember_days)
