"""Destinations at the command line: added with a secret shown once, paused, resumed, refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
RUN = "from lapwing.service.cli.main import run; run()"


def lapwing(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    # Django can be made ready once in a process, so each command has its own.
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", RUN, "--home", str(home), *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LAPWING_BY": "ann"},
    )


def test_a_destination_is_added_paused_and_resumed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert lapwing(home, "prepare").returncode == 0
    refused = lapwing(home, "destination", "add", "harbour", "https://name:word@harbour.example/")
    assert refused.returncode == 6, refused.stderr
    for inside in ("http://127.0.0.1:9000/hook", "https://10.0.0.7/", "https://localhost/", "http://[::1]/"):
        refused = lapwing(home, "destination", "add", "near", inside)
        assert (refused.returncode, "LAPWING_LOCAL_HOSTS" in refused.stderr) == (6, True), refused.stderr
    assert "https://" in lapwing(home, "destination", "add", "near", "http://harbour.example/").stderr
    added = json.loads(
        lapwing(home, "destination", "add", "harbour", "https://harbour.example/", "--json").stdout
    )
    assert added["secret"].startswith("whsec_")
    again = lapwing(home, "destination", "add", "harbour", "https://other.example/")
    assert (again.returncode, "There is a destination of that name already. harbour" in again.stderr) == (
        3,
        True,
    )
    assert "secret" not in again.stderr
    assert lapwing(home, "destination", "pause", "harbour").returncode == 0
    shown = lapwing(home, "destination", "list", "--json").stdout
    assert json.loads(shown) == {
        "name": "harbour",
        "url": "https://harbour.example/",
        "topics": [],
        "paused": True,
    }
    resumed = lapwing(home, "destination", "resume", "harbour", "--json")
    assert json.loads(resumed.stdout) == {"name": "harbour", "paused": False}
    assert added["secret"] not in shown


def test_a_destination_is_tried_rotated_removed_and_added_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert lapwing(home, "prepare").returncode == 0
    add = ("destination", "add", "harbour", "https://harbour.example/", "--json")
    first = json.loads(lapwing(home, *add).stdout)["secret"]
    assert lapwing(home, "destination", "test", "harbour").returncode == 0
    rotated = json.loads(lapwing(home, "destination", "rotate", "harbour", "--json").stdout)
    assert rotated["secret"] != first
    assert lapwing(home, "destination", "rotate", "nobody").returncode == 3
    assert lapwing(home, "destination", "remove", "harbour", "--why", "Moved.").returncode == 0
    assert lapwing(home, "destination", "list", "--json").stdout == ""
    assert json.loads(lapwing(home, *add).stdout)["secret"] not in {first, rotated["secret"]}
