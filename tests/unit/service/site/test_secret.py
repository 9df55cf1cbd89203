"""The signing key is made once, for this user alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lapwing.model.errors import Unavailable
from lapwing.service.site.secret import SECRET_FILE, secret_key


def test_the_key_is_long_and_stays_the_same(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "keys")
    assert len(key) >= 64
    assert secret_key(tmp_path / "keys") == key


def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    secret_key(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / SECRET_FILE).stat().st_mode & 0o777 == 0o600


def test_those_who_start_at_once_have_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path / "keys"), range(8)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [SECRET_FILE]


def test_a_folder_that_cannot_be_had_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(Unavailable):
        secret_key(tmp_path / "keys")
