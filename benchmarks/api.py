"""The running service over HTTP: `python -m benchmarks.api [sqlite] [postgres] [--rows 100000]`.

`lapwing serve` with one worker process, sandbox on, database and ledger on the disk (PostgreSQL is a server
of this program's own, its settings as they come), asked by another process over keep-alive connections:

- picture: POST /screen of a JPEG of 1 megapixel, one at a time, in turns with the engine alone in this
  process; what counts is the ratio of the medians.
- text: POST /screen of short texts, each other than the last, by 16 connections at once; then half of that
  rate by appointment, for the time that an answer takes then.
- batch: POST /screen/batch of 1,000 texts each, by two connections.

Memory is the proportional set size of the server and everything below it. Beside a rate stands the processor
time that the server and everything below it took for one text, which others on the machine change less.
"""

import argparse
import io
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.screening import make_list
from lapwing.flows.screen import screen
from lapwing.model.decision import Context
from lapwing.service.clock import now
from lapwing.service.demo.pictures import picture
from lapwing.service.settings import read_settings
from lapwing.service.wiring import open_engine
from tests.postgres_server import server

RUN = "from lapwing.service.cli.main import run; run()"
CONNECTIONS, BATCH = 16, 1000


def main() -> None:
    options = _options()
    for kind in options.kinds or ["sqlite", "postgres"]:
        with server() if kind == "postgres" else nullcontext("") as url, TemporaryDirectory() as folder:
            environment = {**os.environ, "DATABASE_URL": url.replace("/?", "/postgres?")}
            home = Path(folder) / "home"
            home.mkdir()
            make_list(home, options.rows)
            lapwing(home, environment, "prepare")
            token = json.loads(lapwing(home, environment, "key", "add", "x", "--by", "bench", "--json"))[
                "token"
            ]
            with serving(home, environment) as (port, pid):
                desk = Desk(port=port, token=token, pid=pid)
                _pictures(kind, desk, home, options.pictures)
                rate = _texts(kind, desk, options.seconds)
                _appointments(kind, desk, rate / 2, options.seconds)
                _batches(kind, desk, options.seconds)
                print(f"{kind:9} memory of the server and below  {_pss_bytes(pid) / 1e6:8.0f} MB", flush=True)


