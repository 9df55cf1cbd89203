"""A body that stalls is answered and its connection closed, and nobody else waits for it meanwhile."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lapwing.service.settings import read_settings_text

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]

RUN = "from lapwing.service.cli.main import run; run()"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Run a server that waits one second for a body."""
    settings = read_settings_text(tmp_path)[0].replace("body_seconds = 20.0", "body_seconds = 1.0")
    (tmp_path / "lapwing.toml").write_text(settings)
    command = [sys.executable, "-c", RUN, "--home", str(tmp_path)]
    subprocess.run([*command, "prepare"], env=ENVIRONMENT, check=True, capture_output=True)  # noqa: S603  # our own
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603  # our own command
        [*command, "serve", "--port", str(free)], env=ENVIRONMENT, start_new_session=True
    )
    try:
        wait_for(free)
        yield free
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if is_alive(port):
                return
        time.sleep(0.1)
    pytest.fail("the server does not begin")


def is_alive(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as link:
        link.request("GET", "/health")
        return link.getresponse().status == 200


def stalled(port: int, key: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
    client.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{".encode())
    return client


def everything(client: socket.socket) -> bytes:
    received = b""
    while piece := client.recv(4096):
        received += piece
    return received


def test_a_stalled_body_holds_up_nobody_and_its_connection_is_closed(port: int, tmp_path: Path) -> None:
    add = [
        sys.executable,
        "-c",
        RUN,
        "--home",
        str(tmp_path),
        "key",
        "add",
        "harbour",
        "--by",
        "ann",
        "--json",
    ]
    made = subprocess.run(add, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own
    key = made.partition('"token":"')[2].partition('"')[0]
    clients = [stalled(port, key) for _ in range(3)]
    for _ in range(20):
        assert is_alive(port)
        time.sleep(0.1)
    for client in clients:
        with closing(client):
            answer = everything(client)  # which ends only because the server has closed it
        assert answer.startswith(b"HTTP/1.1 408")
        assert b'"code":"lapwing.too-slow"' in answer
    assert is_alive(port)
