"""Master keys in a key service, over HTTP: what they wrap they unwrap, whatever has become of them since."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from lapwing.model.content import content_id
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.evidence import Purpose, Sealed
from lapwing.service.settings import BadSettings
from lapwing.service.store.key_ring import Wrapper, read_key_ring
from lapwing.service.store.kms import KmsKeys, open_master_keys
from lapwing.service.store.vault import StoredVault
from tests.aws_server import NOBODY, REGION, AwsServer

stub = pytest.importorskip("botocore.stub", reason="botocore is in requirements/dev.txt")
session = pytest.importorskip("botocore.session")

over_http = [pytest.mark.slow, pytest.mark.enable_socket]
KEY = bytes(range(32))
NO_KEY = "00000000-0000-0000-0000-000000000000"
DATA = b"a landscape, as bytes"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def seal(vault: StoredVault) -> Sealed:
    named = content_id("text", DATA)
    return vault.seal(DATA, content_id=named, kind="text", purpose=Purpose.EVIDENCE, by="engine", now=NOW)


def keys_of(aws: AwsServer, folder: Path, *, key_id: str = "") -> Wrapper:
    return open_master_keys(folder, {**aws.environment, "LAPWING_KMS_KEY": key_id or aws.keys[0]})


@pytest.fixture
def keys(aws: AwsServer, tmp_path: Path) -> Wrapper:
    return keys_of(aws, tmp_path / "keys")


class TestOverHttp:
    pytestmark = over_http

    def test_what_is_wrapped_is_unwrapped_and_does_not_show(self, keys: Wrapper, aws: AwsServer) -> None:
        wrapped = keys.wrap(KEY)
        assert KEY not in wrapped
        assert keys.current == f"kms:{aws.keys[0]}"
        assert keys.unwrap(wrapped, master_key=keys.current) == KEY

    def test_no_master_key_is_made_here(self, keys: Wrapper, tmp_path: Path) -> None:
        keys.wrap(KEY)
        assert not (tmp_path / "keys").exists()

    def test_after_a_change_of_keys_the_one_before_still_unwraps(
        self, keys: Wrapper, aws: AwsServer, tmp_path: Path
    ) -> None:
        before, wrapped = keys.current, keys.wrap(KEY)
        later = keys_of(aws, tmp_path / "keys", key_id=aws.keys[1])
        assert later.current != before
        assert later.unwrap(wrapped, master_key=before) == KEY
        assert later.unwrap(later.wrap(KEY), master_key=later.current) == KEY

    def test_what_a_key_file_wrapped_is_unwrapped_beside_the_service(
        self, aws: AwsServer, tmp_path: Path
    ) -> None:
        wrapped = read_key_ring(tmp_path, {}).wrap(KEY)
        keys = keys_of(aws, tmp_path)
        assert keys.current.startswith("kms:")
        assert keys.unwrap(wrapped, master_key="m1") == KEY

    def test_another_key_does_not_open(self, keys: Wrapper, aws: AwsServer) -> None:
        # AWS says that it is the wrong key, moto that it may not be used for this.
        with pytest.raises((IntegrityLost, Unavailable)):
            keys.unwrap(keys.wrap(KEY), master_key=f"kms:{aws.keys[1]}")

    def test_a_damaged_wrapped_key_does_not_open(self, keys: Wrapper) -> None:
        wrapped = bytearray(keys.wrap(KEY))
        wrapped[-1] ^= 1
        with pytest.raises(IntegrityLost):
            keys.unwrap(bytes(wrapped), master_key=keys.current)

    def test_wrapped_keys_open_only_as_lapwing_s(self, keys: Wrapper, aws: AwsServer) -> None:
        client = session.Session().create_client("kms", region_name=REGION)
        elsewhere = client.encrypt(KeyId=aws.keys[0], Plaintext=KEY)["CiphertextBlob"]
        with pytest.raises(IntegrityLost):
            keys.unwrap(elsewhere, master_key=keys.current)

    def test_who_is_refused_is_told_and_nothing_counts_as_lost(
        self, keys: Wrapper, aws: AwsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wrapped = keys.wrap(KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-this-one")
        refused = keys_of(aws, tmp_path)
        for ask in (
            lambda: refused.wrap(KEY),
            lambda: refused.unwrap(wrapped, master_key=keys.current),
            refused.require_answer,
        ):
            with pytest.raises(Unavailable):
                ask()

    def test_a_key_that_is_not_there_or_switched_off_is_told(
        self, keys: Wrapper, aws: AwsServer, tmp_path: Path
    ) -> None:
        with pytest.raises(Unavailable):
            keys_of(aws, tmp_path, key_id=NO_KEY).require_answer()
        client = session.Session().create_client("kms", region_name=REGION)
        client.disable_key(KeyId=aws.keys[0])
        try:
            with pytest.raises(Unavailable):
                keys.require_answer()
        finally:
            client.enable_key(KeyId=aws.keys[0])
        keys.require_answer()

    def test_while_the_service_is_down_nothing_is_sealed_and_afterwards_all_opens(
        self, keys: Wrapper, aws: AwsServer
    ) -> None:
        store = MemoryStore()
        vault = StoredVault(store, keys)
        sealed = seal(vault)
        aws.stop()
        try:
            for ask in (
                lambda: vault.open(sealed),
                lambda: keys.wrap(KEY),
                lambda: seal(vault),
                vault.require_answer,
            ):
                with pytest.raises(Unavailable):
                    ask()
        finally:
            aws.start()
        assert [each["path"] for chunk in obstore.list(store) for each in chunk] == [sealed.place]
        vault.require_answer()
        assert vault.open(sealed) == DATA


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("IncorrectKeyException", IntegrityLost),
        ("InvalidCiphertextException", IntegrityLost),
        ("ThrottlingException", Unavailable),
        ("KMSInvalidStateException", Unavailable),
        ("AccessDeniedException", Unavailable),
    ],
)
def test_what_the_service_refuses_is_lost_only_where_the_key_does_not_open(
    code: str, error: type[Exception]
) -> None:
    client = session.Session().create_client("kms", region_name=REGION, **NOBODY)
    with stub.Stubber(client) as answers:
        answers.add_client_error("decrypt", service_error_code=code)
        with pytest.raises(error):
            KmsKeys(client, key_id=NO_KEY, ring=None).unwrap(bytes(32), master_key=f"kms:{NO_KEY}")


def test_a_key_of_a_file_that_is_not_here_is_unavailable() -> None:
    client = session.Session().create_client("kms", region_name=REGION, **NOBODY)
    with pytest.raises(Unavailable):
        KmsKeys(client, key_id=NO_KEY, ring=None).unwrap(bytes(40), master_key="m1")


def test_without_a_key_service_s_name_the_files_are_used(tmp_path: Path) -> None:
    assert open_master_keys(tmp_path, {"LAPWING_KMS_KEY": ""}).current == "m1"


@pytest.mark.parametrize("key_id", ["alias/lapwing", "arn:aws:kms:eu-west-2:1:alias/lapwing", "m1", "../x"])
def test_a_name_that_may_come_to_mean_another_key_is_refused(tmp_path: Path, key_id: str) -> None:
    with pytest.raises(BadSettings):
        open_master_keys(tmp_path, {"LAPWING_KMS_KEY": key_id, "AWS_REGION": REGION})


def test_a_service_without_its_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    with pytest.raises(BadSettings, match="kms"):
        open_master_keys(tmp_path, {"LAPWING_KMS_KEY": NO_KEY, "AWS_REGION": REGION})


def test_a_service_without_a_region_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(BadSettings):
        open_master_keys(tmp_path, {"LAPWING_KMS_KEY": NO_KEY})
