"""The catalogue is read to exhaustion."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from lapwing.compliance.catalogue import BadCatalogue, Kind, Reading, read_catalogue
from lapwing.compliance.parts import PARTS, part_of
from lapwing.service.code_text import read_code

ROW = {
    "id": "P1.A1",
    "source": "a code",
    "reading": "primary",
    "title": "Do it",
    "kind": "runtime",
    "capability": "What does it",
    "check": "it was done",
}


def text(*rows: Mapping[str, Any], **more: object) -> bytes:
    return json.dumps({"note": "ours", "rows": rows, **more}).encode()


def test_a_row_comes_back_as_it_was_written() -> None:
    row = read_catalogue(text(ROW)).rows["P1.A1"]
    assert (row.kind, row.reading, row.title) == (Kind.RUNTIME, Reading.PRIMARY, "Do it")


@pytest.mark.parametrize("field", ROW)
def test_a_row_without_a_field_is_refused(field: str) -> None:
    with pytest.raises(BadCatalogue):
        read_catalogue(text({name: value for name, value in ROW.items() if name != field}))


@pytest.mark.parametrize("field", ROW)
def test_a_row_with_an_empty_field_is_refused(field: str) -> None:
    with pytest.raises(BadCatalogue):
        read_catalogue(text({**ROW, field: " "}))


@pytest.mark.parametrize(
    "given",
    [
        text({**ROW, "more": "x"}),
        text({**ROW, "kind": "other"}),
        text({**ROW, "reading": "other"}),
        text(ROW, ROW),
        text(),
        text(ROW, more="x"),
        b"[]",
        b"{",
        b"\xff",
    ],
)
def test_what_is_not_such_a_file_is_refused(given: bytes) -> None:
    with pytest.raises(BadCatalogue):
        read_catalogue(given)


def test_every_row_that_is_shipped_stands_in_a_part_and_every_part_has_rows() -> None:
    parts = {part_of(row).key for row in read_code().catalogue.rows}
    assert parts == {part.key for part in PARTS}


def test_a_row_of_no_part_is_not_put_into_one() -> None:
    with pytest.raises(KeyError):
        part_of("ZZ.1")


def test_rows_from_background_knowledge_are_told_apart() -> None:
    rows = read_code().catalogue.rows
    assert rows["ICU-C9.tune"].reading is Reading.BACKGROUND
    assert rows["ICU-C9"].reading is Reading.PRIMARY
