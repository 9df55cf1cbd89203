"""Harbour's surfaces, as it tells them: public or private, and on what basis each is screened."""

from lapwing_client import Audience, LegalBasis, Step, Surface

_LAW = LegalBasis(name="Online Safety Act 2023 s.10; the platform is made up")
_TERMS = LegalBasis(name="Harbour's terms and impact assessment (made up, for the demo)")

POSTS, MESSAGES, GROUPS, PROFILES, SEARCH = "post", "message", "group", "profile", "search"

PLACES = (
    Surface(name=POSTS, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
    Surface(name=GROUPS, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
    Surface(name=PROFILES, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW),
    Surface(name=MESSAGES, audience=Audience.PRIVATE, jurisdiction="GB", basis=_TERMS),
    Surface(name=SEARCH, audience=Audience.PUBLIC, jurisdiction="GB", basis=_LAW, on_unknown=Step.DETER),
)
