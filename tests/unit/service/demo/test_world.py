import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lapwing.lists.mapping import map_from_toml
from lapwing.model.errors import BadInput
from lapwing.model.lists import ListClass, Tier
from lapwing.service.demo import casting
from lapwing.service.demo.casting import LEAST_PICTURES
from lapwing.service.demo.registers import EXCEPTIONS, HASH_LISTS, LISTS, VERIFIED
from lapwing.service.demo.truth import Expected, Sort
from lapwing.service.demo.wording import seeded
from lapwing.service.demo.world import World, make_world, read_world

TINY = ((120, 90), (90, 120))
KINDS = frozenset({"pdq", "md5", "sha1", "sha256", "url", "url-prefix", "domain", "term"})

pytestmark = pytest.mark.slow


def fingerprint(data: bytes) -> Mapping[str, str]:
    """Return digests, and in place of PDQ another 64 digits that the bytes decide."""
    return {
        "pdq": hashlib.sha256(b"pdq" + data).hexdigest(),
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


@pytest.fixture(scope="module")
def tiny() -> Iterator[None]:
    """Keep pictures small, so that a world takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casting, "LISTED_SIZES", TINY)
        patch.setattr(casting, "UNLISTED_SIZES", TINY)
        patch.setattr(casting, "page_size", lambda _: (120, 90))
        patch.setattr("lapwing.service.demo.broken.BOMB_SIDE", 2000)
        yield


@pytest.fixture(scope="module")
def made(tiny: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    del tiny
    return make_world(tmp_path_factory.mktemp("world"), fingerprint=fingerprint, pictures=44)


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_of(folder: Path, file: str) -> list[dict[str, str]]:
    """Return the rows of a list in CSV."""
    return list(csv.DictReader(io.StringIO((folder / file).read_text())))


def test_the_truth_speaks_of_every_upload_once(made: World) -> None:
    names = [truth.file for truth in made.truths]
    assert sorted(names) == sorted(path.name for path in made.uploads.iterdir())
    assert len(set(names)) == len(names)


def test_the_same_seed_gives_the_same_world(made: World, tmp_path: Path) -> None:
    make_world(tmp_path, fingerprint=fingerprint, pictures=44)
    assert contents(tmp_path) == contents(made.folder)


def test_there_is_something_of_every_sort(made: World) -> None:
    assert {truth.sort for truth in made.truths} == set(Sort)
    assert {truth.expected for truth in made.truths} == set(Expected)


def test_what_is_to_be_found_is_on_the_list_it_names(made: World) -> None:
    ids: dict[str, set[str]] = {}
    for of in LISTS:
        text = (made.folder / of.file).read_text()
        column = next(name for name, field in of.columns.items() if field == "id")
        rows = (
            [json.loads(line) for line in text.splitlines()]
            if of.file.endswith("l")
            else rows_of(made.folder, of.file)
        )
        ids[of.name] = {row[column] for row in rows}
    for truth in made.truths:
        if truth.expected is Expected.FOUND:
            assert truth.item in ids[truth.list_name]


def test_an_identical_copy_has_the_listed_digest(made: World) -> None:
    listed = {
        row[column]
        for of in HASH_LISTS
        for column, field in of.columns.items()
        for row in rows_of(made.folder, of.file)
        if field in {"md5", "sha256", "pdq"}
    }
    copies = [truth for truth in made.truths if truth.sort is Sort.COPY]
    assert copies
    for truth in copies:
        assert set(fingerprint(made.path(truth).read_bytes()).values()) & listed


def test_a_cleared_file_is_on_the_allow_list_by_its_sha256(made: World) -> None:
    cleared = {
        fingerprint(made.path(t).read_bytes())["sha256"] for t in made.truths if t.sort is Sort.CLEARED
    }
    assert cleared
    assert cleared == {row["sha256"] for row in rows_of(made.folder, EXCEPTIONS.file)}


def test_a_withdrawn_entry_has_a_day_of_retirement(made: World) -> None:
    withdrawn = [row for row in rows_of(made.folder, VERIFIED.file) if row["withdrawn"]]
    assert [row["picture"] for row in withdrawn] == [t.item for t in made.truths if t.sort is Sort.WITHDRAWN]


def test_every_mapping_is_one_that_an_import_takes(made: World) -> None:
    for of in LISTS:
        columns = map_from_toml((made.folder / of.mapping).read_text(), kinds=KINDS)
        assert columns.columns == set(of.columns)


def test_lists_are_of_different_class_and_trust() -> None:
    assert {of.list_class for of in LISTS} >= set(ListClass) - {ListClass.TERRORISM}
    assert {of.tier for of in LISTS} >= {Tier.AUTHORITY, Tier.REVIEWED}


def test_previews_are_there_and_small(made: World) -> None:
    for truth in made.truths:
        for name in filter(None, (truth.shown, truth.original)):
            assert (made.folder / name).stat().st_size < 20_000
        if truth.sort in {Sort.ALTERED, Sort.COPY, Sort.CLEARED}:
            assert truth.shown
            assert truth.original


def test_a_world_can_be_read_again(made: World) -> None:
    assert read_world(made.folder) == made


def test_a_folder_without_a_world_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no demo world"):
        read_world(tmp_path)


def test_a_world_that_is_too_small_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        make_world(tmp_path / "new", fingerprint=fingerprint, pictures=LEAST_PICTURES - 1)
    assert not (tmp_path / "new").exists()


def test_the_smallest_world_and_its_progress(tiny: None, tmp_path: Path) -> None:
    del tiny
    told: list[tuple[int, int]] = []
    smallest = make_world(
        tmp_path,
        fingerprint=fingerprint,
        pictures=LEAST_PICTURES,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))
    assert {truth.sort for truth in smallest.truths} >= {Sort.ALTERED, Sort.QR, Sort.UNLISTED}


def test_another_seed_lists_other_pictures() -> None:
    assert casting.cast_listed(seeded(1), 44) != casting.cast_listed(seeded(2), 44)


def test_there_is_room_for_a_large_picture_in_a_usual_world_only() -> None:
    def sizes(pictures: int) -> set[tuple[int, int]]:
        return {each.subject.size for each in casting.cast_listed(seeded(1), pictures)}

    assert casting.LARGE_ONE in sizes(300)
    assert casting.LARGE_ONE not in sizes(casting.LEAST_PICTURES)
