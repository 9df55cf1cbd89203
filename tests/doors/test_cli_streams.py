"""Streams that are closed, full or no longer read are told in words and codes, never in tracebacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lapwing.service.cli.exits import READER_GONE, Exit

pytestmark = pytest.mark.slow

LAPWING = "from lapwing.service.cli.main import run; run()"


def shell(line: str, *, home: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `lapwing` is this program; its code is that of the first of a pipe."""
    script = f'lapwing() {{ "{sys.executable}" -c "{LAPWING}" "$@"; }}\n{line}\nexit ${{PIPESTATUS[0]}}'
    return subprocess.run(  # noqa: S603  # lines of our own
        ["/bin/bash", "-c", script],
        capture_output=True,
        env={**os.environ, "LAPWING_HOME": str(home)},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("lapwing doctor --settings >/dev/full", Exit.UNAVAILABLE, b"No space left on device"),
        ("lapwing list show >/dev/full", Exit.UNAVAILABLE, b"No space left on device"),
        ("lapwing --help >/dev/full", Exit.UNAVAILABLE, b"No space left on device"),
        ("lapwing list show >&-", Exit.UNAVAILABLE, b"stdout is closed"),
        ("lapwing screen - <&-", Exit.BAD_INPUT, b"stdin is closed"),
        ("lapwing explain - <&-", Exit.BAD_INPUT, b"stdin is closed"),
        ("lapwing list show 2>&-", Exit.DONE, b""),
        ("lapwing list show extra words 2>&-", Exit.USAGE, b""),
        ("lapwing --help | true", READER_GONE, b""),
        ("lapwing doctor --settings | true", READER_GONE, b""),
        ("lapwing policy show --json | true", READER_GONE, b""),
        ("lapwing list show | true", READER_GONE, b""),
    ],
)
def test_a_stream_that_cannot_be_used_is_told_in_words_or_not_at_all(
    tmp_path: Path, line: str, code: int, says: bytes
) -> None:
    ended = shell(line, home=tmp_path / "home")  # whoever reads the pipe has gone before anything is written
    assert ended.returncode == code, ended.stderr
    assert b"Traceback" not in ended.stderr
    assert b"Exception ignored" not in ended.stderr
    assert says in ended.stderr
    assert bool(says) is bool(ended.stderr)


def test_nothing_is_begun_when_the_answer_could_not_be_given(tmp_path: Path) -> None:
    add = "lapwing list add known --class own --tier reviewed --source me --by ann"
    assert shell(f"{add} >&-", home=tmp_path / "home").returncode == Exit.UNAVAILABLE
    assert not (tmp_path / "home").exists()
