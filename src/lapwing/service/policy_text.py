"""A policy's text becomes the policy, held to the kinds of content and of signal that there are."""

from lapwing.flows.measure import UNKNOWN
from lapwing.intake import all_kinds
from lapwing.policy.book import Book, read_book
from lapwing.signals.registry import signal_kinds


def read_policy(text: str) -> Book:
    """Return the policy that *text* states.

    Raises:
        BadPolicy: it cannot be used; see policy.book.
    """
    return read_book(
        text,
        plugged_in={"match.kind": signal_kinds(), "content.kind": frozenset({*all_kinds(), UNKNOWN})},
    )
