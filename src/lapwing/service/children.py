"""Processes of ours that live and end together: when one ends, or we do, all of them end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from lapwing.service.sandbox.kernel import PR_SET_PDEATHSIG, prctl

PARENT = "LAPWING_PARENT"
"""The environment variable by which a child knows whose it is."""

_RUN = "from lapwing.service.cli.main import run; run()"
_LOOK_SECONDS = 0.2


def end_with_parent(environment: Mapping[str, str]) -> None:
    """Have this process told to stop (SIGTERM) when its parent ends, however that comes about.

    Where *environment* names a parent (PARENT) that is gone already, the process ends at once.
    """
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if PARENT in environment and environment[PARENT] != str(os.getppid()):
        sys.exit(1)


@dataclass(slots=True, kw_only=True)
class Family:
    """Children in the order in which they are started; they are stopped in that order too.

    stop_seconds: how long each has to end by itself.
    """

    environment: Mapping[str, str]
    stop_seconds: float
    _children: list[tuple[str, "subprocess.Popen[bytes]"]] = field(default_factory=list)
    _arguments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _asked: threading.Event = field(default_factory=threading.Event)

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start `lapwing` with these arguments, in a session of its own so that Ctrl-C reaches us alone."""
        self._arguments[name] = tuple(arguments)
        self._children.append((name, self._begun(arguments)))

    def start_again(self, name: str) -> None:
        """Start a child that has ended as it was started before, in its old place."""
        place = [each for each, _ in self._children].index(name)
        self._children[place] = name, self._begun(self._arguments[name])

    def _begun(self, arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
        environment = {**self.environment, PARENT: str(os.getpid())}
        return subprocess.Popen(  # noqa: S603  # our own interpreter, our own command
            [sys.executable, "-c", _RUN, *arguments],
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def heed_signals(self) -> None:
        """Stop when we are told to."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def wait(self, seconds: float | None = None) -> str | None:
        """Wait until told to stop, for *seconds*, or until a child has ended; return its name then."""
        left = seconds
        while not self._asked.wait(_LOOK_SECONDS):
            for name, child in self._children:
                if child.poll() is not None:
                    return name
            if left is not None:
                left -= _LOOK_SECONDS
                if left <= 0:
                    return None
        return None

    @property
    def is_asked_to_stop(self) -> bool:
        """Say whether we were told to stop."""
        return self._asked.is_set()

    def end(self, name: str) -> None:
        """Stop one child, if there is one of that name, before the others."""
        for each, child in self._children:
            if each == name:
                self._stopped(child)

    def stop(self) -> dict[str, int]:
        """Stop every child, one after the other, and return by name how each ended."""
        return {name: self._stopped(child) for name, child in self._children}

    def _stopped(self, child: "subprocess.Popen[bytes]") -> int:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        try:
            return child.wait(timeout=self.stop_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as signals have it
        self._asked.set()
