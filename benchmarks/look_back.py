"""Looking back: what is remembered, compared with a list that has just changed.

    python -m benchmarks.look_back [--rows 1000000] [--contents 50000] [--rounds 3]

The list has --rows random PDQ, imported as an operator would, and searched from its files. Each content is a
still picture as it is remembered: MD5, SHA-1, SHA-256, and PDQ in both families, some bits apart. One in a
thousand was let in on a surface and is within 20 bits of an entry; the first round holds it, with its case
and ledger lines. All of it is in SQLite, written for real.

- look back: from the first slice to the end, once. A second is one of the processor, the clock's beside it.
- one by one: the same contents, as many as fit in the time, each looked up by itself, as screening does.
"""

import argparse
import os
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

import django
import numpy as np
from django.conf import settings
from django.core.management import call_command

from benchmarks.import_list import make_file, ours
from lapwing.flows.admit import Desk
from lapwing.flows.decide_anew import Hindsight
from lapwing.flows.look_back import SLICE, begin, look_back_some
from lapwing.flows.remember import measured_again, remembered
from lapwing.flows.screen import Kit
from lapwing.lists.matching import Lookup
from lapwing.model.content import ContentId
from lapwing.model.decision import Step
from lapwing.model.look_backs import Fingerprints, LookBack, LookBackState
from lapwing.model.platform import ItemState
from lapwing.model.signals import Family, Measured, Signal
from lapwing.model.works import Work, Works
from lapwing.policy.decide import all_invariants
from lapwing.service.clock import now
from lapwing.service.site.settings import SiteSettings, django_settings
from lapwing.service.store.memory_vault import MemoryVault
from lapwing.service.wiring import list_kinds, open_lists
from lapwing.service.wiring.ids import new_id
from tests.look_back_material import NothingIsMeasured
from tests.policy_material import BOOK, surface
from tests.works_material import item

SEED = 41
ONE_IN = 1_000
MOST_BITS = 20
FAMILY_BITS = 6  # so many the two families of one picture are apart, here
SECONDS_ONE_BY_ONE = 5.0
CODE_BYTES, CODE_BITS = 32, 256
DIGESTS = MappingProxyType({"md5": 16, "sha1": 20, "sha256": 32})


def flipped(code: bytes, bits: int, rng: np.random.Generator) -> bytes:
    """Return a fingerprint so many bits from another."""
    turned = bytearray(code)
    for bit in rng.choice(CODE_BITS, bits, replace=False):
        turned[bit // 8] ^= 1 << (bit % 8)
    return bytes(turned)


def picture(number: int, code: bytes, rng: np.random.Generator) -> Measured:
    """Return a still picture that has a fingerprint."""
    digests = [
        Signal(kind=kind, value=rng.bytes(size).hex(), detector=kind) for kind, size in DIGESTS.items()
    ]
    looks = [
        Signal(kind="pdq", value=each.hex(), detector="pdq", quality=90, family=family, exact=False)
        for family, each in ((Family.FULL, code), (Family.P512, flipped(code, FAMILY_BITS, rng)))
    ]
    named = ContentId(f"c-{number:040x}")
    return Measured(content_id=named, kind="image", size_bytes=200_000, signals=(*digests, *looks), gaps=())


def fill(works: Works, lookup: Lookup, *, contents: int) -> int:
    """Remember that many contents; return how many of them the list knows something like."""
    rng, at = np.random.default_rng(SEED), now() - timedelta(days=1)
    listed = [each for _, each in zip(range(contents // ONE_IN), _values(lookup), strict=False)]
    works.run(lambda work: work.surfaces.put(surface()))

    def write(work: Work, first: int) -> None:
        for number in range(first, min(first + SLICE, contents)):
            known = number % ONE_IN == 0 and number // ONE_IN < len(listed)
            code = rng.bytes(CODE_BYTES)
            if known:
                near = int(rng.integers(0, MOST_BITS))
                code = flipped(bytes.fromhex(listed[number // ONE_IN]), near, rng)
            measured = picture(number, code, rng)
            kept = remembered(measured, now=at + timedelta(milliseconds=number))
            if kept is not None:
                work.memory.put(kept)
            if known:
                let = item(number, content_id=measured.content_id, at=at)
                work.items.add(replace(let, account=None, state=ItemState.ALLOWED, step=Step.ALLOW))

    for first in range(0, contents, SLICE):
        works.run(partial(write, first=first))
    return len(listed)


def _values(lookup: Lookup) -> list[str]:
    """Return values of the list, far apart in it."""
    (serving,) = lookup._serving  # noqa: SLF001  # a benchmark may look inside
    count = serving.active["pdq"]
    return [serving.value_of("pdq", row) for row in range(0, count, max(1, count // 1_000))]


def look_back(works: Works, hindsight: Hindsight, *, version: int) -> LookBack:
    """Compare everything once."""
    made = begin("made", list_version=version, changed_at=now(), desk=hindsight.desk, now=now())
    if made is None:
        raise RuntimeError("another one is under way")
    after = made
    while after.state is LookBackState.RUNNING:
        look_back_some(made.id, hindsight=hindsight, now=now())
        after = works.run(lambda work: work.look_backs.get(made.id))
    return after


def one_by_one(lookup: Lookup, known: list[Fingerprints]) -> float:
    """Return how many contents a second of the processor are looked up, each by itself."""
    end, start, done = time.perf_counter() + SECONDS_ONE_BY_ONE, time.process_time(), 0
    for each in known:
        lookup.match(measured_again(each).signals)
        done += 1
        if time.perf_counter() > end:
            break
    return done / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--contents", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    list_kinds()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings.configure(
            **django_settings(
                SiteSettings(home=folder, database_url=f"sqlite://{folder}/lapwing.sqlite"), key="x" * 60
            )
        )
        django.setup(set_prefix=False)
        call_command("migrate", verbosity=0)
        measure(folder, rows=asked.rows, contents=asked.contents, rounds=asked.rounds)


def measure(folder: Path, *, rows: int, contents: int, rounds: int) -> None:
    """Print how fast it is."""
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # after Django is made ready

    path, works = folder / "made.csv", DjangoWorks()
    make_file(path, rows, ["pdq"])
    ours(path, folder)
    lookup = open_lists(folder).lookup()
    known = fill(works, lookup, contents=contents)
    size = (folder / "lapwing.sqlite").stat().st_size
    print(f"{rows:,} PDQ; {contents:,} contents, {known} near an entry; {len(os.sched_getaffinity(0))} cores")
    print(f"about {size / contents:.0f} bytes of database a content")
    kit = Kit(
        measurer=NothingIsMeasured(),
        matcher=lookup,
        book=BOOK,
        invariants=all_invariants(),
        engine_version="0",
    )
    hindsight = Hindsight(kit=kit, sieve=lookup, desk=Desk(works=works, vault=MemoryVault(), new_id=new_id))
    some = list(works.run(lambda work: work.memory.after(None, most=contents)))
    for turn in range(1, rounds + 1):
        processor, clock = time.process_time(), time.perf_counter()
        done = look_back(works, hindsight, version=turn)
        processor, clock = time.process_time() - processor, time.perf_counter() - clock
        single = one_by_one(lookup, some)
        rate = done.compared / processor
        print(
            f"look back {rate:,.0f} contents a second ({done.compared / clock:,.0f} by the clock), raised "
            f"{done.raised}; one by one {single:,.0f}; {rate / single:.2f} times that"
        )


if __name__ == "__main__":
    main()
