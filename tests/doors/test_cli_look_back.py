"""`lapwing look-back status`: how far what was let in has been compared, for people and for machines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

RUN = "from lapwing.service.cli.main import run; run()"
LOOK = """
import sys
from pathlib import Path
from lapwing.flows.look_back import begin
from lapwing.service.clock import now
from lapwing.service.wiring.here import open_here
with open_here(Path(sys.argv[1]), {}) as service:
    begin("harbour", list_version=7, changed_at=now(), desk=service.desk, now=now())
"""


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "COLUMNS": "200"},
        timeout=120,
    )


def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    assert python(RUN, "--home", home, "look-back", "status").returncode == 5, "nothing is prepared"
    assert python(RUN, "--home", home, "prepare").returncode == 0
    begun = python(LOOK, home)
    assert begun.returncode == 0, begun.stderr

    said = python(RUN, "--home", home, "look-back", "status", "--json")
    answer = json.loads(said.stdout)
    (one,) = answer["look_backs"]
    assert (one["list_name"], one["list_version"], one["state"]) == ("harbour", 7, "running")
    assert (answer["remembered"], answer["oldest_at"]) == (0, None)

    shown = python(RUN, "--home", home, "look-back", "status", "--list", "harbour").stdout
    assert "0 contents are remembered." in shown
    assert "harbour" in shown
    assert "running" in shown
    other = json.loads(python(RUN, "--home", home, "look-back", "status", "--list", "x", "--json").stdout)
    assert other["look_backs"] == []
