"""The connection by which a process's writers write, whichever thread leads them."""

import os
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class Link:
    """One connection, lent to one thread at a time.

    Whoever leads could take one of its own. But of PostgreSQL's there are only so many, and those who wait to
    be led may hold all of them; and a new one knows no prepared statement, and has to be looked at first.
    """

    def __init__(self, alias: str) -> None:
        """Have none yet, to the database of that Django alias."""
        self._alias = alias
        self._process = 0
        self._own: BaseDatabaseWrapper

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Make it what Django uses in this thread, for the length of a block."""
        if self._process != os.getpid():
            self._open()
        theirs = connections[self._alias]
        connections[self._alias] = self._own
        try:
            yield
        finally:
            connections[self._alias] = theirs

    def _open(self) -> None:
        """Have one of this process; a parent's is the parent's."""
        self._own, self._process = connections.create_connection(self._alias), os.getpid()
        if "pool" in self._own.settings_dict["OPTIONS"]:
            self._own.settings_dict = _without_pool(self._own.settings_dict)
        self._own.inc_thread_sharing()
        weakref.finalize(self, _close, self._own, self._process)


def _without_pool(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a connection's settings as of one that would not have to be given back to the pool."""
    options = {key: value for key, value in settings["OPTIONS"].items() if key != "pool"}
    return {**settings, "OPTIONS": options}


def _close(connection: "BaseDatabaseWrapper", process: int) -> None:
    """Close a connection, in the process that opened it."""
    # By itself: this runs wherever garbage is collected, and Django closes nothing where an event loop runs.
    if process == os.getpid() and connection.connection is not None:
        connection.connection.close()
