"""What the operations of a process share: the service, its reception, what is remembered for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lapwing.model.decision import AgeBand, Surface
from lapwing.model.errors import Unavailable
from lapwing.model.works import Missing
from lapwing.service.api.access import KeyHolders
from lapwing.service.api.bodies import Room
from lapwing.service.api.metrics import CountingWatch
from lapwing.service.api.surfaces import Surfaces
from lapwing.service.reception import Reception
from lapwing.service.store.reads.at_hand import find_account
from lapwing.service.wiring.service import Service


class NoSuchSurface(Missing):
    """There is no surface of that name."""

    code = "lapwing.no-such-surface"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDesk:
    """One process's API."""

    service: Service
    reception: Reception
    holders: KeyHolders = field(default_factory=KeyHolders)
    surfaces: Surfaces = field(default_factory=Surfaces)
    room: Room = field(default_factory=Room)

    def surface(self, name: str) -> Surface:
        """Return the surface called that.

        Raises:
            NoSuchSurface: there is none.
            Unavailable: the database does not answer.
        """
        surface = self.surfaces.find(name)
        if surface is None:
            raise NoSuchSurface
        return surface

    def age_band(self, account: str | None) -> AgeBand:
        """Return the age band of an account as the platform told it; unknown where it did not."""
        known = None if account is None else find_account(account)
        return AgeBand.UNKNOWN if known is None else known.age_band


_open: list[ApiDesk] = []


def the_desk() -> ApiDesk:
    """Return the desk of this process.

    Raises:
        Unavailable: the service is not open.
    """
    if not _open:
        raise Unavailable("the service is starting or stopping")
    return _open[-1]


@contextmanager
def open_desk(service: Service) -> Iterator[ApiDesk]:
    """Answer for *service* for the length of a block; what is under way is finished at its end."""
    desk = ApiDesk(service=service, reception=Reception(service, watch=CountingWatch()))
    _open.append(desk)
    try:
        yield desk
    finally:
        _open.remove(desk)
        desk.reception.close()
