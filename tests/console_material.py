"""A console for tests: people of every role, cases to decide, and browsers that are signed in.

It can be imported once Django is ready, which it is in test files beside a conftest.py that imports from
tests.django_world.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.core.cache import cache
from django.test import Client, override_settings
from PIL import Image

from lapwing.compliance.register import Assessment
from lapwing.flows.admit import Admitted, Desk, admit
from lapwing.flows.attest import Statement, attest
from lapwing.flows.keep_keys import KeyDesk
from lapwing.flows.rule_list import Chair
from lapwing.intake.preview import Preview, preview
from lapwing.model.attestations import Attestation
from lapwing.model.content import Limits
from lapwing.model.lists import Match
from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination
from lapwing.model.works import Work, Works
from lapwing.service.clients.secrets import WebhookSecrets
from lapwing.service.code_text import read_code
from lapwing.service.console import given as console
from lapwing.service.console.office import Office, open_office
from lapwing.service.machine import Machine, Needed
from lapwing.service.people import given as people
from lapwing.service.people.keeping import add_person, take_link
from lapwing.service.people.models import Person
from lapwing.service.store.lists import Lists
from lapwing.service.store.memory_vault import MemoryVault
from lapwing.service.store.reads.list_views import list_view, list_views
from lapwing.service.store.records.api_keys import DjangoApiKeys
from lapwing.service.store.records.works import DjangoWorks
from lapwing.service.wiring.ids import new_id
from lapwing.service.wiring.register import assessment
from tests.policy_material import match
from tests.spine_material import NOW, PLATFORM, arrival, screened

PASSWORD = "a long and odd one, 1876"  # noqa: S105  # of people who are not there
ROOT = Actor(id="operator:test", roles=frozenset({Role.ADMINISTRATOR}))
LIMITS = Limits()
SOUND = Machine(needed=(Needed(name="database", ok=True),), disks=(), worker_at=NOW)
"""A machine on which nothing is wrong."""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class NoSandbox:
    """Draws in this process, what tests made themselves."""

    def preview(self, untrusted_data: bytes, *, kind: str) -> Preview:
        del kind
        return preview(untrusted_data, side_pixels=256, limits=LIMITS)


@dataclass
class World:
    """A console with everything behind it."""

    works: Works = field(default_factory=DjangoWorks)
    vault: MemoryVault = field(default_factory=MemoryVault)
    clock: Clock = field(default_factory=Clock)
    home: Path = Path("/nonexistent")
    machine: Machine = SOUND

    def open(self) -> None:
        people.give(people.Given(works=self.works, now=self.clock))
        console.give(console.Given(vault=self.vault, previews=NoSandbox(), new_id=new_id, assess=self.assess))
        open_office(self.office())

    def office(self) -> Office:
        """Return what those have who administer, with lists and secrets in the home folder."""
        return Office(
            key_desk=KeyDesk(works=self.works, keys=DjangoApiKeys(), new_hex=token_hex),
            new_secret=WebhookSecrets(self.home / "keys").make_another,
            code=read_code,
            state=self.state,
            lists=lambda: list_views(self.lists),
            list_of=lambda name: list_view(self.lists, name),
            chair=Chair(register=self.lists, works=self.works),
            machine=lambda: self.machine,
            public_key=lambda: "a-key",
        )

    @property
    def lists(self) -> Lists:
        return Lists(self.home)

    def state(self, statement: Statement, *, by: Actor) -> Attestation:
        """Keep what somebody states."""
        return attest(
            statement,
            code=read_code(),
            policy_version="p-1",
            works=self.works,
            vault=self.vault,
            new_id=new_id,
            by=by,
            now=self.clock(),
        )

    def assess(self) -> Assessment:
        """Say how the code stands by the records, without any list."""
        return assessment(Path("/nonexistent"), now=self.clock())

    def close(self) -> None:
        people.give(None)
        console.give(None)
        open_office(None)

    def person(self, name: str, *roles: Role, password: str = PASSWORD) -> Person:
        """Keep a person who has set a password."""
        invited = add_person(
            name, display_name=name.title(), roles=roles, works=self.works, by=ROOT, now=self.clock()
        )
        return take_link(invited.token, password=password, works=self.works, now=self.clock())

    def browser(self, person: Person | None = None, *, second_factor: bool = True) -> Client:
        """Return a browser in which *person* has signed in, without going through the pages."""
        client = Client()
        if person is None:
            return client
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["lapwing_began"] = int(self.clock().timestamp())
        if second_factor:
            session["lapwing_second_factor_of"] = person.pk
        session.save()
        return client

    def admit(
        self,
        data: bytes | None = None,
        *matches: Match,
        kind: str = "image",
        account: str | None = "account-1",
        reference: str = "post/1",
    ) -> Admitted:
        """Let something arrive that becomes a case."""
        come = replace(
            arrival(scene() if data is None else data, account=account, kind=kind), reference=reference
        )
        desk = Desk(works=self.works, vault=self.vault, new_id=new_id)
        return admit(come, screened(come, *(matches or (match(),))), desk=desk, by=PLATFORM, now=self.clock())

    def case(self, data: bytes | None = None, *matches: Match, account: str | None = "account-1") -> str:
        """Return the id of a new case."""
        admitted = self.admit(data, *matches, account=account)
        assert admitted.case is not None
        return admitted.case

    def destination(self, name: str = "harbour") -> None:
        def write(work: Work) -> None:
            work.destinations.add(Destination(name=name, url="https://platform.example/", secret_id=name))

        self.works.run(write)

    def sealed_of(self, case_id: str) -> str:
        """Return the id of what is sealed of a case's first item."""
        from lapwing.service.store.reads.cases import case_detail  # noqa: PLC0415  # after Django
        from lapwing.service.store.reads.desk import evidence_of  # noqa: PLC0415  # the same

        case = case_detail(case_id).case
        return evidence_of(case.items, case.contents)[0].id

    def acts(self) -> list[str]:
        """Return the acts in the ledger, oldest first."""
        from lapwing.service.store.reads.ledger import lines  # noqa: PLC0415  # after Django

        return [line.act for line in reversed(lines(most=1000))]


@contextmanager
def opened(home: Path = Path("/nonexistent")) -> Iterator[World]:
    """Give a console on the database that is Django's default now. home: where lists and secrets are."""
    made = World(home=home)
    # Passwords are hashed in a way that costs a tenth of a second, which is for attackers, not for tests.
    with override_settings(
        ROOT_URLCONF="lapwing.service.console.urls",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ALLOWED_HOSTS=["testserver", "localhost", "127.0.0.1"],
    ):
        # Which codes were used is remembered by the second factor's library for the whole process too.
        cache.clear()
        made.open()
        yield made
        made.close()


def scene(tone: int = 90) -> bytes:
    """Return a picture of a slope."""
    picture = Image.linear_gradient("L").resize((300, 200)).point(lambda level: (level + tone) % 256)
    stream = io.BytesIO()
    Image.merge("RGB", (picture, picture.rotate(180), picture)).save(stream, "PNG")
    return stream.getvalue()


def text_of(html: bytes) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.decode()))
