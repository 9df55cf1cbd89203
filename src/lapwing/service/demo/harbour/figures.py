"""How well a list's pictures are told from others in Harbour's world, for the review of the list."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from lapwing.service.demo.listing import fingerprint
from lapwing.service.demo.registers import DemoList
from lapwing.service.demo.truth import Sort, Truth
from lapwing.service.demo.world import World

LOOKS_FILE = "looks.json"
PICTURES = frozenset({Sort.COPY, Sort.ALTERED, Sort.CLEARED, Sort.UNLISTED, Sort.LOOKALIKE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one list. right: matches with the entry that a picture comes from; wrong: with another.

    missed: pictures of the list's that match nothing on it.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Return the share of matches that are right; there has to be one."""
        return round(self.right / (self.right + self.wrong), 3)

    @property
    def recall(self) -> float:
        """Return the share of the list's pictures that match; there has to be one."""
        return round(self.right / (self.right + self.missed), 3)


def looks(world: World) -> Mapping[str, str]:
    """Return the PDQ of every picture of the world, in hex, by file; measured the first time, then kept."""
    path = world.folder / LOOKS_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.DecodeError):
        found = _looks(world)
        path.write_bytes(msgspec.json.encode(found))
        return found


def _looks(world: World) -> dict[str, str]:
    pictures = [each for each in world.truths if each.sort in PICTURES]
    found = {each.file: fingerprint(world.path(each).read_bytes()).get("pdq", "") for each in pictures}
    return {file: value for file, value in found.items() if value}


def measured(of: DemoList, world: World, pdq: Mapping[str, str], *, near_bits: int) -> Figures | None:
    """Return how well pictures of a list are told from others at that distance; None where none matches."""
    entries = _entries(of, world)
    right = wrong = missed = 0
    for truth in world.truths:
        if truth.file not in pdq or not entries:
            continue
        items = _near(pdq[truth.file], entries, near_bits)
        is_of_list = truth.list_name == of.name
        right += is_of_list and truth.item in items
        missed += is_of_list and not items
        wrong += bool(items) and not (is_of_list and truth.item in items)
    return Figures(right=right, wrong=wrong, missed=missed) if right else None


def _entries(of: DemoList, world: World) -> Sequence[tuple[str, int]]:
    """Return (item, PDQ) of each entry that has one."""
    named = {to: column for column, to in of.columns.items()}
    if "pdq" not in named:
        return ()
    rows = csv.DictReader((world.folder / of.file).read_text(encoding="utf-8").splitlines())
    return [
        (row[named["id"]], int(row[named["pdq"]], 16))
        for row in rows
        if row[named["pdq"]] and not row.get(named.get("retired_on", ""), "")
    ]


def _near(pdq: str, entries: Iterable[tuple[str, int]], near_bits: int) -> frozenset[str]:
    value = int(pdq, 16)
    return frozenset(item for item, entry in entries if (value ^ entry).bit_count() <= near_bits)


def is_of_pictures(of: DemoList) -> bool:
    """Say whether a list is compared by how pictures look."""
    return "pdq" in of.columns.values()


def told(figures: Figures, truths: Sequence[Truth]) -> str:
    """Return what the figures are drawn from, in words."""
    pictures = sum(each.sort in PICTURES for each in truths)
    return (
        f"of {pictures} pictures of the demonstration's world {figures.right + figures.wrong} match, "
        f"{figures.wrong} of them wrongly, and {figures.missed} copies are missed"
    )
