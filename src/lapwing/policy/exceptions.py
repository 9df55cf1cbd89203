"""For how long a person's word stands in for a look inside: exceptions of a surface, each until a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lapwing.model.decision import Context, DigestsSuffice
from lapwing.model.errors import BadInput


class BadException(BadInput):
    """An exception is there once for each kind, and says who signed it and why."""

    code = "lapwing.bad-exception"


def as_of(context: Context, today: date) -> Context:
    """Return the context with those exceptions of its surface that count on that day."""
    written = context.surface.digests_suffice
    kept = tuple(each for each in written if each.counts(today=today))
    if kept == written:
        return context
    return replace(context, surface=replace(context.surface, digests_suffice=kept))


def require_signed(exceptions: Sequence[DigestsSuffice]) -> None:
    """Refuse exceptions that say too little.

    Raises:
        BadException: one has no reason, or nobody who signed it; or a kind has two.
    """
    if len({each.kind for each in exceptions}) < len(exceptions):
        raise BadException("a kind has two")
    for each in exceptions:
        if not any(letter.isalnum() for letter in each.why):
            raise BadException(f"that for {each.kind} has no reason")
        if not any(letter.isalnum() for letter in each.signed_by):
            raise BadException(f"that for {each.kind} is signed by nobody")
