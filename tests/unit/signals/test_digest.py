"""A digest is of the bytes as received, whatever they are, and its own name decides the algorithm."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.content import Content, content_id
from lapwing.model.errors import BadInput
from lapwing.signals.detectors import md5, sha1, sha256
from lapwing.signals.port import Detector, Given

NAMES = {"md5": md5.DETECTOR, "sha1": sha1.DETECTOR, "sha256": sha256.DETECTOR}
every = pytest.mark.parametrize(("name", "detector"), NAMES.items(), ids=NAMES)


@every
@given(data=st.binary(max_size=300))
def test_it_is_the_digest_of_the_bytes(name: str, detector: Detector, data: bytes) -> None:
    content = Content(id=content_id("image", data), kind="image", data=data)
    (signal,) = detector.detect(content, given=Given())
    assert (signal.kind, signal.value) == (name, hashlib.new(name, data).hexdigest())


@every
def test_it_answers_for_its_own_kind_alone(name: str, detector: Detector) -> None:
    digest = hashlib.new(name, b"").hexdigest()
    with pytest.raises(BadInput, match="no other kind"):
        detector.canonical("another", digest)
