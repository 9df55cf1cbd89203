"""`lapwing person`: who may sign in is seen to at the command line, and the link is printed once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


class Home:
    """A home folder that has been prepared. Each command is a process: Django is started once in each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        assert self.run("prepare")[0] == 0

    def run(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603  # our own program
            [Path(sys.executable).with_name("lapwing"), *arguments],
            capture_output=True,
            check=False,
            env={"LAPWING_HOME": str(self.folder), "LAPWING_BY": "tester", "PATH": "/usr/bin:/bin"},
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout

    def people(self) -> dict[str, dict[str, object]]:
        rows = [json.loads(line) for line in self.run("person", "list", "--json")[1].splitlines()]
        return {row["name"]: row for row in rows}


def test_people_come_change_and_go(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    code, link = home.run("person", "add", "ann", "--role", "moderator")
    assert code == 0
    assert link.startswith("/link/")
    assert home.run("person", "add", "ann", "--role", "moderator")[0] == 3
    assert home.run("person", "add", "ben", "--role", "engine")[0] == 3
    assert home.run("person", "role", "ann", "--role", "lead", "--role", "auditor")[0] == 0
    assert home.people()["ann"]["roles"] == "auditor, lead"
    code, again = home.run("person", "reset", "ann", "--second-factor")
    assert (code, again == link) == (0, False)
    assert home.run("person", "disable", "nobody")[0] == 3
    assert home.run("person", "disable", "ann")[0] == 0
    assert home.run("person", "enable", "ann")[0] == 0
    assert home.run("person", "enable", "nobody")[0] == 3
    assert home.run("person", "sign-out", "ann")[0] == 0
    assert set(home.people()) == {"admin", "ann"}
