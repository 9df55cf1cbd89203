"""The folder is the list of detectors, and every kind has somebody who knows its canonical form."""

import pytest

from lapwing.model.errors import BadInput
from lapwing.signals.registry import all_detectors, canonical, signal_kinds


def test_the_kinds_are_what_the_detectors_make() -> None:
    assert signal_kinds() == {kind for each in all_detectors().values() for kind in each.makes}


def test_a_value_is_made_canonical_by_the_detector_of_its_kind() -> None:
    assert canonical("md5", " D41D8CD98F00B204E9800998ECF8427E\n") == "d41d8cd98f00b204e9800998ecf8427e"


def test_a_kind_that_nobody_makes_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(BadInput, match="sha256"):
        canonical("crc32", "00000000")


def test_a_value_that_is_none_of_its_kind_is_refused_without_being_repeated() -> None:
    with pytest.raises(BadInput) as refused:
        canonical("sha1", "zz-secret")
    assert "zz-secret" not in str(refused.value)
