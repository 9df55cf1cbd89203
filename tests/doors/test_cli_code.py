"""`lapwing code`, `lapwing attest` and the runs, from the outside."""

from pathlib import Path

import pytest

from lapwing.service.cli.exits import Exit
from tests.cli_material import Lapwing


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    file = tmp_path / "statement.txt"
    file.write_text("The minutes of May name her.")
    return file


def test_before_anything_is_kept_no_row_is_met(lapwing: Lapwing) -> None:
    ended = lapwing("code", "--json")
    told = ended.json()
    assert ended.code == Exit.WAITING
    assert len(told["rows"]) == 584
    assert told["counts"]["met"] == told["counts"]["failing"] == 0
    assert told["counts"]["context"] == 14
    assert sum(told["counts"].values()) == 584
    assert set(told["rows"][0]) >= {"id", "status", "figure", "as_of", "why"}


@pytest.mark.parametrize(
    ("asked", "rows", "code"),
    [
        (("--part", "IICSA"), {"IICSA.1", "IICSA.2", "IICSA.3", "IICSA.4"}, Exit.WAITING),
        (("--part", "IICSA", "--status", "context"), {"IICSA.2", "IICSA.3", "IICSA.4"}, Exit.DONE),
        (("--row", "P1.G2", "--row", "ICU-A2"), {"P1.G2", "ICU-A2"}, Exit.WAITING),
        (("--status", "met"), set(), Exit.DONE),
    ],
)
def test_rows_are_chosen(lapwing: Lapwing, asked: tuple[str, ...], rows: set[str], code: Exit) -> None:
    ended = lapwing("code", "--json", *asked)
    assert {row["id"] for row in ended.json()["rows"]} == rows
    assert ended.code == code


def test_people_are_told_in_tables_and_one_row_in_full(lapwing: Lapwing) -> None:
    assert "14 context" in lapwing("code").out
    full = lapwing("code", "--row", "ICU-C9.tune").out
    assert "was not read again" in full
    assert "thresholds_reviewed" in full


def test_a_part_that_there_is_not_is_a_usage_error(lapwing: Lapwing) -> None:
    assert lapwing("code", "--part", "zz").code == Exit.USAGE


def test_what_is_attested_can_be_listed(lapwing: Lapwing) -> None:
    rows = {row["id"] for row in lapwing("code", "--attested", "--json").json()["rows"]}
    assert {"ICU-A2", "INT.2"} <= rows
    assert "P2.A1" not in rows


@pytest.mark.parametrize("run", [("canary", "run"), ("recall", "run")])
def test_a_home_that_was_not_prepared_runs_nothing(lapwing: Lapwing, run: tuple[str, ...]) -> None:
    ended = lapwing(*run)
    assert ended.code == Exit.UNAVAILABLE
    assert "lapwing up" in ended.err


def test_a_home_that_was_not_prepared_takes_no_statement(lapwing: Lapwing, statement: Path) -> None:
    ended = lapwing("attest", "ICU-A2", "--by", "lea", "--statement", statement, "--expires", "2027-01-31")
    assert ended.code == Exit.UNAVAILABLE
