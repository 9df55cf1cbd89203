"""What a list would hold of a piece of content: its fingerprints, as rows that an import takes."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import msgspec

from lapwing.model.content import ContentId, Grain, Layer, Why
from lapwing.model.lists import Threshold
from lapwing.model.ports import Measurer
from lapwing.model.signals import Family, Measured, Signal
from lapwing.service.batch import UNREAD, side_by_side, unmeasured
from lapwing.service.items import Item, Untaken, read_item, untaken

NeverListed = Callable[[str, list[str]], Iterable[str]]
"""Takes (kind, canonical values) to those of them that no list may hold."""

# They stand for more than what was found: everything below an address, a whole site, every use of a word.
WIDER = frozenset({"url-prefix", "domain", "term"})
LEAST_QUALITY = Threshold().least_quality


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One fingerprint as `lapwing list import` takes it; the fields are the columns' names."""

    id: str
    item: str
    kind: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """One fingerprint of some content. note: what a person should know of it. fit: a list may hold it."""

    kind: str
    value: str
    note: str
    fit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How items are measured; see service.batch.Job for the fields."""

    measurer: Measurer
    most_bytes: int
    kind: str | None
    recognise: Callable[[bytes], str | None]
    in_flight: int


def measure_items(items: Iterable[Item], *, look: Look) -> Generator[tuple[Item, Measured]]:
    """Give each item with what was measured of it at full size, in the order of the items."""
    return side_by_side(items, partial(_measure_item, look=look), in_flight=look.in_flight)


def _measure_item(item: Item, *, look: Look) -> tuple[Item, Measured]:
    """Return an item with what was measured of it; one that cannot be read is a gap."""
    untrusted_data = read_item(item, most_bytes=look.most_bytes)
    if not isinstance(untrusted_data, Untaken) and not untrusted_data:
        untrusted_data = untaken(item, Why.UNREADABLE, "the file is empty")
    if isinstance(untrusted_data, Untaken):
        return item, unmeasured(untrusted_data, kind=look.kind)
    kind = look.kind or look.recognise(untrusted_data) or UNREAD
    return item, look.measurer.measure(untrusted_data, kind=kind, grain=Grain.EXACT)


def fingerprints(measured: Measured, *, never_listed: NeverListed) -> tuple[Fingerprint, ...]:
    """Return the fingerprints that name this very content, each value once."""
    signals: dict[tuple[str, str], Signal] = {}
    for signal in measured.signals:
        if signal.kind not in WIDER:
            signals.setdefault((signal.kind, signal.value), signal)
    unfit = {
        (kind, value)
        for kind in {kind for kind, _ in signals}
        for value in never_listed(kind, [each.value for each in signals.values() if each.kind == kind])
    }
    return tuple(
        Fingerprint(
            kind=kind,
            value=value,
            note=_note(signal),
            fit=(kind, value) not in unfit and (signal.quality is None or signal.quality >= LEAST_QUALITY),
        )
        for (kind, value), signal in signals.items()
    )


def rows(found: Iterable[Fingerprint], *, of: ContentId, name: str) -> Iterator[Row]:
    """Give the rows of one content's fingerprints; they are of one item, called by the content's id."""
    for number, each in enumerate(found, start=1):
        note = ", ".join(filter(None, (name, each.note)))
        yield Row(id=f"{of}-{number}", item=of, kind=each.kind, value=each.value, note=note)


def _note(signal: Signal) -> str:
    """Return what a person should know of a fingerprint beside its value."""
    where = signal.where
    parts = [
        "" if signal.family is None else f"{_FAMILIES[signal.family]} family",
        "" if signal.quality is None else f"quality {signal.quality}",
        f"frame {where.frame + 1}" if where.frame else "",
        "" if where.layer is Layer.SHOWN else f"layer {where.layer}",
        "in a code" if signal.detector == "qr" else "",
    ]
    return ", ".join(filter(None, parts))


_FAMILIES = {Family.FULL: "full", Family.P512: "512"}
