"""Untrusted bytes, text, URLs, queries and names become Content, bounded and normalised."""

from collections.abc import Mapping
from functools import cache

from lapwing.intake.port import Kind
from lapwing.model.plugins import discover


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind in kinds/, by file name."""
    return discover(f"{__name__}.kinds", "KIND", Kind)  # type: ignore[type-abstract]  # a port is meant


def recognise(untrusted_data: bytes) -> str | None:
    """Return the name of the kind these bytes are, or None; judged by the bytes, never by a file's name."""
    for name, kind in all_kinds().items():
        if kind.recognises(untrusted_data):
            return name
    return None
