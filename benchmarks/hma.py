"""POST /screen beside Hasher-Matcher-Actioner's POST /m/lookup, over HTTP, the same pictures in turns.

    python -m venv VENV
    VENV/bin/pip install threatexchange faiss-cpu pdqhash flask flask-sqlalchemy gunicorn psycopg2-binary
    python -m benchmarks.hma --peer VENV [--rows 1000000] [--pictures 48] [--rounds 5]

Both have one worker, a database of their own on one PostgreSQL (its settings as they come) and one list of
made-up PDQ hashes, a few of which are a few bits from one of the pictures. Ours is `lapwing serve` as it
comes, sandbox on; ledger, decision and what follows from a match are written and waited for. The peer is
hma_peer.py in the place of HMA, under gunicorn with one sync worker, as HMA comes; it writes nothing.

Every round sends each picture to both, over one connection and over four, in turns; who is first changes.
Rounds have files of their own, which differ in a comment, so none is sent twice. What counts is the ratio of
the rates within a round. Beside it stands the processor time that a picture takes: of the server, of what is
below it, and of the database.
"""

import argparse
import http.client
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import numpy as np
import psycopg

from benchmarks.api import cpu_seconds, lapwing, serving
from lapwing.service.demo.pictures import picture
from tests.postgres_server import server

PEER_FILE = Path(__file__).with_name("hma_peer.py")
SIZE, QUALITY = (1155, 866), 90
ONE_IN, PLANTED_BITS = 24, 12
CONNECTIONS = (1, 4)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two. field: the part of the form that has the file. pids: what its work is done in."""

    name: str
    port: int
    path: str
    field: str
    headers: dict[str, str]
    pids: tuple[int, ...]

    def matches(self, answer: bytes) -> bool:
        """Say whether an answer tells of a match."""
        told = json.loads(answer)
        return bool(told["matches"] if self.field == "file" else told["pdq"])


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of sending every picture once. matched: the numbers of those that matched something."""

    rate: float
    median_ms: float
    p95_ms: float
    cpu_ms: float
    matched: frozenset[int]


def main() -> None:
    asked = _options()
    peer_python = _require_peer(asked.peer)
    pictures = [_jpeg(number) for number in range(asked.pictures)]
    planted = frozenset(range(0, asked.pictures, ONE_IN))
    with server() as url, TemporaryDirectory() as scratch:
        host = url.rpartition("host=")[2]
        with psycopg.connect(f"user=postgres dbname=postgres host={host}", autocommit=True) as link:
            link.execute("CREATE DATABASE peer")
        folder = Path(scratch)
        hashes = _hashes(asked.rows, [pictures[number] for number in planted], peer_python, folder)
        database = int((Path(host) / "data" / "postmaster.pid").read_text().split()[0])
        with _ours(url, folder, hashes, database) as ours, _peer(host, folder, peer_python, database) as peer:
            _tell_of(asked, pictures)
            _compare(ours, peer, pictures, planted=planted, rounds=asked.rounds)


def _compare(ours: Side, peer: Side, pictures: list[bytes], *, planted: frozenset[int], rounds: int) -> None:
    """Print a line for each number of connections, and end the program where one has missed a match."""
    taken: dict[int, list[tuple[Turn, Turn]]] = {connections: [] for connections in CONNECTIONS}
    for number in range(rounds + 1):
        for connections in CONNECTIONS:
            label = f"{number}/{connections}"
            files = [_commented(data, f"{label}/{at}") for at, data in enumerate(pictures)]
            order = (ours, peer) if number % 2 else (peer, ours)
            turns = {side.name: _send(side, files, connections, label=label) for side in order}
            _require_found(turns, planted)
            if number:  # the first round warms both
                taken[connections].append((turns[ours.name], turns[peer.name]))
    for connections, pairs in taken.items():
        _tell(connections, [ours.name, peer.name], pairs)


def _send(side: Side, files: list[bytes], connections: int, *, label: str) -> Turn:
    """Send every file once over so many connections. label: what the items' names begin with."""
    waiting = iter(list(enumerate(files)))
    latencies: list[float] = []
    matched: set[int] = set()

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", side.port, timeout=60)
        for number, data in waiting:
            body = _form(side.field, data, f"{label}/{number}")
            began = time.perf_counter()
            link.request("POST", side.path, body, side.headers)
            got = link.getresponse()
            answer = got.read()
            latencies.append(time.perf_counter() - began)
            assert got.status == 200, (side.name, got.status, answer)
            if side.matches(answer):
                matched.add(number)
        link.close()

    before, began = sum(map(cpu_seconds, side.pids)), time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall_s = time.perf_counter() - began
    cpu_s = sum(map(cpu_seconds, side.pids)) - before
    assert len(latencies) == len(files), "a thread has failed"
    ordered = sorted(latencies)
    return Turn(
        rate=len(files) / wall_s,
        median_ms=1e3 * statistics.median(ordered),
        p95_ms=1e3 * ordered[int(0.95 * len(ordered))],
        cpu_ms=1e3 * cpu_s / len(files),
        matched=frozenset(matched),
    )


def _require_found(turns: dict[str, Turn], planted: frozenset[int]) -> None:
    found = {name: turn.matched for name, turn in turns.items()}
    if set(found.values()) != {planted}:
        sys.exit(f"planted {sorted(planted)}, found {found}")


