"""The vault keeps its promises in a bucket, over HTTP, while the server there is whole, down, or not ours."""

from datetime import UTC, datetime
from pathlib import Path

import obstore
import pytest
from obstore.store import from_url

from lapwing.model.content import content_id
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.vault import NotInVault
from lapwing.service.store.key_ring import KeyRing
from lapwing.service.store.vault import StoredVault, open_vault
from tests.aws_server import BUCKET, AwsServer

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DATA = b"a landscape, as bytes"
ADDRESS = f"s3://{BUCKET}/evidence"
RING = KeyRing({"m1": b"m1".ljust(32, b".")}, current="m1")


@pytest.fixture
def vault(aws: AwsServer, tmp_path: Path) -> StoredVault:
    assert aws.environment
    return open_vault(ADDRESS, RING, folder=tmp_path)


def seal(vault: StoredVault, data: bytes = DATA) -> Sealed:
    named = content_id("text", data)
    return vault.seal(data, content_id=named, kind="text", purpose=Purpose.EVIDENCE, by="engine", now=NOW)


def listed() -> set[str]:
    return {each["path"] for chunk in obstore.list(from_url(ADDRESS)) for each in chunk}


def test_what_was_sealed_comes_back_and_is_unreadable_where_it_is(vault: StoredVault) -> None:
    sealed = seal(vault)
    assert vault.open(sealed) == DATA
    assert DATA[:8] not in obstore.get(from_url(ADDRESS), sealed.place).bytes().to_bytes()


def test_an_object_that_goes_up_in_parts_comes_back(vault: StoredVault) -> None:
    large = bytes(range(256)) * 50_000
    sealed = seal(vault, large)
    assert vault.open(sealed) == large
    vault.require_whole(sealed)


def test_what_is_listed_is_what_was_sealed_and_not_discarded(vault: StoredVault) -> None:
    before = listed()
    kept, gone = seal(vault), seal(vault)
    assert listed() == before | {kept.place, gone.place}
    vault.discard(gone)
    vault.discard(gone)
    assert listed() == before | {kept.place}


def test_a_missing_object_is_told(vault: StoredVault) -> None:
    sealed = seal(vault)
    vault.discard(sealed)
    with pytest.raises(NotInVault):
        vault.open(sealed)
    with pytest.raises(NotInVault):
        vault.require_whole(sealed)


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_flipped_bit_is_found(vault: StoredVault, at: int) -> None:
    sealed = seal(vault)
    damaged = bytearray(obstore.get(from_url(ADDRESS), sealed.place).bytes().to_bytes())
    damaged[at] ^= 1
    obstore.put(from_url(ADDRESS), sealed.place, bytes(damaged))
    with pytest.raises(IntegrityLost):
        vault.open(sealed)


def test_while_the_server_is_down_nothing_is_taken_for_lost_and_afterwards_all_is_there(
    vault: StoredVault, aws: AwsServer
) -> None:
    sealed, before = seal(vault), listed()
    aws.stop()
    try:
        for ask in (
            lambda: vault.open(sealed),
            lambda: vault.require_whole(sealed),
            lambda: vault.discard(sealed),
            lambda: seal(vault),
            vault.require_answer,
        ):
            with pytest.raises(Unavailable):
                ask()
    finally:
        aws.start()
    vault.require_answer()
    assert vault.open(sealed) == DATA
    assert listed() == before


@pytest.mark.parametrize("wrong", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_wrong_credentials_are_unavailable_and_take_nothing_for_lost(
    vault: StoredVault, wrong: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sealed = seal(vault)
    monkeypatch.setenv(wrong, "not-this-one")
    refused = open_vault(ADDRESS, RING, folder=tmp_path)
    for ask in (lambda: refused.open(sealed), lambda: refused.discard(sealed), refused.require_answer):
        with pytest.raises(Unavailable):
            ask()
    with pytest.raises(Unavailable):
        seal(refused)
    assert vault.open(sealed) == DATA


def test_a_bucket_that_is_not_there_is_not_a_vault_without_the_object(
    vault: StoredVault, tmp_path: Path
) -> None:
    sealed = seal(vault)
    elsewhere = open_vault("s3://harbour-nowhere/evidence", RING, folder=tmp_path)
    for ask in (
        lambda: elsewhere.open(sealed),
        lambda: elsewhere.require_whole(sealed),
        lambda: elsewhere.discard(sealed),
        lambda: seal(elsewhere),
        elsewhere.require_answer,
    ):
        with pytest.raises(Unavailable):
            ask()
