"""The doors of the site are handed what they need of the service."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from lapwing.service.api.desk import open_desk
from lapwing.service.api.probes import checked
from lapwing.service.console import given as console
from lapwing.service.console.office import open_office
from lapwing.service.demo.homes import notice
from lapwing.service.machine import Needed
from lapwing.service.people import given as people
from lapwing.service.wiring.office import make_office
from lapwing.service.wiring.register import assessment
from lapwing.service.wiring.service import Service


@contextmanager
def open_doors(service: Service) -> Iterator[None]:
    """Let the API, the console and sign-in answer for *service*, for the length of a block."""
    people.give(people.Given(works=service.works, now=service.clock))
    console.give(
        console.Given(
            vault=service.vault,
            previews=service.pool,
            new_id=service.new_id,
            assess=lambda: assessment(service.home, now=service.clock()),
            notice=lambda: notice(service.home),
        )
    )
    open_office(make_office(service, os.environ, needed=_needed))
    try:
        with open_desk(service):
            yield
    finally:
        open_office(None)
        console.give(None)
        people.give(None)


def _needed() -> Iterator[Needed]:
    """Say what is needed here, as /ready does."""
    for each in checked():
        yield Needed(name=each.name, ok=each.ok, code=each.code)
