"""The demo world: a folder of uploads, the lists they are screened against, and what is true of each file."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import msgspec

from lapwing.model.errors import BadInput
from lapwing.service.demo.broken import broken_files
from lapwing.service.demo.casting import LEAST_PICTURES, Listed, cast_listed
from lapwing.service.demo.messages import address_rows, messages, term_rows
from lapwing.service.demo.registers import (
    ADDRESSES,
    EXCEPTIONS,
    HASH_LISTS,
    LISTS,
    TERMS,
    DemoList,
    Fingerprint,
    list_file,
    mapping_file,
    register_file,
)
from lapwing.service.demo.subjects import ORIGINAL, image_of, preview
from lapwing.service.demo.truth import Expected, Truth
from lapwing.service.demo.uploads import Upload, uploads
from lapwing.service.demo.wording import seeded

Progress = Callable[[int, int], None]
"""Told (pictures done, pictures in all)."""

MESSAGES_SHARE = 0.15
ADDED_ON = date(2026, 3, 1)
WITHDRAWN_ON = date(2026, 9, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What make_world() wrote. folder: holds uploads/, lists/, previews/ and truth.json."""

    folder: Path
    truths: tuple[Truth, ...]
    lists: tuple[DemoList, ...] = LISTS

    @property
    def uploads(self) -> Path:
        """Return the folder to be screened."""
        return self.folder / "uploads"

    def listed_preview(self, item: str) -> str:
        """Return the name of the small copy of a listed picture, in the folder; empty where there is none."""
        name = _preview_name(item)
        return name if item and (self.folder / name).is_file() else ""

    def path(self, truth: Truth) -> Path:
        """Return where an upload is."""
        return self.uploads / truth.file


