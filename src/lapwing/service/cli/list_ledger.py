"""Changes of lists by command get a line in the ledger too, where the home has one."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from lapwing.flows.note_list import note_list
from lapwing.model.acts import Fact
from lapwing.model.people import Actor, Role
from lapwing.service.cli.with_service import NEEDED
from lapwing.service.clock import now


class Tell(Protocol):
    """Notes a change of a list, or does nothing where there is no ledger."""

    def __call__(self, act: str, name: str, *, by: str, why: str = "", **facts: Fact) -> None:
        """Note that *act*, such as `list.accept`, was done to the list called *name*."""
        ...


def ledger_of(home: Path) -> Tell:
    """Return what notes a change in the home's ledger; to be asked for before the change is made.

    Raises:
        NotPrepared, Unavailable, IntegrityLost: there is a ledger, and it cannot be written now.
    """
    if any(find_spec(name) is None for name in NEEDED):
        return _note_nothing
    from lapwing.service.wiring.here import has_service, works_here  # noqa: PLC0415  # needs the extra

    if not has_service(home, os.environ):
        return _note_nothing
    works = works_here(home, os.environ)

    def tell(act: str, name: str, *, by: str, why: str = "", **facts: Fact) -> None:
        # Whoever can run commands in the home folder administers it.
        actor = Actor(id=f"person:{by}", roles=frozenset({Role.ADMINISTRATOR}))
        note_list(act, name, facts, works=works, by=actor, why=why, now=now())

    return tell


def _note_nothing(act: str, name: str, *, by: str, why: str = "", **facts: Fact) -> None:
    """Note nothing: what is done stands in the list's journal alone."""
