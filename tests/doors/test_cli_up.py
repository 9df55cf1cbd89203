"""`lapwing up`: one command runs everything, says where, stops all of it, and resumes."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

RUN = "from lapwing.service.cli.main import run; run()"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


class Up:
    """`lapwing up`, and what it has printed so far."""

    def __init__(self, home: Path, port: int) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-c", RUN, "--home", str(home), "up", "--port", str(port)],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said += line

    def until(self, words: str) -> None:
        deadline = time.monotonic() + 120
        while words not in self.said:
            assert time.monotonic() < deadline, self.said
            assert self.process.poll() is None or self._ended(words), self.said
            time.sleep(0.05)

    def _ended(self, words: str) -> bool:
        self._reader.join(timeout=10)
        return words in self.said

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=120)
        self._reader.join(timeout=10)
        return code


@contextmanager
def up(home: Path, port: int) -> Iterator[Up]:
    running = Up(home, port)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as link:
        link.request("GET", path)
        return link.getresponse().status


def numbered(home: Path) -> list[tuple[int, str]]:
    """Return the processes that run on a home folder, and their commands."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if str(home).encode() in command:
                found.append((int(entry.name), command.replace(b"\0", b" ").decode()))
    return found


def below(home: Path) -> list[str]:
    """Return the commands that run on a home folder."""
    return [command for _, command in numbered(home)]


def test_one_command_runs_everything_and_resumes(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with up(home, port) as first:
        first.until("openapi.json")
        link = re.search(r"http://127\.0\.0\.1:\d+(/link/\S+)", first.said)
        assert link is not None, first.said
        assert status(port, "/ready") == 200
        assert status(port, link[1]) == 200
        assert first.stop() == 0
        assert "resumes" in first.said
    assert below(home) == []
    with pytest.raises(OSError, match="refused"):
        status(port, "/health")

    with up(home, port) as second:
        second.until("openapi.json")
        assert "/link/" not in second.said
        assert status(port, "/ready") == 200
        # Even where it dies without a word, nothing of it goes on.
        second.process.kill()
        deadline = time.monotonic() + 60
        while below(home):
            assert time.monotonic() < deadline, below(home)
            time.sleep(0.1)


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with up(tmp_path / "home", taken.getsockname()[1]) as running:
            running.until("cannot be had")
            assert running.process.wait(timeout=60) == 5
            assert "Traceback" not in running.said
            assert "/link/" not in running.said
    assert below(tmp_path / "home") == []


def test_a_part_that_dies_is_started_again_and_an_emptied_database_is_not_taken_for_a_new_one(
    tmp_path: Path,
) -> None:
    home, port = tmp_path / "home", free_port()
    with up(home, port) as running:
        running.until("openapi.json")
        (worker,) = (number for number, command in numbered(home) if command.endswith(" work "))
        os.kill(worker, signal.SIGKILL)
        running.until("`lapwing work` has ended, and is started again.")
        assert status(port, "/ready") == 200
        assert running.stop() == 0
    for path in home.glob("lapwing.sqlite*"):
        path.unlink()
    with up(home, port) as again:
        again.until("the database has none")
        assert again.process.wait(timeout=60) == 5
