"""Commands beside a running service: lists leave lines in its ledger, and who only reads opens only that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_material import LIST

pytestmark = pytest.mark.slow

RUN = "from lapwing.service.cli.main import run; run()"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def lapwing(home: Path, *arguments: str, **more: str) -> str:
    ended = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", RUN, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**ENVIRONMENT, "LAPWING_BY": "ann", **more},
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_every_change_of_a_list_has_its_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lapwing(home, "prepare")
    file = tmp_path / "known.csv"
    file.write_text(LIST)
    lapwing(home, "list", "add", "known", "--class", "csam", "--tier", "authority", "--source", "a test")
    lapwing(home, "list", "import", "known", str(file))
    lapwing(home, "list", "put", "known", "0" * 64, "--kind", "sha256", "--why", "one more")
    lapwing(home, "list", "accept", "known", "1", "--why", "the earlier one was right")
    lapwing(home, "list", "review", "known", "--near-bits", "20", "--why", "measured")
    lapwing(home, "list", "retire", "known", "--why", "no agreement")
    lines = [
        json.loads(line) for line in lapwing(home, "ledger", "show", "list:known", "--json").splitlines()
    ]
    assert [line["act"] for line in reversed(lines)] == [
        "list.register",
        "list.import",
        "list.put",
        "list.accept",
        "list.review",
        "list.retire",
    ]
    assert {line["by"] for line in lines} == {"person:ann"}
    assert (lines[2]["facts"], lines[2]["why"]) == ({"version": 1}, "the earlier one was right")


def test_who_reads_the_ledger_or_look_backs_needs_no_key_of_the_vault(tmp_path: Path) -> None:
    lapwing(tmp_path, "prepare")
    lapwing(tmp_path, "ledger", "show", LAPWING_MASTER_KEYS="none")
    lapwing(tmp_path, "look-back", "status", LAPWING_MASTER_KEYS="none")


def test_a_mapping_is_read_as_every_file_of_settings_is(tmp_path: Path) -> None:
    home, pipe = tmp_path / "home", tmp_path / "mapping.toml"
    lapwing(home, "list", "add", "known", "--class", "csam", "--tier", "authority", "--source", "a test")
    file = tmp_path / "known.csv"
    file.write_text(LIST)
    os.mkfifo(pipe)
    importing = ["list", "import", "known", str(file), "--mapping", str(pipe)]
    ended = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", RUN, "--home", str(home), *importing],
        capture_output=True,
        text=True,
        check=False,
        env={**ENVIRONMENT, "LAPWING_BY": "ann"},
        timeout=60,
    )
    assert (ended.returncode, "it is no regular file" in ended.stderr) == (3, True), ended.stderr
