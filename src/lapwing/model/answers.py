"""Answers that were given, kept with what they answered: the same request again gets the same answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lapwing.model.errors import BadInput


class Repeated(BadInput):
    """This was asked before, under the same idempotency key, and was answered meanwhile."""

    code = "lapwing.repeated"


class OtherRequest(BadInput):
    """The idempotency key was used for another request."""

    code = "lapwing.idempotency-key-reused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request under an idempotency key. owner: who asks; digest: SHA-256 of what is asked for."""

    owner: str
    key: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What was answered: an HTTP status and a body."""

    status: int
    body: bytes


class Answers(Protocol):
    """Where answers are kept. What is kept inside a Works' write is in its transaction."""

    def find(self, asked: Asked, *, now: datetime) -> GivenAnswer | None:
        """Return the answer that was given to the same request, or None.

        Raises:
            OtherRequest: the key was used for another one.
        """
        ...

    def keep(self, asked: Asked, answer: GivenAnswer, *, now: datetime) -> None:
        """Keep an answer.

        Raises:
            Repeated: somebody else has kept one under that key.
        """
        ...
