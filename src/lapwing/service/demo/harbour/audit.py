"""The made-up auditor's drill: the ledger is exported, and verified by the program that lies beside it."""

import os
import subprocess
import sys
from pathlib import Path

from lapwing.model.errors import IntegrityLost
from lapwing.service.demo.homes import world_folder
from lapwing.service.wiring.ledger import PROGRAM, public_key, sign_now, write_export
from lapwing.service.wiring.service import Service

SECONDS = 120.0


def drill(service: Service) -> str:
    """Export the ledger into a new folder, verify it without Lapwing, and return what the program says.

    Raises:
        IntegrityLost: the program does not find it whole.
    """
    folder = _new_folder(world_folder(service.home) / "audit", service)
    folder.parent.mkdir(exist_ok=True)
    sign_now(service, os.environ)
    write_export(folder, service, os.environ)
    key = public_key(service, os.environ).text
    done = subprocess.run(  # noqa: S603  # our own interpreter, the program that we wrote there
        [sys.executable, "-I", str(folder / PROGRAM), str(folder), "--key", key],
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode:
        raise IntegrityLost(f"the export in {folder} does not verify")
    return done.stdout.strip().splitlines()[0].rstrip(".")


def _new_folder(audits: Path, service: Service) -> Path:
    return audits / f"{service.clock():%Y-%m-%dT%H%M%S}"
