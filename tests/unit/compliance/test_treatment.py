"""How rows are treated is data that names each once, with a reason."""

from pathlib import Path

import pytest

from lapwing.compliance.catalogue import BadCatalogue
from lapwing.compliance.treatment import MOST_DAYS, Treatment, read_treatment
from lapwing.service.code_text import read_code

HEAD = 'reviewed_by = "ann"\nreviewed_on = 2026-11-21\nquestions = "A4.Q"\n'
CATALOGUE = read_code().catalogue
SHIPPED = Path(__file__).parents[3] / "src/lapwing/compliance/treatment.toml"


def read(context: str = "", attest: str = "", not_built: str = "", head: str = HEAD) -> Treatment:
    text = f"{head}[context]\n{context}\n[attest]\n{attest}\n[not_built]\n{not_built}\n"
    return read_treatment(text, catalogue=CATALOGUE)


def test_rows_are_treated_as_it_says() -> None:
    treatment = read('"IICSA.2" = "For government."', '"INT.4" = 180', '"P1.T1" = "By file."')
    assert treatment.context == {"IICSA.2": "For government."}
    assert treatment.attest == {"INT.4": 180}


@pytest.mark.parametrize("days", [1, MOST_DAYS])
def test_a_statement_holds_for_a_day_to_a_year(days: int) -> None:
    assert read(attest=f'"INT.4" = {days}').attest["INT.4"] == days


@pytest.mark.parametrize(
    ("context", "attest", "head"),
    [
        ('"ZZ.1" = "There is no such row."', "", HEAD),
        ('"INT.4" = "In two ways."', '"INT.4" = 180', HEAD),
        ('"INT.4" = " "', "", HEAD),
        ("", '"INT.4" = 0', HEAD),
        ("", f'"INT.4" = {MOST_DAYS + 1}', HEAD),
        ("", '"INT.4" = "long"', HEAD),
        ("", "", HEAD + "more = 1\n"),
        ("", "", ""),
        ("", "", "=\n"),
    ],
)
def test_what_is_not_right_is_refused(context: str, attest: str, head: str) -> None:
    with pytest.raises(BadCatalogue):
        read(context, attest, head=head)


def test_what_is_shipped_can_be_read() -> None:
    assert read_treatment(SHIPPED.read_text(), catalogue=CATALOGUE) == read_code().treatment


def test_no_runtime_row_is_attested_without_a_check_that_looks_at_more() -> None:
    from lapwing.compliance.register import all_checks  # noqa: PLC0415  # beside its only use

    checked = {row for check in all_checks().values() for row in check.rows}
    runtime = {row for row in read_code().treatment.attest if CATALOGUE.rows[row].kind == "runtime"}
    assert runtime <= checked