def _tell(connections: int, names: list[str], pairs: list[tuple[Turn, Turn]]) -> None:
    for name, turns in zip(names, zip(*pairs, strict=True), strict=True):
        rate, median, p95, cpu = (
            statistics.median(getattr(turn, each) for turn in turns)
            for each in ("rate", "median_ms", "p95_ms", "cpu_ms")
        )
        print(
            f"{connections} connections  {name:8} {rate:7.1f} a second; median {median:6.1f} ms, "
            f"95 % {p95:6.1f} ms; processor {cpu:6.1f} ms a picture"
        )
    rates = sorted(one.rate / other.rate for one, other in pairs)
    cpus = statistics.median(other.cpu_ms / one.cpu_ms for one, other in pairs)
    print(
        f"{connections} connections  ratio of rates {statistics.median(rates):.2f} "
        f"({rates[0]:.2f} to {rates[-1]:.2f}); of processor time {cpus:.2f}",
        flush=True,
    )


@contextmanager
def _ours(url: str, folder: Path, hashes: list[str], database: int) -> Iterator[Side]:
    """Give our server, the list imported and serving."""
    home = folder / "home"
    home.mkdir()
    environment = {**os.environ, "DATABASE_URL": url.replace("/?", "/postgres?")}
    lines = [f"e{at},{value}\n" for at, value in enumerate(hashes)]
    (folder / "bench.csv").write_text("".join(["id,pdq\n", *lines]))
    by = ("--by", "bench")
    lapwing(home, environment, "prepare")
    lapwing(
        home,
        environment,
        "list",
        "add",
        "bench",
        "--class",
        "csam",
        "--tier",
        "authority",
        "--source",
        "-",
        *by,
    )
    lapwing(home, environment, "list", "import", "bench", str(folder / "bench.csv"), *by)
    token = json.loads(lapwing(home, environment, "key", "add", "x", *by, "--json"))["token"]
    with serving(home, environment) as (port, pid):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "multipart/form-data; boundary=B"}
        yield Side(
            name="Lapwing", port=port, path="/v1/screen", field="file", headers=headers, pids=(pid, database)
        )


@contextmanager
def _peer(host: str, folder: Path, python: Path, database: int) -> Iterator[Side]:
    """Give the peer's server, the same list loaded and its index built."""
    address = "postgresql+psycopg2://postgres@/peer?" + urlencode({"host": host})
    environment = {**os.environ, "HMA_PEER_DATABASE": address}
    subprocess.run([python, PEER_FILE, "load", folder / "hashes"], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command: list[str | Path] = [
        python,
        "-m",
        "gunicorn",
        "--chdir",
        PEER_FILE.parent,
        "--workers",
        "1",
        "--timeout",
        "600",
    ]
    command += ["--log-level", "warning", "--bind", f"127.0.0.1:{port}", "hma_peer:create_app()"]
    child = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port)
        headers = {"Content-Type": "multipart/form-data; boundary=B"}
        pids = (child.pid, database)
        yield Side(name="HMA", port=port, path="/m/lookup", field="photo", headers=headers, pids=pids)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def _wait_for(port: int) -> None:
    """Wait until the peer has built its index, which takes it half a minute for a million."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    for _ in range(6000):
        try:
            link.request("GET", "/status")
            link.getresponse().read()
        except OSError:
            link.close()
            time.sleep(0.1)
        else:
            return
    sys.exit("the peer does not answer")


def _hashes(rows: int, planted: list[bytes], python: Path, folder: Path) -> list[str]:
    """Return made-up hashes and the planted ones, by the peer's own hashing; and write them, one a line."""
    paths = [folder / f"{number}.jpg" for number in range(len(planted))]
    for path, data in zip(paths, planted, strict=True):
        path.write_bytes(data)
    done = subprocess.run([python, PEER_FILE, "hash", *paths], capture_output=True, text=True, check=True)
    random = np.random.default_rng(31)
    made_up = random.bytes(32 * (rows - len(planted))).hex()
    hashes = [made_up[at : at + 64] for at in range(0, len(made_up), 64)]
    for value in done.stdout.split():
        bits = sum(1 << int(bit) for bit in random.choice(256, PLANTED_BITS, replace=False))
        hashes.insert(int(random.integers(len(hashes))), f"{int(value, 16) ^ bits:064x}")
    (folder / "hashes").write_text("\n".join(hashes))
    return hashes


def _jpeg(number: int) -> bytes:
    data = io.BytesIO()
    picture(number, size=SIZE).convert("RGB").save(data, "JPEG", quality=QUALITY)
    return data.getvalue()


def _commented(data: bytes, words: str) -> bytes:
    """Return a JPEG with a comment, which makes it another file of the same picture."""
    comment = words.encode()
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]


def _form(field: str, data: bytes, reference: str) -> bytes:
    ours = {"surface": "upload", "reference": reference} if field == "file" else {}
    parts = [
        f'--B\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in ours.items()
    ]
    head = f'--B\r\nContent-Disposition: form-data; name="{field}"; filename="x.jpg"\r\n'
    return b"".join([*parts, head.encode(), b"Content-Type: image/jpeg\r\n\r\n", data, b"\r\n--B--\r\n"])


def _tell_of(asked: argparse.Namespace, pictures: list[bytes]) -> None:
    size = statistics.mean(map(len, pictures)) / 1e3
    print(f"{asked.rows:,} hashes; {len(pictures)} JPEGs of {SIZE[0]} x {SIZE[1]}, {size:.0f} kB on average")


def _require_peer(folder: Path) -> Path:
    """Return the peer's interpreter, or say how it is installed and end."""
    python = folder / "bin" / "python"
    needs = "import faiss, flask_sqlalchemy, gunicorn, pdqhash, psycopg2, threatexchange"
    if not python.exists() or subprocess.run([python, "-c", needs], check=False).returncode:
        sys.exit(
            f"there is no peer in {folder}; install it like this:\n{(__doc__ or '').split(chr(10) * 2)[1]}"
        )
    return python


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", type=Path, required=True, help="its environment")
    parser.add_argument("--rows", type=int, default=1_000_000, help="hashes on the list")
    parser.add_argument("--pictures", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
