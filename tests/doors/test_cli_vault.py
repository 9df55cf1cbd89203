"""`lapwing vault check` and `lapwing doctor`: what is gone or altered is told, and its content never."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lapwing.service.cli.exits import Exit

pytestmark = pytest.mark.slow

RUN = "from lapwing.service.cli.main import run; run()"
SEAL = """
import os, sys
from pathlib import Path
from lapwing.model.content import content_id
from lapwing.model.evidence import Purpose
from lapwing.service.wiring.here import open_here

with open_here(Path(sys.argv[1]), os.environ) as service:
    for data in (b"zz-first", b"zz-second", b"zz-third"):
        sealed = service.vault.seal(data, content_id=content_id("text", data), kind="text",
                                    purpose=Purpose.EVIDENCE, by="engine", now=service.clock())
        service.works.run(lambda work: work.sealed.add(sealed))
        print(sealed.id, sealed.place)
"""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def ran(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
        timeout=120,
    )


def remarks(home: Path, *options: str) -> tuple[int, list[str]]:
    ended = ran(RUN, "--home", str(home), "doctor", "--json", *options)
    about = [each for each in json.loads(ended.stdout)["remarks"] if each["about"] == "vault"]
    return ended.returncode, [each["says"] for each in about]


def test_what_is_gone_or_altered_is_told_by_its_id(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert ran(RUN, "--home", str(home), "prepare").returncode == 0
    places = dict(line.split() for line in ran(SEAL, str(home)).stdout.splitlines())
    (gone, lost), (altered, changed), _ = places.items()
    never = "never; `lapwing work` does it once a day"
    assert remarks(home)[1] == [f"was last opened as a whole {never}"]

    whole = ran(RUN, "--home", str(home), "vault", "check", "--json")
    assert (whole.returncode, json.loads(whole.stdout)["opened"]) == (Exit.DONE, 3)
    assert remarks(home)[1] == []

    (home / "vault" / lost).unlink()
    sealed = (home / "vault" / changed).read_bytes()
    (home / "vault" / changed).write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    code, says = remarks(home)
    assert (code, says[0].startswith("1 of 3 sealed objects")) == (Exit.INTEGRITY_LOST, True)
    assert remarks(home, "--verify")[1][0].startswith("2 of 3 sealed objects")

    checked = ran(RUN, "--home", str(home), "vault", "check", "--json")
    assert checked.returncode == Exit.INTEGRITY_LOST
    found = {each["sealed"]: each["flaw"] for each in json.loads(checked.stdout)["flawed"]}
    assert found == {gone: "missing", altered: "damaged"}
    told = ran(RUN, "--home", str(home), "vault", "check")
    for text in (checked.stdout, told.stdout, told.stderr):
        assert "zz-" not in text
    shown = ran(RUN, "--home", str(home), "ledger", "show", "vault", "--json").stdout.splitlines()
    assert json.loads(shown[0])["facts"]["flaws"] == {"damaged": 1, "missing": 1, "unreadable": 0}
