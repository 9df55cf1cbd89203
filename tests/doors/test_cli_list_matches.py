"""`lapwing list show --json` says how often a list errs, where the home has a service that counts it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

RUN = "from lapwing.service.cli.main import run; run()"
COUNT = """
import os, sys
from pathlib import Path
from lapwing.flows.measure_matches import Erring, record_matches
from lapwing.service.clock import now
from lapwing.service.wiring.here import works_here

found = Erring(list_name="partner", matched=40, looked_at=30, false=1, ripe=0, ripe_looked_at=0)
works = works_here(Path(sys.argv[1]), os.environ)
record_matches((found,), policy_version="p", share=0.05, works=works, now=now())
"""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def ran(*arguments: str) -> str:
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
        timeout=120,
    ).stdout


def shown(home: Path, name: str) -> dict[str, Any] | None:
    told = json.loads(ran(RUN, "--home", str(home), "list", "show", name, "--json"))
    found: dict[str, Any] | None = told["matches"]
    return found


def test_a_list_is_shown_with_what_it_led_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("partner", "quiet"):
        options = ("--title", name, "--source", "a partner", "--class", "csam", "--tier", "reviewed")
        ran(RUN, "--home", str(home), "list", "add", name, *options, "--by", "lea")
    assert shown(home, "partner") is None  # nobody counts without a service
    ran(RUN, "--home", str(home), "prepare")
    assert shown(home, "partner") is None
    ran(COUNT, str(home))
    found = shown(home, "partner")
    assert found
    assert (found["matched"], found["looked_at"], found["false"]) == (40, 30, 1)
    assert found["policy_share"] == pytest.approx(0.05)
    assert found["false_share"] == pytest.approx([0.0059, 0.1667], abs=1e-4)
    assert shown(home, "quiet") is None
