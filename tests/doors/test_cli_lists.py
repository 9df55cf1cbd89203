"""Lists by the command line, from registering to accepting."""

import hashlib
from pathlib import Path

import pytest

from tests.cli_material import LIST, SHA, Lapwing, register


def test_a_list_is_registered_imported_and_shown(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    (shown,) = lapwing("list", "show", "--json").json()
    assert shown["info"]["tier"] == "authority"
    assert shown["serving"]["counts"] == {"sha256": {"active": 1, "retired": 0}}
    told = lapwing("list", "show", "known")
    assert told.code == 0
    assert "serving" in told.out
    assert "ann" in told.out


def test_no_list_is_no_error(lapwing: Lapwing) -> None:
    ended = lapwing("list", "show")
    assert (ended.code, "There is no list" in ended.out) == (0, True)
    assert lapwing("list", "show", "--json").json() == []


def test_a_bad_row_is_named_and_nothing_is_taken(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_text(LIST + "e2,zz,\n")
    ended = lapwing("list", "import", "known", bad, "--by", "ann")
    assert ended.code == 4
    assert "line 3, column sha256" in ended.err
    assert len(lapwing("list", "versions", "known", "--json").json()) == 1


def test_a_slip_in_the_rule_of_a_term_is_named_with_its_line(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path, text="id,term\nt1,word:re: zz-term-0017\n")
    bad = tmp_path / "bad.csv"
    bad.write_text("id,term\nt1,zz-term-0017\nt2,wrod:zz-term-0018\n")
    ended = lapwing("list", "import", "known", bad, "--by", "ann")
    assert ended.code == 4
    assert "line 3, column term" in ended.err
    assert "none of the rules" in ended.err
    assert len(lapwing("list", "versions", "known", "--json").json()) == 1


@pytest.mark.parametrize(
    ("columns", "row", "says"),
    [
        ("id,sha256,note", f"e2,{hashlib.sha256().hexdigest()},", "it is the digest of an empty file"),
        ("id,pdq,note", f"e2,{'0' * 64},", "it is the PDQ of a picture without structure"),
    ],
)
def test_what_stands_for_nothing_is_named_and_nothing_is_taken(
    lapwing: Lapwing, tmp_path: Path, columns: str, row: str, says: str
) -> None:
    register(lapwing, tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_text(f"{columns}\n{row}\n")
    ended = lapwing("list", "import", "known", bad, "--by", "ann")
    assert ended.code == 4
    assert f"line 2: {says}" in ended.err
    assert len(lapwing("list", "versions", "known", "--json").json()) == 1


def test_a_version_that_shrinks_waits_for_a_person(lapwing: Lapwing, tmp_path: Path) -> None:
    rows = "".join(f"e{number},{number:064x},\n" for number in range(10))
    register(lapwing, tmp_path, text="id,sha256,note\n" + rows)
    less = tmp_path / "less.csv"
    less.write_text("id,sha256,note\n" + "".join(rows.splitlines(keepends=True)[:8]))
    ended = lapwing("list", "import", "known", less, "--by", "ann")
    assert (ended.code, "is held" in ended.out) == (9, True)
    states = [each["state"] for each in lapwing("list", "versions", "known", "--json").json()]
    assert states == ["serving", "held"]
    assert (
        lapwing("list", "accept", "known", "2", "--by", "ben", "--why", "the source confirmed it").code == 0
    )
    states = [each["state"] for each in lapwing("list", "versions", "known", "--json").json()]
    assert states == ["past", "serving"]


def test_two_versions_are_compared(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    more = tmp_path / "more.csv"
    more.write_text(LIST + f"e2,{'0' * 64},new\n")
    assert lapwing("list", "import", "known", more, "--by", "ann").code == 0
    (change,) = lapwing("list", "diff", "known", "1", "2", "--json").lines()
    assert (change["what"], change["after"]["id"]) == ("added", "e2")
    assert "e2" in lapwing("list", "diff", "known", "1", "2").out


REVIEW = ("list", "review", "known", "--by", "ann", "--why", "two bits covers decoders")
FIGURES = ("--precision", "0.995", "--sample-size", "400")


def test_a_review_is_signed_and_goes_into_the_list(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    ended = lapwing(*REVIEW, "--exact-bits", "2", *FIGURES)
    assert ended.code == 0, ended.err
    (shown,) = lapwing("list", "show", "--json").json()
    threshold = shown["info"]["threshold"]
    assert (threshold["exact_bits"], threshold["signed_by"], threshold["why"]) == (2, "ann", REVIEW[-1])
    assert (threshold["precision"], threshold["sample_size"]) == (0.995, 400)


def test_a_review_that_says_nothing_of_the_same_picture_takes_it_back(
    lapwing: Lapwing, tmp_path: Path
) -> None:
    register(lapwing, tmp_path)
    lapwing(*REVIEW, "--exact-bits", "2", *FIGURES)
    ended = lapwing(*REVIEW, "--near-bits", "20")
    assert "the same is no distance" in ended.out
    (shown,) = lapwing("list", "show", "--json").json()
    threshold = shown["info"]["threshold"]
    assert (threshold["near_bits"], threshold["exact_bits"], threshold["precision"]) == (20, None, None)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--exact-bits", "0"), "needs a measured precision"),
        (("--exact-bits", "2", "--precision", "0.995"), "a sample of at least 300"),
        (("--exact-bits", "31", *FIGURES), "over 10 bits away a picture has been altered"),
    ],
)
def test_what_counts_as_the_same_needs_figures_and_has_an_end(
    lapwing: Lapwing, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    register(lapwing, tmp_path)
    ended = lapwing(*REVIEW, *options)
    assert (ended.code, says in " ".join(ended.err.split())) == (3, True)
    (shown,) = lapwing("list", "show", "--json").json()
    assert shown["info"]["threshold"]["exact_bits"] is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "show", "none"), 3),
        (("list", "import", "none", "none.csv", "--by", "ann"), 3),
        (("list", "versions", "none"), 3),
        (("list", "accept", "known", "7", "--by", "ann", "--why", "x"), 3),
        (
            (
                "list",
                "add",
                "Bad Name",
                "--class",
                "csam",
                "--tier",
                "authority",
                "--source",
                "s",
                "--by",
                "a",
            ),
            3,
        ),
        (("list", "add", "x", "--class", "nope", "--tier", "authority", "--source", "s", "--by", "a"), 2),
        (("list", "import", "known", "file.xml", "--by", "ann"), 3),
        (("list", "import", "known", "missing.csv", "--by", "ann"), 3),
    ],
)
def test_what_cannot_be_done_ends_with_its_code(
    lapwing: Lapwing, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    register(lapwing, tmp_path)
    ended = lapwing(*arguments)
    assert (ended.code, bool(ended.err)) == (code, True)
    assert "Traceback" not in ended.err


def test_a_mapping_says_what_the_columns_hold(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    other = tmp_path / "other.csv"
    other.write_text("nr;x\n".replace(";", ",") + f"a,{SHA.upper()}\n")
    refused = lapwing("list", "import", "known", other, "--by", "ann")
    assert refused.code == 3
    columns = ("--column", "nr=id", "--column", "x=sha256")
    assert lapwing("list", "import", "known", other, "--by", "ann", *columns).code == 0
