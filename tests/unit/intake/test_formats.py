"""Formats are told by their first bytes, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.intake.formats import picture_format
from lapwing.intake.samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_is_known(name: str) -> None:
    assert picture_format(SAMPLES[name]) == name


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\0\0\0\x1cftypavis", "AVIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0heicmif1avif", "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0heicmif1avif", "HEIF"),
        (b"\0\0\0\x18ftypmsf1\0\0\0\0hevc", "HEIF"),
        (b"II+\0\x08\0\0\0", "TIFF"),
        (b"MM\0*\0\0\0\x08", "TIFF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", None),
        (b"BMW is a car maker", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"%PDF-1.7", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"#!/bin/sh\n", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_only_pictures_are_pictures(head: bytes, name: str | None) -> None:
    assert picture_format(head) == name


@given(st.binary(max_size=64))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    assert picture_format(head) in {None, *SAMPLES}
