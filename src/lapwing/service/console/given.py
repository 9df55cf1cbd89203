"""What the console needs of the world beside records: content, pictures of it, and ids."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from lapwing.compliance.register import Assessment
from lapwing.intake.preview import Preview
from lapwing.model.errors import Unavailable
from lapwing.model.vault import Vault


class Previews(Protocol):
    """Draws small pictures of content, where untrusted bytes can do no harm."""

    def preview(self, untrusted_data: bytes, *, kind: str) -> Preview:
        """Return a small picture.

        Raises:
            BadInput: nothing can be seen of it. Unavailable: nobody can draw now.
        """
        ...


def _nobody_assesses() -> Assessment:
    raise Unavailable("nobody reads the code register here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """vault: where sealed content is. previews: draws it small. new_id: makes an id with a prefix.

    assess: says how every row of the code stands now.
    notice: gives what stands at the top of every page, or nothing.
    """

    vault: Vault
    previews: Previews
    new_id: Callable[[str], str]
    assess: Callable[[], Assessment] = field(default=_nobody_assesses)
    notice: Callable[[], str] = field(default=str)


class _Holder:
    """Keeps what was handed over."""

    given: Given | None = None


def give(given: Given | None) -> None:
    """Hand over what the pages need, for every request of this process from now on; None takes it back."""
    _Holder.given = given


def given() -> Given:
    """Return what was handed over.

    Raises:
        Unavailable: nothing was yet.
    """
    if _Holder.given is None:
        raise Unavailable("the service has not been started")
    return _Holder.given


def notice() -> str:
    """Return what stands at the top of every page; empty where nothing does."""
    return "" if _Holder.given is None else _Holder.given.notice()
