"""A worker takes from itself, before it sees the first untrusted byte, all that it does not need."""

import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lapwing.model.content import Limits
from lapwing.model.errors import Unavailable
from lapwing.service.sandbox import landlock, seccomp
from lapwing.service.sandbox.kernel import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
    unshare,
)

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
# Standard streams, the socket, the job's file, and a few that Python opens in passing.
OPEN_FILES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What a worker has given up.

    obtained: names of the measures that hold, in the order in which they were taken.
    missing: (name, why) of those that this kernel or container refused.
    memory_bytes: the limit on address space: what the imports took, and what a job may take beside it.
    """

    obtained: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    memory_bytes: int


class NotConfined(Unavailable):
    """A worker could not give up what it must not have, so it does not start."""

    code = "lapwing.not-confined"


# Without these a worker does not start; the others are taken where the kernel gives them.
REQUIRED = frozenset({"no-new-privileges", "resource-limits"})


def confine(limits: Limits) -> Confinement:
    """Give up files, network, processes, privileges and all but a share of memory, for good.

    Raises:
        NotConfined: a measure that is not optional was refused.
    """
    memory_bytes = _address_space() + limits.memory_bytes
    obtained: list[str] = []
    missing: list[tuple[str, str]] = []
    for name, take in _measures(memory_bytes):
        try:
            take()
        except OSError as refused:
            missing.append((name, os.strerror(refused.errno) if refused.errno else str(refused)))
        else:
            obtained.append(name)
    if lost := REQUIRED - set(obtained):
        raise NotConfined(", ".join(sorted(lost)))
    return Confinement(obtained=tuple(obtained), missing=tuple(missing), memory_bytes=memory_bytes)


def _measures(memory_bytes: int) -> tuple[tuple[str, Callable[[], None]], ...]:
    """Return the measures in their order: each may forbid what an earlier one needs."""
    return (
        # First, because it resets the death signal and the dumpable flag.
        ("own-namespaces", lambda: unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)),
        ("dies-with-parent", lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL)),
        ("not-dumpable", lambda: prctl(PR_SET_DUMPABLE, 0)),
        ("no-new-privileges", lambda: prctl(PR_SET_NO_NEW_PRIVS, 1)),
        ("resource-limits", lambda: _limit(memory_bytes)),
        ("landlock", landlock.give_up_files_and_ports),
        ("seccomp", seccomp.install),
    )


def _limit(memory_bytes: int) -> None:
    """Set the limits that never change; CPU seconds are set by the parent for each job."""
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def _address_space() -> int:
    """Return how many bytes of address space this process has mapped."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
