"""Which detectors there are, which kinds of signal they make, and the canonical form of a list's value."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from lapwing.model.errors import BadInput
from lapwing.model.plugins import discover
from lapwing.signals.port import Barring, Detector, OfDigits


@cache
def all_detectors() -> Mapping[str, Detector]:
    """Return every detector in detectors/, by file name.

    Raises:
        PluginMissing: a file there is no detector, so nothing starts.
    """
    return discover("lapwing.signals.detectors", "DETECTOR", Detector)  # type: ignore[type-abstract]  # a port is the point


def signal_kinds() -> frozenset[str]:
    """Return every kind of signal that a detector makes, which is every kind that a list may hold."""
    return frozenset(_makers())


def canonical(kind: str, value: str) -> str:
    """Return a list's value in the form in which signals of *kind* carry it.

    Raises:
        BadInput: no detector makes that kind, or *value* is no value of it.
    """
    maker = _makers().get(kind)
    if maker is None:
        raise BadInput(f"no detector makes this kind; there are {', '.join(sorted(_makers()))}")
    return maker.canonical(kind, value)


def digits_of_kinds() -> Mapping[str, int]:
    """Return for each kind of which any so many hexadecimal digits are a value, how many; see OfDigits."""
    return {kind: maker.digits for kind, maker in _makers().items() if isinstance(maker, OfDigits)}


def never_listed(kind: str, values: Sequence[str]) -> Mapping[str, str]:
    """Return which of *values*, canonical ones of a kind, no list may hold, and why in words."""
    maker: object = _makers().get(kind)
    return maker.never_listed(kind, values) if isinstance(maker, Barring) else {}


@cache
def _makers() -> Mapping[str, Detector]:
    """Return for each kind of signal the first detector, in name order, that makes it.

    Two detectors that make one kind (URLs in texts and in pictures) share its canonical form; the contract
    test of detectors holds them to it.
    """
    found: dict[str, Detector] = {}
    for detector in all_detectors().values():
        for kind in sorted(detector.makes):
            found.setdefault(kind, detector)
    return MappingProxyType(found)
