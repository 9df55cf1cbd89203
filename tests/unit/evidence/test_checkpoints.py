import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from lapwing.evidence.checkpoints import (
    MOST_SIGNATURES,
    Checkpoint,
    NotACheckpoint,
    NotSigned,
    read_note,
    sign,
)
from lapwing.evidence.merkle import EMPTY_ROOT
from lapwing.evidence.standalone import lapwing_verify
from tests.ledger_material import FIRST, NOON, ORIGIN, SECOND, STRANGER, FakeSigner

CHECKPOINT = Checkpoint(origin=ORIGIN, size=12, root=EMPTY_ROOT, at=NOON)
NOTE = sign(CHECKPOINT, signer=FIRST)
OTHER = FakeSigner("first", name="elsewhere.example/ledger")


def test_a_note_is_this_text() -> None:
    text, signature = NOTE.decode().split("\n\n")
    assert text == (
        "harbour.example/ledger\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        "time 2026-01-20T12:00:00.000000Z"
    )
    dash, name, encoded = signature.removesuffix("\n").split(" ")
    raw = base64.b64decode(encoded)
    assert (dash, name, raw[:4]) == ("\N{EM DASH}", ORIGIN, FIRST.key.id)
    assert FIRST.key.has_signed(text.encode() + b"\n", signature=raw[4:])


def test_a_note_reads_back_and_names_its_signer() -> None:
    note = read_note(NOTE)
    assert note.checkpoint == CHECKPOINT
    assert note.signed_by([SECOND.key, FIRST.key]) == (FIRST.key,)


def test_the_last_checkpoint_of_a_key_names_the_next_one() -> None:
    last = replace(CHECKPOINT, next_key=SECOND.key)
    note = read_note(sign(last, signer=FIRST))
    assert note.checkpoint.next_key == SECOND.key
    assert note.signed_by([FIRST.key]) == (FIRST.key,)


def test_signatures_of_other_keys_are_passed_over() -> None:
    assert read_note(NOTE).signed_by([STRANGER.key, OTHER.key]) == ()


def test_a_witness_may_sign_below() -> None:
    witness = f"\N{EM DASH} Zeuge-für-alle {base64.b64encode(b'wxyz' + bytes(72)).decode()}\n".encode()
    note = read_note(NOTE + witness)
    assert [each.name for each in note.signatures] == [ORIGIN, "Zeuge-für-alle"]
    assert note.signed_by([FIRST.key]) == (FIRST.key,)


def signature_of(signer: FakeSigner, raw: bytes) -> bytes:
    return f"\N{EM DASH} {signer.key.name} {base64.b64encode(signer.key.id + raw).decode()}\n".encode()


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    note = read_note(NOTE + signature_of(SECOND, bytes(64)))
    assert note.signed_by([FIRST.key]) == (FIRST.key,)
    with pytest.raises(NotSigned):
        note.signed_by([FIRST.key, SECOND.key])


@pytest.mark.parametrize("size", [0, 1, 63, 65])
def test_a_signature_of_another_length_is_none(size: int) -> None:
    with pytest.raises((NotSigned, NotACheckpoint)):
        read_note(NOTE.split(b"\xe2\x80\x94")[0] + signature_of(FIRST, bytes(size))).signed_by([FIRST.key])


@pytest.mark.slow
@given(st.integers(0, len(NOTE) - 1), st.integers(0, 255))
def test_no_other_byte_anywhere_leaves_a_checkpoint_of_that_key(place: int, byte: int) -> None:
    changed = NOTE[:place] + bytes([byte]) + NOTE[place + 1 :]
    assert signed(changed) == signed_to_the_program(changed)
    assert signed(changed) == (changed == NOTE)


def signed(note: bytes) -> bool:
    try:
        return bool(read_note(note).signed_by([FIRST.key]))
    except (NotACheckpoint, NotSigned):
        return False


def signed_to_the_program(note: bytes) -> bool:
    trust = lapwing_verify.Trust([(FIRST.key.name, FIRST.key.raw)])
    try:
        return bool(trust.signers(lapwing_verify.read_note(note)))
    except lapwing_verify.Wrong:
        return False


TEXT, SIGNED = NOTE.split(b"\n\n")


@pytest.mark.parametrize(
    "note",
    [
        b"",
        TEXT + b"\n",
        TEXT + b"\n\n",
        NOTE[:-1],
        NOTE + b"\n",
        b"\n" + NOTE,
        NOTE.replace(b"\n12\n", b"\n012\n"),
        NOTE.replace(b"\n12\n", b"\n-1\n"),
        NOTE.replace(b"\n12\n", b"\n\xd9\xa1\xd9\xa2\n"),
        NOTE.replace(b"\n12\n", b"\n9007199254740992\n"),
        NOTE.replace(b"\n12\n", b"\n" + b"9" * 5000 + b"\n"),
        NOTE.replace(b"uFU=", b"uFV="),
        NOTE.replace(b"47DE", b""),
        NOTE.replace(b"time ", b"Time "),
        NOTE.replace(b".000000Z", b"Z"),
        NOTE.replace(b"time 2026-01-20", b"time 2026-02-30"),
        NOTE.replace(b"harbour.example", b"harbour example", 1),
        NOTE.replace(b"harbour.example", b"harbour+example", 1),
        NOTE.replace(b"harbour", b"harb\xc3\xb6ur", 1),
        NOTE.replace(b"\n\n", b"\nnew yes\n\n"),
        NOTE.replace(b"\n\n", b"\nnext-key " + OTHER.key.text.encode() + b"\n\n"),
        NOTE.replace(b"\n\n", b"\nnext-key " + SECOND.key.text.encode()[:-4] + b"\n\n"),
        NOTE.replace(b"\n\n", b"\n\x07\n\n"),
        NOTE.replace("\N{EM DASH}".encode(), b"-"),
        NOTE.replace(b"time", b"\xff"),
        TEXT + b"\n\n" + SIGNED * (MOST_SIGNATURES + 1),
        b"x" * 100_000,
    ],
)
def test_what_is_not_of_that_form_is_no_checkpoint(note: bytes) -> None:
    assert note != NOTE
    with pytest.raises(NotACheckpoint):
        read_note(note)
    with pytest.raises(lapwing_verify.Wrong):
        lapwing_verify.read_note(note)


def test_as_many_signatures_as_are_allowed_are_read() -> None:
    assert len(read_note(TEXT + b"\n\n" + SIGNED * MOST_SIGNATURES).signatures) == MOST_SIGNATURES


@pytest.mark.parametrize(
    "change",
    [
        {"origin": ""},
        {"origin": "a b"},
        {"size": -1},
        {"size": 2**53},
        {"root": bytes(31)},
        {"at": NOON.replace(tzinfo=None)},
        {"next_key": OTHER.key},
    ],
)
def test_what_has_no_text_is_no_checkpoint(change: dict[str, Any]) -> None:
    with pytest.raises(NotACheckpoint):
        replace(CHECKPOINT, **change)


def test_a_key_signs_for_the_ledger_of_its_name_alone() -> None:
    with pytest.raises(NotACheckpoint):
        sign(CHECKPOINT, signer=OTHER)


class BrokenSigner(FakeSigner):
    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"other").digest()).sign(message)


def test_what_the_signer_did_not_sign_with_its_key_is_not_passed_on() -> None:
    with pytest.raises(NotSigned):
        sign(CHECKPOINT, signer=BrokenSigner())
