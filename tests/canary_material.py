"""A measurer and a matcher that know the canaries, without any picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from lapwing.flows.change_entries import NewEntry
from lapwing.flows.screen import Kit
from lapwing.model.canary import CANARY_LIST
from lapwing.model.content import Grain, content_id
from lapwing.model.lists import (
    Category,
    Closeness,
    EntryRef,
    ListClass,
    Match,
    Matched,
    Threshold,
    Tier,
)
from lapwing.model.signals import Measured, Signal
from lapwing.policy.decide import all_invariants
from tests.policy_material import BOOK


class Measurer:
    """Gives a picture one upright fingerprint, another for other bytes, and nothing else one."""

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        exact = grain is Grain.EXACT
        looks = sha256(untrusted_data).hexdigest()
        found = Signal(kind="pdq", value=looks, detector="pdq", quality=90, exact=exact)
        return Measured(
            content_id=content_id(kind, untrusted_data),
            kind=kind,
            size_bytes=len(untrusted_data),
            signals=(found,) if kind == "image" else (),
            gaps=(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Matches everything with the canaries' list, as an entry of some kind."""

    kind: str = "sha256"
    closeness: Closeness = Closeness.EXACT
    sees: bool = True
    versions: tuple[tuple[str, int], ...] = ((CANARY_LIST, 1),)
    thresholds: Mapping[str, Threshold] = field(default_factory=lambda: MappingProxyType({}))

    def match(self, signals: Iterable[Signal]) -> Matched:
        del signals
        return Matched(matches=(self._match(),) if self.sees else ())

    def _match(self) -> Match:
        entry = EntryRef(
            list_name=CANARY_LIST,
            list_version=1,
            list_class=ListClass.OWN,
            tier=Tier.REVIEWED,
            entry_id="canary",
            item="canary",
            kind=self.kind,
            category=Category.NONE,
        )
        return Match(
            signal=Signal(kind=self.kind, value="00", detector=self.kind),
            entry=entry,
            closeness=self.closeness,
            distance_bits=7 if self.closeness is Closeness.NEAR else 0,
            near_bits=31,
            exact_bits=None,
        )


class OwnLists:
    """Lists of ours in memory; see flows.learn.OwnLists."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[str, NewEntry]] = {CANARY_LIST: {}}
        self.changes = 0

    def active(self, list_name: str, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(ids) & self.lists[list_name].keys()

    def put(self, list_name: str, entries: tuple[NewEntry, ...], *, by: str, why: str, now: datetime) -> int:
        assert (by, why, now.tzinfo is None) == ("engine", "canaries", False)
        self.lists[list_name] |= {entry.entry_id: entry for entry in entries}
        self.changes += 1
        return self.changes

    def take_out(self, list_name: str, ids: tuple[str, ...], *, by: str, why: str, now: datetime) -> int:
        raise AssertionError((list_name, ids, by, why, now))


def kit(*, kind: str = "sha256", closeness: Closeness = Closeness.EXACT, sees: bool = True) -> Kit:
    """Return what screening needs, to match everything with the canaries' list or nothing."""
    return Kit(
        measurer=Measurer(),
        matcher=Matcher(kind=kind, closeness=closeness, sees=sees),
        book=BOOK,
        invariants=all_invariants(),
        engine_version="0",
    )
