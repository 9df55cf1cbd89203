"""Fingerprints of files: what a list would hold, in a form that an import takes as it is."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from lapwing.service.bench import jpeg
from lapwing.service.cli.exits import Exit
from tests.cli_material import Lapwing

pytestmark = pytest.mark.slow

PICTURE = jpeg(seed=3, size=(1280, 960))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "harbour.jpg").write_bytes(PICTURE)
    (uploads / "copy.jpg").write_bytes(PICTURE)
    (uploads / "note.txt").write_text("see hxxps://a.example[.]com/zz-17/page")
    flat = io.BytesIO()
    Image.new("RGB", (320, 240), "grey").save(flat, "PNG")
    (uploads / "flat.png").write_bytes(flat.getvalue())
    return uploads


def listed(lapwing: Lapwing, name: str) -> None:
    added = lapwing(
        "list", "add", name, "--class", "own", "--tier", "reviewed", "--source", "me", "--by", "ann"
    )
    assert added.code == 0, added.err


@pytest.mark.parametrize(("option", "ending"), [("--json", "jsonl"), ("--csv", "csv")])
def test_what_is_printed_is_imported_as_it_is_and_then_matches(
    lapwing: Lapwing, folder: Path, option: str, ending: str
) -> None:
    printed = lapwing("fingerprint", folder, option)
    assert printed.code == Exit.DONE, printed.err
    listed(lapwing, "mine")
    file = folder.parent / f"mine.{ending}"
    file.write_text(printed.out)
    imported = lapwing("list", "import", "mine", file, "--by", "ann", "--json")
    assert imported.code == 0, imported.err
    counts = {kind: of["active"] for kind, of in imported.json()["version"]["counts"].items()}
    assert counts == {"md5": 3, "sha1": 3, "sha256": 3, "pdq": 2, "url": 1}
    matched = lapwing("screen", folder, "--json").lines()
    assert {Path(each["item"]).name: bool(each["decision"]["matches"]) for each in matched} == dict.fromkeys(
        ("copy.jpg", "flat.png", "harbour.jpg", "note.txt"), True
    )


def test_both_families_of_pdq_are_told_with_their_quality(lapwing: Lapwing, folder: Path) -> None:
    rows = lapwing("fingerprint", folder / "harbour.jpg", "--json").lines()
    assert {row["value"] for row in rows if row["kind"] == "sha256"} == {hashlib.sha256(PICTURE).hexdigest()}
    notes = sorted(row["note"].rpartition("harbour.jpg, ")[2] for row in rows if row["kind"] == "pdq")
    assert [note.partition(", quality ")[0] for note in notes] == ["512 family", "full family"]
    assert len({row["item"] for row in rows}) == 1


def test_a_picture_without_structure_is_shown_but_not_offered_to_a_list(
    lapwing: Lapwing, folder: Path
) -> None:
    shown = lapwing("fingerprint", folder / "flat.png")
    assert "fits too many pictures for a list" in " ".join(shown.out.split())
    offered = lapwing("fingerprint", folder / "flat.png", "--json")
    assert {row["kind"] for row in offered.lines()} == {"md5", "sha1", "sha256"}
    assert "with little structure were left out" in offered.err


def test_wider_forms_of_an_address_are_not_offered(lapwing: Lapwing, folder: Path) -> None:
    rows = lapwing("fingerprint", folder / "note.txt", "--json").lines()
    assert [row["value"] for row in rows if "url" in row["kind"] or row["kind"] == "domain"] == [
        "a.example.com/zz-17/page"
    ]


def test_what_cannot_be_measured_is_named_and_ends_with_8(lapwing: Lapwing, folder: Path) -> None:
    (folder / "broken.jpg").write_bytes(PICTURE[: len(PICTURE) // 2])
    (folder / "empty.jpg").write_bytes(b"")
    ended = lapwing("fingerprint", folder / "broken.jpg", folder / "empty.jpg", folder / "gone.jpg", "--json")
    assert ended.code == Exit.UNKNOWN
    told = " ".join(ended.err.split())
    assert "the file is empty" in told
    assert "there is no such file" in told
    assert hashlib.sha256((folder / "broken.jpg").read_bytes()).hexdigest() in ended.out


def test_no_list_is_asked_and_nothing_is_kept(lapwing: Lapwing, folder: Path) -> None:
    assert lapwing("fingerprint", folder / "note.txt").code == Exit.DONE
    assert not (folder.parent / "home").exists()


def test_a_name_full_of_control_characters_can_be_imported(lapwing: Lapwing, folder: Path) -> None:
    odd = folder / 'a\x1b[31m",\n\u202eb.txt'
    odd.write_text("harbour")
    for option, name in (("--csv", "one.csv"), ("--json", "one.jsonl")):
        printed = lapwing("fingerprint", odd, option)
        assert "\x1b" not in printed.out
        file = folder.parent / name
        file.write_text(printed.out)
        listed(lapwing, name.replace(".", "-"))
        assert lapwing("list", "import", name.replace(".", "-"), file, "--by", "ann").code == 0


def test_one_form_at_a_time(lapwing: Lapwing, folder: Path) -> None:
    assert lapwing("fingerprint", folder, "--csv", "--json").code == Exit.USAGE
    assert (
        json.loads(lapwing("fingerprint", folder, "--kind", "song", "--json").err)["code"]
        == "lapwing.bad-input"
    )
