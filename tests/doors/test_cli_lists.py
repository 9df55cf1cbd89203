"""Lists by the command line, from registering to accepting."""

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


def test_a_review_is_signed_and_goes_into_the_list(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path)
    why = "two bits covers decoders"
    ended = lapwing("list", "review", "known", "--exact-bits", "2", "--by", "ann", "--why", why)
    assert ended.code == 0, ended.err
    (shown,) = lapwing("list", "show", "--json").json()
    threshold = shown["info"]["threshold"]
    assert (threshold["exact_bits"], threshold["signed_by"], threshold["why"]) == (2, "ann", why)


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
