"""Connections whose request was given up are closed: the server would keep each as long as its client does.

The server tells nobody which connection a request came by, so the kernel is asked: while the body of a
request that was answered is still being waited for, every connection on which we spoke last, and a moment
ago, is one that was given up, or one that nobody uses.
"""

import os
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import Any

LOOK_SECONDS = 1.0
QUIET_SECONDS = 2.0
"""So long the answer has to be on its way before the connection is closed."""

# https://github.com/torvalds/linux/blob/v6.1/include/uapi/linux/tcp.h, struct tcp_info
_INFO_BYTES, _SENT_AT, _RECEIVED_AT = 104, 44, 52
_OPEN_STATES = frozenset({1, 8})  # established; closed by the client alone
_OPEN_FILES = Path("/proc/self/fd")


class Doorman:
    """Closes connections while there are bodies that nobody waits for any more."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._given_up: list[Future[Any]] = []
        self._turn = Lock()
        self._is_busy = False

    def give_up(self, reading: Future[Any]) -> None:
        """See to it that the connection of a body ends that nobody waits for."""
        with self._turn:
            self._given_up.append(reading)
            if self._is_busy:
                return
            self._is_busy = True
        Thread(target=self._run, name="lapwing-doorman", daemon=True).start()

    def _run(self) -> None:
        while self._is_needed():
            sleep(LOOK_SECONDS)
            close_quiet(seconds=QUIET_SECONDS)

    def _is_needed(self) -> bool:
        with self._turn:
            self._given_up = [each for each in self._given_up if not each.done()]
            self._is_busy = bool(self._given_up)
            return self._is_busy


def close_quiet(*, seconds: float) -> int:
    """Close the connections that came in to this process and on which we spoke last, so long ago.

    Returns:
        How many there were.
    """
    closed = 0
    with ExitStack() as ends:
        every = [ends.enter_context(closing(each)) for each in _sockets()]
        ports = {each.getsockname()[1] for each in every if _listens(each)}
        for each in every:
            with suppress(OSError):  # it has just ended by itself
                if each.getsockname()[1] in ports and not _listens(each) and _is_quiet(each, seconds=seconds):
                    each.shutdown(socket.SHUT_RDWR)
                    closed += 1
    return closed


def _sockets() -> Iterator[socket.socket]:
    """Give a handle of our own on each TCP socket of this process."""
    for entry in _OPEN_FILES.iterdir():
        try:
            if not str(entry.readlink()).startswith("socket:"):
                continue
            handle = os.dup(int(entry.name))
        except OSError:  # closed meanwhile
            continue
        try:
            found = socket.socket(fileno=handle)
        except OSError:  # in that moment something else took its number
            os.close(handle)
            continue
        if found.family in {socket.AF_INET, socket.AF_INET6} and found.type == socket.SOCK_STREAM:
            yield found
        else:
            found.close()


def _listens(found: socket.socket) -> bool:
    return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _is_quiet(connection: socket.socket, *, seconds: float) -> bool:
    """Say whether we spoke last on a connection, and so long ago."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    (sent_ms,), (received_ms,) = (struct.unpack_from("=I", info, at) for at in (_SENT_AT, _RECEIVED_AT))
    return info[0] in _OPEN_STATES and seconds * 1000 <= sent_ms < received_ms
