"""What people need of the world, handed over once by whoever starts the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lapwing.model.errors import Unavailable
from lapwing.model.works import Works
from lapwing.service import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """works: where records and the ledger are kept, in the database in which people are. now: the clock."""

    works: Works
    now: Callable[[], datetime] = clock.now


class _Holder:
    """Keeps what was handed over."""

    given: Given | None = None


def give(given: Given | None) -> None:
    """Hand over what sign-in needs, for every request of this process from now on; None takes it back."""
    _Holder.given = given


def given() -> Given:
    """Return what was handed over.

    Raises:
        Unavailable: nothing was yet.
    """
    if _Holder.given is None:
        raise Unavailable("the service has not been started")
    return _Holder.given
