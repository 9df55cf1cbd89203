"""What those need who administer: keys, secrets, statements, lists, and how the machine stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lapwing.compliance.treatment import Code
from lapwing.flows.attest import Statement
from lapwing.flows.keep_keys import KeyDesk
from lapwing.flows.rule_list import Chair
from lapwing.model.attestations import Attestation
from lapwing.model.errors import Unavailable
from lapwing.model.people import Actor
from lapwing.service.clients.secrets import Made
from lapwing.service.machine import Machine
from lapwing.service.store.reads.list_views import ListView


class State(Protocol):
    """Keeps what somebody states of a row."""

    def __call__(self, statement: Statement, *, by: Actor) -> Attestation:
        """Keep it; raises as flows.attest.attest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What administering needs of the world.

    new_secret: makes a webhook secret of a name. code: the code as it is shipped. state: see State.
    lists, list_of: the lists, and one of them by name. public_key: of the ledger, as an auditor keeps it.
    """

    key_desk: KeyDesk
    new_secret: Callable[[str], Made]
    code: Callable[[], Code]
    state: State
    lists: Callable[[], tuple[ListView, ...]]
    list_of: Callable[[str], ListView]
    chair: Chair
    machine: Callable[[], Machine]
    public_key: Callable[[], str]


class _Holder:
    """Keeps what was handed over."""

    office: Office | None = None


def open_office(office: Office | None) -> None:
    """Hand over what the pages need, for every request of this process from now on; None takes it back."""
    _Holder.office = office


def office() -> Office:
    """Return what was handed over.

    Raises:
        Unavailable: nothing was.
    """
    if _Holder.office is None:
        raise Unavailable("nothing can be administered here")
    return _Holder.office
