"""`lapwing prepare` and `lapwing key`: a home is made ready, and its platform gets a key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "lapwing"
    first = lapwing(folder, "prepare", "--json")
    assert first.returncode == 0, first.stderr
    made = json.loads(first.stdout)
    assert (made["administrator"], made["surfaces"]) == ("admin", 3)
    assert made["link"].startswith("/link/")
    return folder


def test_preparing_again_changes_nothing(home: Path) -> None:
    again = lapwing(home, "prepare", "--json")
    assert json.loads(again.stdout) == {"administrator": "", "link": "", "surfaces": 0}
    assert oct((home / "keys").stat().st_mode)[-3:] == "700"


def test_a_key_is_made_listed_rotated_and_revoked(home: Path) -> None:
    made = lapwing(home, "key", "add", "harbour", "--by", "ann", "--scope", "screen", "--days", "2", "--json")
    key = json.loads(made.stdout)
    assert key["token"].startswith(f"lw_{key['id']}_")

    followed = json.loads(lapwing(home, "key", "rotate", key["id"], "--by", "ann", "--json").stdout)
    revoked = lapwing(home, "key", "revoke", key["id"], "--by", "ann", "--why", "it was lost")
    assert revoked.returncode == 0, revoked.stderr

    listed = lapwing(home, "key", "list", "--json")
    rows = {row["id"]: row for row in map(json.loads, listed.stdout.splitlines())}
    assert (rows[key["id"]]["holds"], rows[followed["id"]]["holds"]) == (False, True)
    assert rows[followed["id"]]["rotated_from"] == key["id"]
    assert rows[followed["id"]]["scopes"] == ["screen"]
    assert key["token"].split("_")[2] not in listed.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("key", "add", "x", "--by", "ann", "--scope", "case.decide"), 3),
        (("key", "revoke", "0" * 16, "--by", "ann", "--why", "x"), 3),
    ],
)
def test_what_cannot_be_is_told_in_words(home: Path, arguments: tuple[str, ...], code: int) -> None:
    ended = lapwing(home, *arguments)
    assert ended.returncode == code
    assert ended.stderr.startswith("lapwing: ")
    assert "Traceback" not in ended.stderr


def test_a_home_that_is_not_prepared_says_so(tmp_path: Path) -> None:
    ended = lapwing(tmp_path / "nowhere", "key", "list")
    assert ended.returncode == 5
    assert "lapwing up" in ended.stderr
