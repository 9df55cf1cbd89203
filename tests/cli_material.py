"""Running the command line inside the test's process, and the lists that its tests use."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from lapwing.service.cli.main import run

SHA = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
LIST = f"id,sha256,note\ne1,{SHA},a test entry\n"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401  # JSON has no narrower type
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Lapwing = Callable[..., Ended]


def runner(home: Path, capsys: pytest.CaptureFixture[str]) -> Lapwing:
    """Return a function that runs `lapwing` with *home* as its home folder."""

    def lapwing(*arguments: str | Path) -> Ended:
        argv = ["lapwing", "--home", str(home), *map(str, arguments)]
        with patch("sys.argv", argv), pytest.raises(SystemExit) as ended:
            run()
        captured = capsys.readouterr()
        return Ended(code=int(ended.value.code or 0), out=captured.out, err=captured.err)

    return lapwing


def register(lapwing: Lapwing, folder: Path, *, name: str = "known", text: str = LIST) -> None:
    """Register a list of an authority and import *text* as its first version."""
    added = lapwing(
        "list", "add", name, "--class", "csam", "--tier", "authority", "--source", "a test", "--by", "ann"
    )
    assert added.code == 0, added.err
    file = folder / f"{name}.csv"
    file.write_text(text)
    imported = lapwing("list", "import", name, file, "--by", "ann")
    assert imported.code == 0, imported.err
