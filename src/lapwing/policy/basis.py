"""Whether a surface may be scanned at all: only where there is a legal basis that still runs."""

from datetime import date

from lapwing.model.decision import LegalBasis, Surface
from lapwing.model.errors import NotPermitted


class NoBasis(NotPermitted):
    """There is no legal basis for scanning this surface, so it is not scanned."""

    code = "lapwing.no-basis"


def require_basis(surface: Surface, *, today: date) -> None:
    """Refuse to go on unless *surface* has a legal basis on *today*; the last day still counts.

    Raises:
        NoBasis: none is recorded, or it has expired; record one, or leave the surface alone.
    """
    if surface.basis is None:
        raise NoBasis(f"surface {surface.name} has none")
    if not is_named(surface.basis):
        raise NoBasis(f"that of surface {surface.name} has no name")
    expires_on = surface.basis.expires_on
    if expires_on is not None and today > expires_on:
        raise NoBasis(f"that of surface {surface.name} expired on {expires_on.isoformat()}")


def is_named(basis: LegalBasis) -> bool:
    """Say whether a basis names a law or agreement: blanks, marks and invisible letters name nothing."""
    return any(letter.isalnum() for letter in basis.name)
