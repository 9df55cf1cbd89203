"""Who works on Harbour, all made up: people with roles, passwords and second factors of their own."""

import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from lapwing.model.people import Actor, Role
from lapwing.model.works import AlreadyThere
from lapwing.service.demo.harbour.moderator import Moderator
from lapwing.service.site.settings import KEYS_FOLDER
from lapwing.service.wiring.service import Service

STAFF_FILE = "harbour-staff.json"
BY = Actor(id="person:demo", roles=frozenset({Role.ADMINISTRATOR}))
"""Who makes Harbour what it is: the demonstration itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who works on Harbour. name: with which they sign in. does: what they are here for."""

    name: str
    called: str
    roles: frozenset[Role]
    does: str

    @property
    def actor(self) -> Actor:
        """Return them as whoever acts."""
        return Actor(id=f"person:{self.name}", roles=self.roles)


ANN = Member(
    name="demo-ann", called="Ann (demo)", roles=frozenset({Role.MODERATOR}), does="moderates, and is played"
)
BEN = Member(
    name="demo-ben", called="Ben (demo)", roles=frozenset({Role.MODERATOR}), does="moderates, and is played"
)
LEA = Member(
    name="demo-lead",
    called="Lea (demo)",
    roles=frozenset({Role.LEAD}),
    does="leads on child safety, and is played",
)
ODA = Member(
    name="demo-auditor", called="Oda (demo)", roles=frozenset({Role.AUDITOR}), does="audits, and is played"
)
GUEST = Member(
    name="demo-guest",
    called="Guest (demo)",
    roles=frozenset({Role.MODERATOR, Role.LEAD, Role.AUDITOR}),
    does="is you: takes cases, decides, takes back, reads the ledger",
)
STAFF = (ANN, BEN, LEA, ODA, GUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """With what somebody signs in. secret: of the second factor, in base32."""

    name: str
    password: str = field(repr=False)
    secret: str = field(repr=False)


def sign_ins(home: Path) -> Mapping[str, SignIn]:
    """Return the sign-ins that are kept in the home folder's keys, by name; none where there are none yet."""
    try:
        kept = msgspec.json.decode(_file(home).read_bytes(), type=tuple[SignIn, ...])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
    return {each.name: each for each in kept}


def hire(
    members: Iterable[Member], service: Service, *, browser_of: Callable[[str], Moderator]
) -> Mapping[str, SignIn]:
    """Add whoever is missing as an operator does, and have them set up their sign-in at the console.

    browser_of: gives the browser of somebody, in which they are signed in from then on.

    Raises:
        NotTheConsole: the console did not take it.
        Unavailable: the database does not answer.
    """
    kept = dict(sign_ins(service.home))
    for member in members:
        if member.name not in kept:
            kept[member.name] = _set_up(member, service, browser_of(member.name))
            _keep(service.home, kept)
    return kept


def _set_up(member: Member, service: Service, browser: Moderator) -> SignIn:
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    browser.set_password(_link(member, service), password)
    return SignIn(name=member.name, password=password, secret=browser.sign_in(member.name, password))


def _link(member: Member, service: Service) -> str:
    """Return the path of a link by which a member sets a password.

    Somebody who was added when the demo was cut short has no sign-in that is kept, and begins again.
    """
    from lapwing.service.people import keeping  # noqa: PLC0415  # once Django is ready
    from lapwing.service.people.links import path_of  # noqa: PLC0415  # the same

    try:
        invited = keeping.add_person(
            member.name,
            display_name=member.called,
            roles=member.roles,
            works=service.works,
            by=BY,
            now=service.clock(),
        )
    except AlreadyThere:
        invited = keeping.reset(
            member.name, second_factor=True, works=service.works, by=BY, now=service.clock()
        )
    return path_of(invited.token)


def _keep(home: Path, kept: Mapping[str, SignIn]) -> None:
    path = _file(home)
    partial = path.with_suffix(".partial")
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(msgspec.json.encode(tuple(kept.values())))
    partial.replace(path)


def _file(home: Path) -> Path:
    return home / KEYS_FOLDER / STAFF_FILE
