"""No basis, no scan."""

from datetime import date

import pytest

from lapwing.model.decision import Audience, LegalBasis, Surface
from lapwing.policy.basis import NoBasis, require_basis

EXPIRES = date(2026, 4, 3)


def a_surface(basis: LegalBasis | None) -> Surface:
    return Surface(name="messages", audience=Audience.PRIVATE, jurisdiction="GB", basis=basis)


def test_a_surface_without_a_basis_is_not_scanned() -> None:
    with pytest.raises(NoBasis, match="messages has none"):
        require_basis(a_surface(None), today=EXPIRES)


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u200b", "\ufe0f\u00ad", "--"])
def test_a_basis_without_a_name_is_none(name: str) -> None:
    with pytest.raises(NoBasis, match="that of surface messages has no name"):
        require_basis(a_surface(LegalBasis(name=name, expires_on=EXPIRES)), today=EXPIRES)


@pytest.mark.parametrize(("today", "runs"), [(EXPIRES, True), (date(2026, 4, 4), False)])
def test_a_basis_runs_to_the_end_of_its_last_day(today: date, *, runs: bool) -> None:
    surface = a_surface(LegalBasis(name="derogation", expires_on=EXPIRES))
    if runs:
        require_basis(surface, today=today)
    else:
        with pytest.raises(NoBasis, match="expired on 2026-04-03"):
            require_basis(surface, today=today)


def test_a_basis_without_an_end_runs_on() -> None:
    require_basis(a_surface(LegalBasis(name="terms")), today=date(2100, 1, 1))
