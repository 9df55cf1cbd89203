"""The API in the test's own process: a service with a home of its own, and a platform that holds a key."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client

from lapwing.evidence.ledger import Line, read
from lapwing.flows.keep_keys import Wanted, issue
from lapwing.flows.screen import Kit
from lapwing.flows.tell_us import put_surface
from lapwing.model.content import Grain
from lapwing.model.people import Actor, Permission, Role
from lapwing.model.ports import Measurer
from lapwing.model.signals import Measured
from lapwing.service.serving import Serving
from lapwing.service.settings import read_settings
from lapwing.service.wiring.service import Service, open_service

ADMIN = Actor(id="person:ann", roles=frozenset({Role.ADMINISTRATOR}))
TEXT: Mapping[str, Any] = {"surface": "upload", "reference": "post/1", "kind": "text", "content": "hello"}
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    """A clock that is set by hand."""

    at: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass(frozen=True, kw_only=True)
class Api:
    """A platform's way to the API, and what is behind it."""

    service: Service
    clock: Clock
    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> "Said":
        """Ask with a key and a JSON body, unless the body is bytes already."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        form = headers.pop("form", "application/json" if body is not None else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.generic(
            method,
            path,
            sent,
            content_type=form,
            headers={"authorization": f"Bearer {self.token}", **named},
        )
        return Said(answer)

    def screen(self, **more: object) -> "Said":
        """Ask about a text, and whatever else is said of it."""
        return self.ask("POST", "/v1/screen", {**TEXT, **more})

    def with_key(
        self,
        *scopes: Permission,
        requests_a_minute: int | None = None,
        expires_at: datetime | None = None,
    ) -> "Api":
        """Return the same with a key of these scopes, or all."""
        wanted = Wanted(
            name="another",
            scopes=frozenset(scopes),
            requests_a_minute=requests_a_minute,
            expires_at=expires_at,
        )
        issued = issue(wanted, desk=self.service.key_desk, by=ADMIN, now=self.clock())
        return replace(self, token=issued.token, client=Client(raise_request_exception=False))

    def alike(self) -> "Api":
        """Return the same with a client of its own, for another thread."""
        return replace(self, client=Client(raise_request_exception=False))

    def acts(self, *names: str) -> list[Line]:
        """Return the ledger, or those lines of it that are of these acts."""
        from lapwing.service.store.records.models import LineRow  # noqa: PLC0415  # after Django is made ready

        texts = LineRow.objects.order_by("number").values_list("text", flat=True)
        lines = [read(text.encode()) for text in texts]
        return [line for line in lines if not names or line.act in names]


@dataclass(frozen=True)
class Said:
    """An answer."""

    http: HttpResponseBase

    @property
    def body(self) -> bytes:
        content: bytes = getattr(self.http, "content")  # noqa: B009  # what streams has none
        return content

    @property
    def status(self) -> int:
        return self.http.status_code

    @property
    def code(self) -> str:
        """Return the code of a problem, which is told as a problem has to be."""
        assert self.http["Content-Type"] == "application/problem+json"
        problem = self.json()
        assert problem["status"] == self.status
        assert problem["title"]
        assert problem["type"] == f"urn:lapwing:problem:{problem['code']}"
        return str(problem["code"])

    def json(self) -> Any:  # noqa: ANN401  # JSON has no narrower type
        return json.loads(self.body)


@contextmanager
def open_api(
    home: Path,
    *,
    serving: Serving | None = None,
    change: Callable[[Service], Service] = lambda service: service,
) -> Iterator[Api]:
    """Give the API of a home, on the database that is Django's default one. change: puts stand-ins in it."""
    from lapwing.service.site.doors import open_doors  # noqa: PLC0415  # after Django is made ready

    settings = read_settings(home)
    settings = replace(settings, serving=serving or settings.serving)
    clock = Clock()
    with open_service(home, settings, environment={}, workers=1, clock=clock) as opened:
        service = change(opened)
        for surface in settings.surfaces:
            put_surface(surface, works=service.works, by=ADMIN, now=clock())
        issued = issue(Wanted(name="harbour"), desk=service.key_desk, by=ADMIN, now=clock())
        with open_doors(service):
            yield Api(service=service, clock=clock, token=issued.token)


@dataclass
class Gate:
    """A measurer that measures as another does, once it is let."""

    inner: Measurer
    open: Event = field(default_factory=Event)

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        assert self.open.wait(timeout=30)
        return self.inner.measure(untrusted_data, kind=kind, grain=grain)


@dataclass
class FixedKit:
    """A kit that stays as it is; see wiring.present.PresentKit."""

    kit: Kit
    trouble: None = None

    def now(self) -> Kit:
        return self.kit
