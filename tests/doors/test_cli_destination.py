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
    added = json.loads(
        lapwing(home, "destination", "add", "harbour", "https://harbour.example/", "--json").stdout
    )
    assert added["secret"].startswith("whsec_")
    assert lapwing(home, "destination", "add", "harbour", "https://other.example/").returncode == 3
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
