"""A kind that does as the bytes say, for looking at what a confined worker can and cannot do.

Run as a script it is a worker with that kind and a detector that repeats what the kind found.
"""

# ruff: noqa: ARG002 - a fake is called with all that its port promises, and needs little of it

import ctypes
import mmap
import os
import signal
import socket
import struct
import sys
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from lapwing.intake.port import Kind
from lapwing.model.content import Content, Facet, Grain, Limits, Passage, Role
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal
from lapwing.service.sandbox.child import serve
from lapwing.signals.port import Detector, Given

COMMAND = (sys.executable, "-I", __file__)
NOWHERE = Path("/lapwing-was-here")
ADDRESS_OF_NOBODY = ("127.0.0.1", 9)


def _own_link() -> int:
    return int(sys.argv[1])


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _connect(family: socket.AddressFamily, address: tuple[str, int] | str) -> None:
    with socket.socket(family) as link:
        link.connect(address)


def _runnable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


FORBIDDEN: Mapping[str, Callable[[], object]] = {
    "read-file": lambda: Path("/etc/hostname").read_bytes(),
    "read-own-memory": lambda: Path("/proc/self/mem").open("rb").close(),
    "list-folder": lambda: list(Path("/").iterdir()),
    "look-at-file": lambda: Path("/etc/hostname").stat(),
    "write-file": lambda: NOWHERE.write_bytes(b"x"),
    "make-folder": NOWHERE.mkdir,
    "make-memory-file": lambda: os.memfd_create("x"),
    "connect-tcp": lambda: _connect(socket.AF_INET, ADDRESS_OF_NOBODY),
    "connect-unix": lambda: _connect(socket.AF_UNIX, "/run/nobody.sock"),
    "fork": _fork,
    "run-program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - the attempt is the point
    "kill-parent": lambda: os.kill(os.getppid(), 0),
    "choose-core": lambda: os.sched_setaffinity(0, {0}),
    "runnable-memory": _runnable_memory,
    "change-user": lambda: os.setuid(1),
    "change-root": lambda: os.chroot("/"),
}


def _attempt(name: str) -> str:
    try:
        FORBIDDEN[name]()
    except OSError as refused:
        return f"refused {refused.errno}"
    return "allowed"


def _die() -> str:
    ctypes.string_at(0)
    return "alive"


def _spin() -> str:
    while True:
        pass


def _hang() -> str:
    time.sleep(3600)
    return "awake"


def _grow() -> str:
    return str(len(bytearray(1 << 40)))


def _say(message: bytes) -> str:
    os.write(_own_link(), message)
    time.sleep(3600)
    return "said"


def _trickle() -> str:
    os.write(_own_link(), struct.pack(">I", 1000))
    for _ in range(1000):
        os.write(_own_link(), b"\0")
        time.sleep(0.05)
    return "said"


def _thread() -> str:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append("ran"))
    thread.start()
    thread.join()
    return found[0]


def _fail() -> str:
    raise RecursionError


def _take_memory(megabytes: int) -> str:
    return f"took {len(bytearray(megabytes << 20)) >> 20}"


DEEDS: Mapping[str, Callable[[], str]] = {
    "good": lambda: "done",
    "die": _die,
    "abort": os.abort,
    "leave": lambda: os._exit(3),
    "spin": _spin,
    "hang": _hang,
    "grow": _grow,
    "babble": lambda: _say(struct.pack(">I", 5) + b"\xc1abcd"),
    "boast": lambda: _say(struct.pack(">I", 1 << 31)),
    "trickle": _trickle,
    "thread": _thread,
    "fail": _fail,
    "pid": lambda: str(os.getpid()),
    "long": lambda: "x" * (1 << 20),
    "environment": lambda: ",".join(sorted(os.environ)),
    "descriptors": lambda: str(sum(_is_open(each) for each in range(64))),
}


def _is_open(descriptor: int) -> bool:
    try:
        os.lseek(descriptor, 0, os.SEEK_CUR)
    except OSError as refused:
        return refused.errno != 9
    return True


def _done(command: str) -> str:
    name, _, argument = command.partition(" ")
    if name == "try":
        return _attempt(argument)
    if name == "take":
        return _take_memory(int(argument))
    return DEEDS[name]()


class Obedient:
    """Does what the bytes name, and gives what came of it as a passage."""

    manifest = Manifest(name="obedient", title="Obedient", about="Does what the bytes name.")
    confined = True
    fills = frozenset({Facet.PASSAGES})
    formats = ("command",)
    good = (b"good",)
    bad = (b"",)

    def recognises(self, untrusted_head: bytes) -> bool:
        """Say no."""
        return False

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        """Do it."""
        if untrusted_data.startswith(b"sum "):
            text = f"{len(untrusted_data)} bytes, {zlib.crc32(untrusted_data)}"
        else:
            text = _done(untrusted_data.decode())
        return Content(
            kind="obedient",
            data=untrusted_data,
            passages=(Passage(text=text, role=Role.TEXT),),
        )


class Echo:
    """Gives each passage as a signal."""

    manifest = Manifest(name="echo", title="Echo", about="Repeats.")
    reads = Facet.PASSAGES
    makes = frozenset({"note"})
    vectors: tuple[tuple[Content, Given, tuple[Signal, ...]], ...] = ()
    canonical_examples: tuple[tuple[str, str, str | None], ...] = ()

    def canonical(self, kind: str, value: str) -> str:
        """Return *value*."""
        return value

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return one signal a passage."""
        return tuple(Signal(kind="note", value=each.text, detector="echo") for each in content.passages)


class Length:
    """Gives the number of bytes: a detector of the bytes as received, like a digest."""

    manifest = Manifest(name="length", title="Length", about="Counts.")
    reads = Facet.BYTES
    makes = frozenset({"length"})
    vectors: tuple[tuple[Content, Given, tuple[Signal, ...]], ...] = ()
    canonical_examples: tuple[tuple[str, str, str | None], ...] = ()

    def canonical(self, kind: str, value: str) -> str:
        """Return *value*."""
        return value

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return the length as a signal."""
        return (Signal(kind="length", value=str(len(content.data)), detector="length"),)


KINDS: Mapping[str, Kind] = {"obedient": Obedient()}
DETECTORS: Mapping[str, Detector] = {"echo": Echo(), "length": Length()}

if __name__ == "__main__":
    # A fault is asked for on purpose and has to end the process at once, without a trace on a terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(KINDS, DETECTORS)
    os._exit(0)
