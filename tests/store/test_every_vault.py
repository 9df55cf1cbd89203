"""Every vault gives back what was sealed, to the bit, and nothing once it is erased."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import MemoryStore

from lapwing.evidence.sealing import decrypt, encrypt, unwrap, wrap
from lapwing.model.content import ContentId, content_id
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.vault import Erased, Vault
from lapwing.service.settings import BadSettings
from lapwing.service.store.key_ring import KeyRing, add_master_key, read_key_ring
from lapwing.service.store.memory_vault import MemoryVault
from lapwing.service.store.vault import StoredVault, open_vault

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DATA = b"a landscape, as bytes"


def ring(*names: str) -> KeyRing:
    return KeyRing({name: name.encode().ljust(32, b".") for name in names}, current=names[0])


@pytest.fixture(params=["memory", "object store", "folder"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vault]:
    match request.param:
        case "memory":
            yield MemoryVault()
        case "object store":
            yield StoredVault(MemoryStore(), ring("m1"))
        case _:
            yield open_vault("", ring("m1"), folder=tmp_path / "vault")


def seal(vault: Vault, data: bytes = DATA) -> Sealed:
    named = content_id("text", data)
    return vault.seal(data, content_id=named, kind="text", purpose=Purpose.EVIDENCE, by="engine", now=NOW)


def test_what_was_sealed_comes_back(vault: Vault) -> None:
    sealed = seal(vault)
    assert vault.open(sealed) == DATA
    assert (sealed.size_bytes, sealed.sealed_by, sealed.sealed_at) == (len(DATA), "engine", NOW)


def test_the_same_content_twice_is_two_objects_with_keys_of_their_own(vault: Vault) -> None:
    one, other = seal(vault), seal(vault)
    assert one.id != other.id
    vault.discard(one)
    assert vault.open(other) == DATA


def test_what_was_erased_does_not_open(vault: Vault) -> None:
    sealed = replace(seal(vault), wrapped_key=b"", erased_at=NOW)
    with pytest.raises(Erased):
        vault.open(sealed)


def test_what_is_not_there_is_told_and_discarding_it_again_is_no_fault(vault: Vault) -> None:
    sealed = seal(vault)
    vault.discard(sealed)
    vault.discard(sealed)
    with pytest.raises(IntegrityLost):
        vault.open(sealed)


def folder_vault(tmp_path: Path, keys: KeyRing | None = None) -> StoredVault:
    return open_vault("", keys or ring("m1"), folder=tmp_path / "vault")


def test_nothing_of_the_content_is_readable_on_the_disk(tmp_path: Path) -> None:
    sealed = seal(folder_vault(tmp_path))
    written = (tmp_path / "vault" / sealed.place).read_bytes()
    assert DATA[:8] not in written


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_flipped_bit_on_the_disk_is_found(tmp_path: Path, at: int) -> None:
    here = folder_vault(tmp_path)
    sealed = seal(here)
    path = tmp_path / "vault" / sealed.place
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(IntegrityLost):
        here.open(sealed)


@pytest.mark.parametrize("length", [0, 11, 12, 20])
def test_a_truncated_object_is_found(tmp_path: Path, length: int) -> None:
    here = folder_vault(tmp_path)
    sealed = seal(here)
    path = tmp_path / "vault" / sealed.place
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(IntegrityLost):
        here.open(sealed)


def test_two_objects_in_each_other_s_place_are_found(tmp_path: Path) -> None:
    here = folder_vault(tmp_path)
    one, other = seal(here), seal(here, b"another landscape")
    with pytest.raises(IntegrityLost):
        here.open(replace(one, place=other.place, wrapped_key=other.wrapped_key))


def test_an_older_master_key_opens_what_it_wrapped_and_a_missing_one_is_unavailable(tmp_path: Path) -> None:
    sealed = seal(folder_vault(tmp_path))
    assert folder_vault(tmp_path, ring("m2", "m1")).open(sealed) == DATA
    with pytest.raises(Unavailable):
        folder_vault(tmp_path, ring("m2")).open(sealed)


def test_a_master_key_of_the_same_name_that_is_another_does_not_open(tmp_path: Path) -> None:
    sealed = seal(folder_vault(tmp_path))
    other = KeyRing({"m1": bytes(32)}, current="m1")
    with pytest.raises(IntegrityLost):
        folder_vault(tmp_path, other).open(sealed)


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.binary(min_size=12, max_size=12))
def test_what_is_encrypted_is_decrypted_and_only_under_its_own_name(
    data: bytes, key: bytes, nonce: bytes
) -> None:
    named = content_id("text", data)
    digest = seal(MemoryVault(), data).sha256_hex
    sealed = encrypt(data, key=key, nonce=nonce, content_id=named, sha256_hex=digest)
    assert decrypt(sealed, key=key, content_id=named, sha256_hex=digest) == data
    with pytest.raises(IntegrityLost):
        decrypt(sealed, key=key, content_id=ContentId("c-other"), sha256_hex=digest)


def test_a_key_is_wrapped_as_rfc_5649_says() -> None:
    # RFC 5649 section 6: the first example's key data under a 192-bit key-encrypting key.
    kek = bytes.fromhex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8")
    key = bytes.fromhex("c37b7e6492584340bed12207808941155068f738")
    wrapped = bytes.fromhex("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a")
    assert wrap(key, master=kek) == wrapped
    assert unwrap(wrapped, master=kek) == key


def test_master_keys_are_made_once_kept_for_the_owner_and_rotated(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = read_key_ring(folder, {})
    assert read_key_ring(folder, {}).unwrap(first.wrap(bytes(32)), master_key="m1") == bytes(32)
    assert {path.stat().st_mode & 0o077 for path in (folder, folder / "m1.key")} == {0}
    add_master_key(folder, name="m2")
    later = read_key_ring(folder, {})
    assert (later.current, later.names) == ("m2", ("m1", "m2"))
    with pytest.raises(BadSettings):
        add_master_key(folder, name="m2")


def test_the_environment_takes_the_place_of_the_folder(tmp_path: Path) -> None:
    written = "k2:" + "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=" + ",k1:" + "A" * 43 + "="
    keys = read_key_ring(tmp_path, {"LAPWING_MASTER_KEYS": written})
    assert (keys.current, keys.names) == ("k2", ("k1", "k2"))
    assert "AQ" not in repr(keys)


@pytest.mark.parametrize("written", ["k1", "k1:AAAA", "k1:%%%", "K!:" + "A" * 43 + "=", "a:,a:"])
def test_keys_that_cannot_be_used_are_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(BadSettings):
        read_key_ring(tmp_path, {"LAPWING_MASTER_KEYS": written})


KEY_TEXT = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="


@pytest.mark.parametrize("written", [KEY_TEXT, f"m1:{KEY_TEXT},{KEY_TEXT}", f"{KEY_TEXT}:m1", f":{KEY_TEXT}"])
def test_a_key_in_the_place_of_its_name_is_refused_and_not_repeated(tmp_path: Path, written: str) -> None:
    with pytest.raises(BadSettings, match="NAME:BASE64") as refused:
        read_key_ring(tmp_path, {"LAPWING_MASTER_KEYS": written})
    assert KEY_TEXT not in str(refused.value)
