"""Untrusted bytes, text, URLs, queries and names become Content, bounded and normalised."""

from collections.abc import Mapping
from functools import cache

from lapwing.intake.port import Kind
from lapwing.model.plugins import discover


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind in kinds/, by file name."""
    return discover(f"{__name__}.kinds", "KIND", Kind)  # type: ignore[type-abstract]  # a port is meant


def abilities() -> frozenset[str]:
    """Return every kind's name, and `KIND-FACET` for each side of it that is looked at, as `image-frames`."""
    sides = (f"{name}-{facet}" for name, kind in all_kinds().items() for facet in kind.fills)
    return frozenset({*all_kinds(), *sides})


def closed_kinds() -> tuple[str, ...]:
    """Return the names of the kinds that nothing looks into."""
    return tuple(name for name, kind in all_kinds().items() if not kind.fills)


def recognise(untrusted_data: bytes) -> str | None:
    """Return the name of the kind these bytes are, or None; judged by the bytes, never by a file's name."""
    for name, kind in all_kinds().items():
        if kind.recognises(untrusted_data):
            return name
    return None