def make_world(
    folder: Path,
    *,
    fingerprint: Fingerprint,
    seed: int = 2026,
    pictures: int = 300,
    progress: Progress | None = None,
) -> World:
    """Write a demo world and return it; the same seed and number of pictures give the same world.

    Args:
        folder: is made if it is not there; what it holds under the same names is replaced.
        fingerprint: gives the fingerprints of the listed pictures as a list would carry them.
        seed: decides which pictures are listed and what becomes of them.
        pictures: how many are uploaded, at least LEAST_PICTURES; messages and broken files are added.
        progress: told after each picture.

    Raises:
        BadInput: there are too few pictures for every part of the world to be in it.
    """
    if pictures < LEAST_PICTURES:
        raise BadInput(f"the demo needs at least {LEAST_PICTURES} pictures")
    rng = seeded("world", seed)
    for name in ("uploads", "lists", "previews"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    listed = cast_listed(rng, pictures)
    told = _Steps(progress, len(listed) + pictures)
    rows = {each.item: _listed_row(folder, each, fingerprint, told) for each in listed}
    truths, cleared = _write_uploads(
        folder, _named(rng, _all_uploads(rng, listed, pictures, told)), fingerprint
    )
    _write_lists(folder, listed, rows, cleared)
    world = World(folder=folder, truths=truths)
    (folder / "truth.json").write_bytes(msgspec.json.format(msgspec.json.encode(truths), indent=1))
    return world


def read_world(folder: Path) -> World:
    """Return the world that make_world() wrote to a folder.

    Raises:
        BadInput: there is none, or it is of another version.
    """
    try:
        truths = msgspec.json.decode((folder / "truth.json").read_bytes(), type=tuple[Truth, ...])
    except (OSError, msgspec.DecodeError) as refused:
        raise BadInput(f"there is no demo world in {folder}: {refused}") from refused
    return World(folder=folder, truths=truths)


class _Steps:
    """Counts pictures and tells whoever asked."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def one(self) -> None:
        """Count one more."""
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


def _listed_row(folder: Path, each: Listed, fingerprint: Fingerprint, told: _Steps) -> Mapping[str, str]:
    """Return the fingerprints of a listed picture, and keep a small copy of it for the report."""
    image = image_of(each.subject)
    (folder / _preview_name(each.item)).write_bytes(preview(image))
    told.one()
    prints = fingerprint(ORIGINAL.encode(image))
    return {kind: value for kind, value in prints.items() if not each.weak or kind == "md5"}


def _preview_name(name: str) -> str:
    """Return where the small copy of a picture is kept, in the world's folder."""
    return f"previews/{name}.jpg"


def _all_uploads(
    rng: random.Random, listed: Sequence[Listed], pictures: int, told: _Steps
) -> Iterator[Upload]:
    """Give every upload: pictures, messages, broken files."""
    for made in uploads(rng, listed, pictures):
        told.one()
        yield made
    for truth, data in messages(rng, round(pictures * MESSAGES_SHARE)):
        yield Upload(suffix=".txt", truth=truth, data=data)
    for suffix, truth, data in broken_files(rng, image_of(listed[-1].subject)):
        yield Upload(suffix=suffix, truth=truth, data=data)


def _named(rng: random.Random, made: Iterator[Upload]) -> Iterator[tuple[str, Upload]]:
    """Give each upload with a name that says nothing of it."""
    numbers = list(range(1000, 10_000))
    rng.shuffle(numbers)
    for number, each in zip(numbers, made, strict=False):
        stem = "message" if each.suffix == ".txt" else "IMG"
        yield f"{stem}_{number}{each.suffix}", each


def _write_uploads(
    folder: Path, made: Iterator[tuple[str, Upload]], fingerprint: Fingerprint
) -> tuple[tuple[Truth, ...], list[tuple[str, str]]]:
    """Write every upload; return what is true of them, and (item, SHA-256) of those that were cleared."""
    truths, cleared = [], []
    for name, each in made:
        (folder / "uploads" / name).write_bytes(each.data)
        shown = ""
        if each.shown:
            shown = _preview_name(name.replace(".", "-"))
            (folder / shown).write_bytes(each.shown)
        original = _preview_name(each.truth.item) if each.shown else ""
        has_original = bool(original) and (folder / original).is_file()
        truths.append(replace(each.truth, file=name, shown=shown, original=original if has_original else ""))
        if each.truth.expected is Expected.CLEARED:
            cleared.append((each.truth.item, fingerprint(each.data)["sha256"]))
    return tuple(sorted(truths, key=lambda truth: truth.file)), cleared


def _write_lists(
    folder: Path,
    listed: Sequence[Listed],
    prints: Mapping[str, Mapping[str, str]],
    cleared: Sequence[tuple[str, str]],
) -> None:
    """Write the lists, their mappings, and how they are registered."""
    rows: dict[str, list[dict[str, str]]] = {
        of.name: [_row(each, index, prints[each.item]) for index, each in enumerate(listed) if each.on is of]
        for of in HASH_LISTS
    }
    rows[EXCEPTIONS.name] = [
        {"id": f"cleared-{index + 1}", "sha256": sha256, "note": f"resembles {item}; a person has looked"}
        for index, (item, sha256) in enumerate(cleared)
    ]
    rows[ADDRESSES.name], rows[TERMS.name] = address_rows(), term_rows()
    for of in LISTS:
        (folder / of.file).write_bytes(list_file(of, rows[of.name]))
        (folder / of.mapping).write_bytes(mapping_file(of))
    (folder / "lists" / "lists.toml").write_bytes(register_file(LISTS))


def _row(each: Listed, index: int, prints: Mapping[str, str]) -> dict[str, str]:
    """Return a row of a list of hashes, in that list's own columns."""
    note = f"synthetic: {each.subject.title()}"
    added = (ADDED_ON + timedelta(days=index)).isoformat()
    columns = {to: name for name, to in each.on.columns.items()}
    values = {
        "id": each.item,
        "category": str(index % 3 + 1),
        "added_on": added,
        "retired_on": WITHDRAWN_ON.isoformat() if each.withdrawn else "",
        "note": note,
        **{kind: prints.get(kind, "") for kind in ("pdq", "md5", "sha256")},
    }
    return {columns[to]: value for to, value in values.items() if to in columns}
