"""Films and documents are told by their first bytes; what can be read stays with its own kind."""

import pytest

from lapwing.intake import abilities, closed_kinds, recognise
from lapwing.intake.containers import DOCUMENT_FORMATS, FILM_FORMATS, document_format, film_format
from lapwing.intake.kinds.document import KIND as DOCUMENT
from lapwing.intake.kinds.film import KIND as FILM
from lapwing.intake.samples import SAMPLES

TRANSPORT = (b"G\x1f\xff\x10" + bytes(184)) * 4


def test_every_format_has_an_example() -> None:
    assert {film_format(each) for each in FILM.good} == set(FILM_FORMATS)
    assert {document_format(each) for each in DOCUMENT.good} == set(DOCUMENT_FORMATS)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_picture_is_a_film_or_a_document(name: str) -> None:
    assert film_format(SAMPLES[name]) is None
    assert document_format(SAMPLES[name]) is None


@pytest.mark.parametrize("brand", [b"heic", b"avif", b"mif1", b"crx "])
def test_pictures_in_boxes_are_no_films(brand: bytes) -> None:
    assert film_format(b"\x00\x00\x00\x14ftyp" + brand + bytes(4) + brand) is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4 in words", "document"),
        (b"\n %PDF-1.4 in words", "document"),
        (b"my notes on %PDF-1.4", "text"),
        (b"{\\rtf1 a manual}", "document"),
        (b"{ rtf }", "text"),
        (b"abcdfree entry for all", "text"),
        (b"wordmoov", "text"),
        (b"\x00\x00\x00\x10free", "film"),
        (b"\x20\x00\x00\x00mdat", None),
        (b"PK is a company", "text"),
        (TRANSPORT, "film"),
        (TRANSPORT[:188] * 3, None),
        (b"RIFF\x24\x00\x00\x00WAVE", None),
        (bytes(257) + b"ustar", "document"),
        (bytes(256) + b"ustar", None),
    ],
)
def test_kinds_are_told_by_bytes(data: bytes, kind: str | None) -> None:
    assert recognise(data) == kind


def test_what_nothing_looks_into_is_named() -> None:
    assert closed_kinds() == ("document", "film")
    assert {"film", "document", "image-frames", "text-passages"} <= abilities()
    assert not {each for each in abilities() if each.startswith(("film-", "document-"))}
