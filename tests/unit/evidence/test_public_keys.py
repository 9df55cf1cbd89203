"""Keys and signatures against the ones published with the signed-note convention.

Source: golang.org/x/mod/sumdb/note, note_test.go: PeterNeumann's verifier key and note.
"""

import base64
from datetime import timedelta

import pytest

from lapwing.evidence.public_keys import KeyPeriod, NotAKey, PublicKey, read_key, strict_base64
from lapwing.evidence.standalone import lapwing_verify
from tests.ledger_material import FIRST, NOON

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_the_published_key_has_the_published_id_and_signature() -> None:
    key = read_key(KEY)
    raw = base64.b64decode(SIGNATURE)
    assert (key.name, key.id, key.text) == ("PeterNeumann", raw[:4], KEY)
    assert lapwing_verify.read_key(KEY) == (key.name, key.raw)
    assert key.has_signed(TEXT, signature=raw[4:])
    assert not key.has_signed(TEXT + b"\n", signature=raw[4:])


@pytest.mark.parametrize("place", range(len(KEY)))
def test_no_other_character_leaves_a_key(place: int) -> None:
    text = KEY[:place] + chr(ord(KEY[place]) + 1) + KEY[place + 1 :]
    with pytest.raises(NotAKey):
        read_key(text)
    with pytest.raises(lapwing_verify.Wrong):
        lapwing_verify.read_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        KEY[:-1],
        KEY[1:],
        KEY + "\n",
        # The two that the Go tests name: another length, and an unknown kind of key, each with its own id.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NotAKey):
        read_key(text)
    with pytest.raises(lapwing_verify.Wrong):
        lapwing_verify.read_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "n\n", "näme", "x" * 256])
def test_a_name_that_could_be_mistaken_is_refused(name: str) -> None:
    with pytest.raises(NotAKey):
        PublicKey(name=name, raw=bytes(32))


@pytest.mark.parametrize("text", ["A", "QQ", "QR==", "QQ==\n", " QQ==", "Q\xc4==", "\ud800"])
def test_base64_has_one_spelling(text: str) -> None:
    assert strict_base64(text) is None


def test_a_key_is_in_use_from_its_first_moment_to_its_last() -> None:
    period = KeyPeriod(key=FIRST.key, since=NOON, until=NOON + timedelta(days=1))
    moment = timedelta(microseconds=1)
    ends = [NOON - moment, NOON, NOON + timedelta(days=1), NOON + timedelta(days=1) + moment]
    assert [period.holds(at) for at in ends] == [False, True, True, False]
    assert KeyPeriod(key=FIRST.key, since=NOON).holds(NOON + timedelta(days=9999))
