"""Harbour's surfaces, as it tells them: public or private, and on what basis each is screened."""

from dataclasses import replace
from datetime import date, timedelta

from lapwing_client import Audience, LegalBasis, Step, Surface

_LAW = LegalBasis(name="Online Safety Act 2023 s.10; the platform is made up")
_TERMS = LegalBasis(name="Harbour's terms and impact assessment (made up, for the demo)")
REVIEWED_EVERY, LEAST_LEFT = timedelta(days=365), timedelta(days=30)
"""For how long the basis of private messages is given, and when it is given anew."""

POSTS, MESSAGES, GROUPS, PROFILES, SEARCH = "post", "message", "group", "profile", "search"


def places(today: date) -> tuple[Surface, ...]:
    """Return Harbour's surfaces; private messages have a basis that has to be looked at again in a year."""
    reviewed = replace(_TERMS, expires_on=today + REVIEWED_EVERY)
    return (
        Surface(name=POSTS, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
        Surface(name=GROUPS, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
        Surface(name=PROFILES, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
        Surface(name=MESSAGES, audience=Audience.PRIVATE, jurisdiction="GB", basis=reviewed),
        Surface(name=SEARCH, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW, on_unknown=Step.DETER),
    )


def is_same(place: Surface, known: Surface | None) -> bool:
    """Say whether Lapwing knows a surface so already; a basis that runs for a while yet is left to run."""
    if known is None or known.basis is None or place.basis is None:
        return known == place
    ends, ended = place.basis.expires_on, known.basis.expires_on
    runs = ends == ended or (
        ends is not None and ended is not None and ends - ended <= REVIEWED_EVERY - LEAST_LEFT
    )
    return runs and replace(known, basis=replace(known.basis, expires_on=ends)) == place
