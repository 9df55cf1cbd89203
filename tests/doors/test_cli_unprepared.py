"""A home whose database cannot be used: told once, in words, with the exit code of its case."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lapwing.service.cli.exits import Exit

pytestmark = pytest.mark.slow

RUN = "from lapwing.service.cli.main import run; run()"


def lapwing(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", RUN, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )


@pytest.mark.parametrize("command", [("ledger", "show"), ("prepare",), ("serve", "--port", "43901")])
def test_a_file_that_is_no_database_is_damage_that_lasts(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "lapwing.sqlite").write_text("This was a database once. " * 100)
    ended = lapwing(tmp_path, *command)
    assert ended.returncode == Exit.INTEGRITY_LOST, ended.stderr
    assert "its file is no database" in ended.stderr
    assert ended.stderr.count("lapwing:") == 1
    assert "again later" not in ended.stderr


def test_a_server_of_a_home_that_was_not_prepared_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    ended = lapwing(tmp_path / "home", "serve", "--port", "43902")
    assert ended.returncode == Exit.UNAVAILABLE, ended.stderr
    assert ended.stderr.count("has not been prepared") == 1
    assert "worker" not in ended.stderr + ended.stdout
