"""A server that is killed at any moment has lost nothing that it answered, and has done nothing twice."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

RUN = "from lapwing.service.cli.main import run; run()"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
SETTINGS = """
[service]
answer_seconds = 0.001
own_seconds = 0.1
"""


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", RUN, "--home", str(home), *arguments]


def lapwing(home: Path, *arguments: str) -> Any:  # noqa: ANN401  # JSON has no narrower type
    done = subprocess.run(  # noqa: S603  # our own command
        command(home, *arguments), capture_output=True, check=True, env=ENVIRONMENT, timeout=120
    )
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(home: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command in a session of its own; all of it is killed when the block ends."""
    child = subprocess.Popen(command(home, *arguments), env=ENVIRONMENT, start_new_session=True)  # noqa: S603  # our own command
    try:
        yield child
    finally:
        kill(child)


def kill(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@contextmanager
def serving(home: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    with running(home, "serve", "--port", str(port), "--threads", "16") as child:
        deadline = time.monotonic() + 60
        while not _is_alive(port):
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)
        yield child


def _is_alive(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException), closing(link):
        link.request("GET", "/health")
        return link.getresponse().status == 200
    return False


class Asker(Thread):
    """Asks about texts one after the other, each until it has its answer."""

    def __init__(self, port: int, token: str, name: str, count: int, *, size: int) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.prefix, self.count, self.size = port, token, name, count, size
        self.answers: dict[str, list[dict[str, Any]]] = {}

    def run(self) -> None:
        for number in range(self.count):
            key = f"{self.prefix}-{number}"
            while not self._ask(key):
                time.sleep(0.02)

    def again(self) -> None:
        """Ask for everything once more."""
        for key in list(self.answers):
            assert self._ask(key)

    def _ask(self, key: str) -> bool:
        body = {"surface": "upload", "reference": key, "kind": "text", "content": key.ljust(self.size, "x")}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with suppress(OSError, http.client.HTTPException), closing(link):
            link.request("POST", "/v1/screen", json.dumps(body), headers)
            answer = link.getresponse()
            if answer.status in {200, 202}:
                self.answers.setdefault(key, []).append(json.loads(answer.read()))
                return True
        return False


def column(home: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(home / "lapwing.sqlite")) as database:
        return [row[0] for row in database.execute(sql)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lapwing(tmp_path, "prepare", "--json")
    return tmp_path


def test_what_was_asked_while_servers_were_killed_is_answered_once(home: Path) -> None:
    token = lapwing(home, "key", "add", "harbour", "--by", "ann", "--json")["token"]
    port = free_port()
    askers = [Asker(port, token, f"a{number}", 40, size=20) for number in range(4)]
    for asker in askers:
        asker.start()
    for seconds in (0.15, 0.4):
        with serving(home, port) as server:
            time.sleep(seconds)
            kill(server)
    with serving(home, port):
        for asker in askers:
            asker.join(timeout=60)
            asker.again()

    answers = {key: given for asker in askers for key, given in asker.answers.items()}
    assert len(answers) == 160
    assert all(first == second for first, second in answers.values())
    items = {given[0]["item"] for given in answers.values()}
    assert sorted(items) == sorted(column(home, "SELECT id FROM records_item"))
    screened = column(home, "SELECT \"on\" FROM records_line WHERE act = 'item.screen'")
    assert sorted(screened) == sorted(items)
    assert lapwing(home, "ledger", "checkpoint", "--json")["signed"]
    verified = subprocess.run(  # noqa: S603  # our own command
        command(home, "ledger", "verify"), capture_output=True, check=False, env=ENVIRONMENT, timeout=120
    )
    assert verified.returncode == 0, verified.stderr


def test_what_was_postponed_by_servers_that_were_killed_is_finished_once(home: Path) -> None:
    shipped = subprocess.run(  # noqa: S603  # our own command
        command(home, "doctor", "--settings"), capture_output=True, check=True, env=ENVIRONMENT, timeout=60
    ).stdout.decode()
    (home / "lapwing.toml").write_text(shipped.split("[service]")[0] + SETTINGS)
    token = lapwing(home, "key", "add", "harbour", "--by", "ann", "--json")["token"]
    port = free_port()
    # So long that none is screened at once.
    asker = Asker(port, token, "b", 30, size=20_000)
    asker.start()
    for seconds in (0.2, 0.4):
        with serving(home, port) as server:
            time.sleep(seconds)
            kill(server)
    with serving(home, port):
        asker.join(timeout=60)
    assert len(asker.answers) == 30
    waiting = "SELECT id FROM records_item WHERE state = 'waiting'"
    for seconds in (1.0, 60.0):
        with running(home, "work"):
            deadline = time.monotonic() + seconds
            while column(home, waiting) and time.monotonic() < deadline:
                time.sleep(0.1)
    assert column(home, waiting) == []

    items = {given[0]["item"] for given in asker.answers.values()}
    assert len(items) == 30
    assert sorted(items) == sorted(column(home, "SELECT id FROM records_item"))
    screened = column(home, "SELECT \"on\" FROM records_line WHERE act = 'item.screen'")
    assert sorted(screened) == sorted(items)
    assert column(
        home, "SELECT count(*) FROM records_sealed WHERE purpose = 'screening' AND erased_at IS NULL"
    ) == [0]
