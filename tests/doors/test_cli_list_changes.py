"""Lists changed by the command line: what is said of them, single entries, retiring, verifying."""

from pathlib import Path

import pytest

from tests.cli_material import LIST, SHA, Ended, Lapwing, register

WHO = ("--by", "ben", "--why", "a good reason")
OTHER = "0123456789abcdef" * 4


@pytest.fixture
def known(lapwing: Lapwing, tmp_path: Path) -> Lapwing:
    """Run commands where the list `known` has the version of LIST."""
    register(lapwing, tmp_path)
    return lapwing


def shown(known: Lapwing) -> dict[str, object]:
    """Return what is shown of the list."""
    answer: dict[str, object] = known("list", "show", "known", "--json").json()
    return answer


def last_act(known: Lapwing) -> dict[str, object]:
    """Return the last line of the list's journal."""
    acts = shown(known)["journal"]
    assert isinstance(acts, list)
    act: dict[str, object] = acts[-1]
    return act


def screened(known: Lapwing, folder: Path) -> Ended:
    """Screen the text whose digest is SHA."""
    file = folder / "upload.txt"
    file.write_text("abc")
    return known("screen", file, "--workers", "1", "--json")


def test_what_is_said_of_a_list_changes_with_who_why_and_what_it_was(known: Lapwing) -> None:
    ended = known("list", "edit", "known", "--tier", "unreviewed", "--jurisdiction", "GB", *WHO, "--json")
    assert (ended.code, ended.json()["tier"], ended.json()["jurisdiction"]) == (0, "unreviewed", "GB")
    act = last_act(known)
    assert (act["what"], act["by"]) == ("revised", "ben")
    assert act["why"] == "a good reason (tier: authority -> unreviewed; jurisdiction: * -> GB)"


@pytest.mark.parametrize(
    "options", [(), ("--tier", "authority"), ("--title", " "), ("--jurisdiction", "England")]
)
def test_an_edit_that_changes_nothing_or_breaks_something_is_refused(
    known: Lapwing, options: tuple[str, ...]
) -> None:
    before = shown(known)
    assert known("list", "edit", "known", *options, *WHO).code == 3
    assert shown(known) == before


@pytest.mark.slow
def test_a_retired_list_matches_nothing_takes_nothing_and_can_be_reinstated(
    known: Lapwing, tmp_path: Path
) -> None:
    assert screened(known, tmp_path).code == 1
    assert known("list", "retire", "known", *WHO).code == 0
    assert screened(known, tmp_path).code == 8
    assert "retired" in known("list", "show").out
    assert known("list", "put", "known", OTHER, "--kind", "sha256", *WHO).code == 6
    assert known("list", "import", "known", tmp_path / "known.csv", "--by", "ann").code == 6
    assert known("list", "retire", "known", *WHO).code == 3
    assert known("list", "reinstate", "known", *WHO).code == 0
    assert screened(known, tmp_path).code == 1
    assert known("list", "reinstate", "known", *WHO).code == 3
    assert last_act(known)["what"] == "reinstated"


def test_an_entry_is_put_taken_out_and_put_again(known: Lapwing) -> None:
    put = known("list", "put", "known", OTHER.upper(), "--kind", "sha256", "--note", "by hand", *WHO)
    assert (put.code, "Version 2" in put.out) == (0, True)
    (change,) = known("list", "diff", "known", "1", "2", "--json").lines()
    after = change["after"]
    assert (change["what"], after["id"], after["value"], after["note"]) == ("added", OTHER, OTHER, "by hand")
    out = known("list", "take-out", "known", OTHER, *WHO, "--json").json()
    assert (out["outcome"], out["version"]["counts"]["sha256"]) == ("serving", {"active": 1, "retired": 1})
    assert known("list", "put", "known", OTHER, "--kind", "sha256", *WHO, "--json").json()["version"][
        "counts"
    ]["sha256"] == {"active": 2, "retired": 0}


def test_a_version_made_by_hand_says_so(known: Lapwing) -> None:
    known("list", "put", "known", OTHER, "--kind", "sha256", *WHO)
    version = known("list", "versions", "known", "--json").json()[-1]["version"]
    provenance = version["provenance"]
    assert (provenance["source"], provenance["imported_by"], provenance["why"]) == (
        "by_hand",
        "ben",
        "a good reason",
    )
    acts = shown(known)["journal"]
    assert isinstance(acts, list)
    assert [(act["what"], act["version"]) for act in acts[-2:]] == [("changed", 2), ("serving", 2)]
    assert acts[-2]["why"] == "a good reason"


def test_a_first_entry_can_be_put_on_a_list_without_a_version(lapwing: Lapwing) -> None:
    options = ("--class", "own", "--tier", "reviewed", "--source", "us", "--by", "ann")
    lapwing("list", "add", "ours", *options)
    assert lapwing("list", "put", "ours", "zz-term-0017", "zz-term-0018", "--kind", "term", *WHO).code == 0
    (one,) = lapwing("list", "show", "--json").json()
    assert one["serving"]["counts"] == {"term": {"active": 2, "retired": 0}}


@pytest.mark.parametrize(
    "arguments",
    [
        ("put", "known", "zz", "--kind", "sha256"),
        ("put", "known", OTHER, "--kind", "sha9"),
        ("put", "known", OTHER, "--kind", "sha256", "--id", "e1"),
        ("put", "known", OTHER, SHA, "--kind", "sha256", "--id", "x"),
        ("put", "known", OTHER, OTHER, "--kind", "sha256"),
        ("put", "known", OTHER, "--kind", "sha256", "--note", "\x1b"),
        ("put", "none", OTHER, "--kind", "sha256"),
        ("take-out", "known", "e9"),
        ("take-out", "known", "e1", "e9"),
    ],
)
def test_a_change_that_cannot_be_made_makes_no_version(known: Lapwing, arguments: tuple[str, ...]) -> None:
    ended = known("list", *arguments, *WHO)
    assert (ended.code, bool(ended.err)) == (3, True)
    assert len(known("list", "versions", "known", "--json").json()) == 1


def test_a_change_without_a_reason_is_refused(known: Lapwing) -> None:
    assert known("list", "take-out", "known", "e1", "--by", "ben", "--why", " ").code == 3
    assert known("list", "retire", "known", "--by", "ben", "--why", "").code == 3


def test_a_list_is_verified_whole_with_versions_that_no_longer_serve(known: Lapwing, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(LIST + f"e2,{OTHER},new\n")
    assert known("list", "import", "known", more, "--by", "ann").code == 0
    assert known("list", "verify", "--json").json() == [{"list": "known", "versions": [1, 2]}]
    folder = tmp_path / "home" / "lists" / "known" / "versions"
    entries = folder / "000001" / "entries.sqlite"
    content = bytearray(entries.read_bytes())
    content[-1] ^= 1
    entries.write_bytes(content)
    assert known("list", "verify", "known").code == 7


def test_a_version_that_is_gone_is_noticed(known: Lapwing, tmp_path: Path) -> None:
    known("list", "put", "known", OTHER, "--kind", "sha256", *WHO)
    versions = tmp_path / "home" / "lists" / "known" / "versions"
    (versions / "000001").rename(tmp_path / "elsewhere")
    ended = known("list", "verify", "known")
    assert (ended.code, "version 1" in ended.err) == (7, True)