@dataclass(kw_only=True)
class Desk:
    """Where to ask, and as whom."""

    port: int
    token: str
    pid: int = 0
    numbers: "count[int]" = field(default_factory=count)

    def connect(self) -> socket.socket:
        """Return a new connection."""
        link = socket.create_connection(("127.0.0.1", self.port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link

    def request(self, path: str, body: bytes, form: str = "application/json") -> bytes:
        """Return a request as it goes over the wire."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: {form}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def text(self) -> dict[str, str]:
        """Return a text to be screened, other than the last."""
        number = next(self.numbers)
        content = f"this is number {number} of the texts, and it is about as long as a message is"
        return {"surface": "upload", "reference": f"post/{number}", "kind": "text", "content": content}


def ask(link: socket.socket, request: bytes) -> tuple[int, bytes]:
    """Return the status and the body of an answer."""
    link.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        got += link.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    length = int(fields[b"content-length"])
    pieces = [body]
    missing = length - len(body)
    while missing > 0:
        pieces.append(link.recv(1 << 20))
        missing -= len(pieces[-1])
    return int(head[9:12]), b"".join(pieces)


def _pictures(kind: str, desk: Desk, home: Path, pictures: int) -> None:
    """Print the medians over HTTP and of the engine alone, in turns."""
    drawn = []
    for number in range(pictures):
        data = io.BytesIO()
        picture(number, size=(1152, 864)).convert("RGB").save(data, "JPEG", quality=88)
        drawn.append(data.getvalue())
    settings = read_settings(home)
    context = Context(surface=settings.surface("upload"))
    link, today = desk.connect(), now().date()
    http_seconds, engine_seconds = [], []
    with open_engine(home, settings, workers=1) as engine:
        for data_bytes in drawn[:3]:
            screen(data_bytes, kind="image", context=context, kit=engine.kit, today=today)
        for data_bytes in drawn:
            began = time.perf_counter()
            screen(data_bytes, kind="image", context=context, kit=engine.kit, today=today)
            engine_seconds.append(time.perf_counter() - began)
            request = desk.request("/v1/screen", *_form(data_bytes, next(desk.numbers)))
            began = time.perf_counter()
            status, _ = ask(link, request)
            http_seconds.append(time.perf_counter() - began)
            assert status == 200, status
    link.close()
    http, engine_alone = statistics.median(http_seconds[3:]), statistics.median(engine_seconds[3:])
    print(
        f"{kind:9} picture of 1 megapixel        {http * 1e3:8.1f} ms; the engine alone "
        f"{engine_alone * 1e3:.1f} ms: {http / engine_alone:.2f} times",
        flush=True,
    )


def _form(data: bytes, number: int) -> tuple[bytes, str]:
    fields = {"surface": "upload", "reference": f"pic/{number}"}
    parts = [
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = b'--B\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\n\r\n'
    return b"".join([*parts, head, data, b"\r\n--B--\r\n"]), "multipart/form-data; boundary=B"


def _texts(kind: str, desk: Desk, seconds: float) -> float:
    """Print and return how many texts a second are decided about and kept."""
    latencies: list[float] = []

    def work(link: socket.socket) -> None:
        began = time.perf_counter()
        status, _ = ask(link, desk.request("/v1/screen", json.dumps(desk.text()).encode()))
        latencies.append(time.perf_counter() - began)
        assert status == 200, status

    _together(desk, work, seconds=1.0)
    latencies.clear()
    before = cpu_seconds(desk.pid)
    taken = _together(desk, work, seconds=seconds)
    each = (cpu_seconds(desk.pid) - before) / len(latencies)
    rate = len(latencies) / taken
    _tell(f"{kind:9} texts, {CONNECTIONS} connections", rate, latencies)
    print(f"{kind:9} processor time of a text       {each * 1e3:8.2f} ms", flush=True)
    return rate


def _appointments(kind: str, desk: Desk, rate: float, seconds: float) -> None:
    """Print how long answers take at a rate that is kept however long they take."""
    latencies: list[float] = []
    began = time.perf_counter()
    turns = count()

    def work(link: socket.socket) -> None:
        due = began + 0.2 + next(turns) / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        ask(link, desk.request("/v1/screen", json.dumps(desk.text()).encode()))
        # From when it should have been asked: waiting for a connection counts.
        latencies.append(time.perf_counter() - due)

    taken = _together(desk, work, seconds=seconds)
    _tell(f"{kind:9} texts by appointment", len(latencies) / taken, latencies)


def _batches(kind: str, desk: Desk, seconds: float) -> None:
    """Print how many texts a second are decided about and kept in batches."""
    done: list[int] = []

    def work(link: socket.socket) -> None:
        body = json.dumps([desk.text() for _ in range(BATCH)]).encode()
        status, answer = ask(link, desk.request("/v1/screen/batch", body))
        assert status == 200, answer[:500]
        done.append(answer.count(b'"decision":"d-'))

    before = cpu_seconds(desk.pid)
    taken = _together(desk, work, seconds=seconds, connections=2)
    each = (cpu_seconds(desk.pid) - before) / sum(done)
    print(f"{kind:9} texts in batches of {BATCH}    {sum(done) / taken:8.0f} a second", flush=True)
    print(f"{kind:9} processor time of each         {each * 1e3:8.2f} ms", flush=True)


def _together(
    desk: Desk, work: Callable[[socket.socket], None], *, seconds: float, connections: int = CONNECTIONS
) -> float:
    """Do *work* again and again over several connections; return the seconds that it took."""
    began = time.perf_counter()

    def run() -> None:
        link = desk.connect()
        while time.perf_counter() - began < seconds:
            work(link)
        link.close()

    threads = [threading.Thread(target=run) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _tell(what: str, rate: float, latencies: list[float]) -> None:
    ordered = sorted(latencies)
    p50, p99 = ordered[len(ordered) // 2] * 1e3, ordered[int(len(ordered) * 0.99)] * 1e3
    print(f"{what:38} {rate:8.0f} a second; median {p50:.1f} ms, p99 {p99:.1f} ms", flush=True)


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run the server with one worker; give its port and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = subprocess.Popen(
        [sys.executable, "-c", RUN, "--home", str(home), "serve", "--port", str(port)], env=environment
    )
    try:
        desk = Desk(port=port, token="")
        for _ in range(600):
            try:
                status, _ = ask(desk.connect(), b"GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except (OSError, ValueError):
                status = 0
            if status == 200:
                break
            time.sleep(0.1)
        else:
            sys.exit("the server is not ready after a minute")
        yield port, child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and everything below it have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    taken = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    for task in Path(f"/proc/{pid}/task").iterdir():
        taken += sum(cpu_seconds(int(child)) for child in (task / "children").read_text().split())
    return taken


def _pss_bytes(pid: int) -> int:
    """Return the proportional set size of a process and everything below it."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text()
    size = sum(int(line.split()[1]) << 10 for line in own.splitlines() if line.startswith("Pss:"))
    for task in Path(f"/proc/{pid}/task").iterdir():
        size += sum(_pss_bytes(int(child)) for child in (task / "children").read_text().split())
    return size


def lapwing(home: Path, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", RUN, "--home", str(home), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=["sqlite", "postgres", []])
    parser.add_argument("--rows", type=int, default=100_000, help="fingerprints on the list")
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=8.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
