"""Content that is let in, and lists that grow afterwards, for the tests of looking back."""

from dataclasses import replace
from datetime import datetime, timedelta

from lapwing.flows.admit import Admitted, admit
from lapwing.flows.decide_anew import Hindsight
from lapwing.flows.look_back import GRACE, begin, look_back_some
from lapwing.flows.screen import Kit, Screened
from lapwing.lists.matching import Lookup
from lapwing.model.content import Grain
from lapwing.model.decision import Context
from lapwing.model.lists import Entry
from lapwing.model.look_backs import LookBack
from lapwing.model.signals import Family, Measured, Signal
from lapwing.policy.decide import all_invariants, decide
from tests.lists_material import REFERENCE, PlainList, entry, plain_list, signal
from tests.policy_material import BOOK, surface
from tests.spine_material import NOW, PLATFORM, World, arrival, world

SECOND = timedelta(seconds=1)
DIGEST = "ab" * 32
LOOKS = "0f" * 32
NOTHING = plain_list(entry("other", "sha256", "00" * 32))
KNOWN = plain_list(entry("known", "sha256", DIGEST), number=2)


class NothingIsMeasured:
    """A measurer that is not asked: looking back has no content."""

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        raise AssertionError((len(untrusted_data), kind, grain))


def digest(value: str = DIGEST) -> Signal:
    return signal("sha256", value)


def looks(value: str = LOOKS, *, exact: bool = True, quality: int = 90) -> Signal:
    return signal("pdq", value, quality=quality, exact=exact, family=Family.FULL)


def kit(*lists: PlainList) -> Kit:
    return Kit(
        measurer=NothingIsMeasured(),
        matcher=Lookup(lists),
        book=BOOK,
        invariants=all_invariants(),
        engine_version="0",
    )


def screened_by(measured: Measured, *lists: PlainList) -> Screened:
    """Return what screening says of fingerprints while these lists serve."""
    lookup = Lookup(lists)
    decision = decide(
        measured,
        lookup.match(measured.signals),
        context=Context(surface=surface()),
        book=BOOK,
        invariants=all_invariants(),
        list_versions=lookup.versions,
        engine_version="0",
    )
    return Screened(decision=decision, measured=measured)


def harbour() -> World:
    """Return a world that has the surface on which everything arrives."""
    here = world()
    here.works.run(lambda work: work.surfaces.put(surface()))
    return here


def let_in(
    here: World,
    *signals: Signal,
    data: bytes = b"x",
    account: str | None = "account-1",
    at: datetime = NOW,
    lists: tuple[PlainList, ...] = (NOTHING,),
    remembers: bool = True,
) -> Admitted:
    """Admit content that has these signals, while *lists* serve."""
    come = arrival(data, account=account)
    measured = Measured(
        content_id=come.content_id, kind=come.kind, size_bytes=len(data), signals=signals, gaps=()
    )
    return admit(
        come, screened_by(measured, *lists), desk=replace(here.desk, remembers=remembers), by=PLATFORM, now=at
    )


def hindsight(here: World, *lists: PlainList) -> Hindsight:
    made = kit(*lists)
    return Hindsight(kit=made, sieve=Lookup(lists), desk=here.desk)


def begun(here: World, *, number: int = 2, at: datetime = NOW + SECOND) -> LookBack:
    """Begin to look back for the list that all these tests have."""
    look_back = begin(REFERENCE.name, list_version=number, changed_at=at, desk=here.desk, now=at)
    assert look_back is not None
    return look_back


def looked_back(
    here: World, *lists: PlainList, number: int = 2, at: datetime = NOW + SECOND, most: int = 500
) -> LookBack:
    """Look back from beginning to end, and return what it came to."""
    look_back = begun(here, number=number, at=at)
    for moment in (at, at + GRACE):
        while look_back_some(look_back.id, hindsight=hindsight(here, *lists), now=moment, most=most):
            pass
    return here.works.run(lambda work: work.look_backs.get(look_back.id))


def listed(kind: str, value: str) -> Entry:
    return entry(f"{kind}-{value[:6]}", kind, value)
