"""What Harbour's world has beside the demo's: a list of flagged pictures, and one that a list names late."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from lapwing.model.lists import ListClass, Tier
from lapwing.service.demo.alterations import ALTERATIONS, Family
from lapwing.service.demo.pictures import picture
from lapwing.service.demo.registers import (
    EXCEPTIONS,
    FINDINGS,
    LISTS,
    PARTNER,
    DemoList,
    Fingerprint,
    list_file,
    mapping_file,
)
from lapwing.service.demo.subjects import ORIGINAL
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.wording import seeded
from lapwing.service.demo.world import World

FLAGGED = DemoList(
    name="flagged-images",
    title="Pictures that stand for listed terrorist content (synthetic)",
    source="Stand-in authority",
    list_class=ListClass.TERRORISM,
    tier=Tier.AUTHORITY,
    file="lists/flagged-images.csv",
    mapping="lists/flagged-images.map.toml",
    columns={"id": "id", "pdq": "pdq", "sha256": "sha256", "note": "note"},
)
GROWN = replace(PARTNER, file="lists/partner-images-2.csv")
"""The partner's list as it comes a second time: with one picture more."""

STAY_OUT = frozenset({FINDINGS.name, EXCEPTIONS.name})
"""Lists that Harbour does not take over: its findings and exceptions come of what its people decide."""

_FLAGGED_SEEDS, _LATE_SEED, _SIZE = (6_000, 6_001, 6_002, 6_003), 6_100, (1024, 768)
_COPIES_EACH = 3
_TRUTHS = "more.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Beside the demo's. flagged: uploads that lead to FLAGGED; late: the one that leads to GROWN."""

    flagged: tuple[Truth, ...]
    late: Truth


def with_more(world: World, *, fingerprint: Fingerprint) -> tuple[World, More]:
    """Return Harbour's world, made where it is not there yet, and what in it is beside the demo's."""
    path = world.folder / _TRUTHS
    try:
        more = msgspec.json.decode(path.read_bytes(), type=More)
    except (FileNotFoundError, msgspec.DecodeError):
        more = _make(world, fingerprint)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(more), indent=1))
    lists = tuple(each for each in (*LISTS, FLAGGED) if each.name not in STAY_OUT)
    return replace(world, truths=(*world.truths, *more.flagged), lists=lists), more


def _make(world: World, fingerprint: Fingerprint) -> More:
    """Write the pictures and the lists."""
    rows, flagged = [], []
    for number, seed in enumerate(_FLAGGED_SEEDS, start=1):
        item = f"flagged-{number:04d}"
        image = picture(seed, size=_SIZE)
        rows.append(_row(item, fingerprint(ORIGINAL.encode(image)), FLAGGED))
        flagged += [
            _kept(world, f"IMG_{seed}-{copy}{suffix}", data, item=item, on=FLAGGED, what=what)
            for copy, (what, suffix, data) in enumerate(_copies(seed))
        ]
    _write(world.folder, FLAGGED, list_file(FLAGGED, rows))
    return More(flagged=tuple(flagged), late=_late(world, fingerprint))


def _late(world: World, fingerprint: Fingerprint) -> Truth:
    """Return a picture that no list has until the partner's comes again, with that list written."""
    data = ORIGINAL.encode(picture(_LATE_SEED, size=_SIZE))
    item = "partner-late"
    before = (world.folder / PARTNER.file).read_bytes()
    added = list_file(GROWN, [_row(item, fingerprint(data), GROWN)])
    _write(world.folder, GROWN, before + added.split(b"\n", 1)[1])
    return _kept(world, f"IMG_{_LATE_SEED}.jpg", data, item=item, on=GROWN, what="listed later")


def _copies(seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Give copies of a picture as people save them: what was done, the ending, the bytes."""
    names = [name for name, each in ALTERATIONS.items() if each.family is Family.SAVING]
    rng = seeded("flagged", seed)
    for name in rng.sample(names, _COPIES_EACH):
        alteration = ALTERATIONS[name]
        yield name, alteration.save_as.suffix, _altered(name, seed, rng)


def _altered(name: str, seed: int, rng: random.Random) -> bytes:
    return ALTERATIONS[name].file(picture(seed, size=_SIZE), rng)


def _kept(world: World, file: str, data: bytes, *, item: str, on: DemoList, what: str) -> Truth:
    """Write an upload, and return what is true of it."""
    (world.uploads / file).write_bytes(data)
    return Truth(
        file=file,
        sort=Sort.ALTERED,
        what=f"A copy of {item}: {what}.",
        expected=Expected.FOUND,
        list_name=on.name,
        item=item,
        alteration=what,
    )


def _row(item: str, prints: Mapping[str, str], on: DemoList) -> dict[str, str]:
    """Return a row of a list in that list's columns."""
    values = {"id": item, "note": "synthetic: a generated scene", **prints}
    return {column: values[to] for column, to in on.columns.items() if to in values}


def _write(folder: Path, of: DemoList, file: bytes) -> None:
    (folder / of.file).write_bytes(file)
    (folder / of.mapping).write_bytes(mapping_file(of))


def pictures_of(world: World, list_name: str) -> Sequence[Truth]:
    """Return the pictures of a world that lead to an entry of a list."""
    return [each for each in world.truths if each.list_name == list_name and each.expected is Expected.FOUND]
