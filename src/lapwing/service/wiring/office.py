"""What administering in the console needs, with the ports filled."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from lapwing.flows.rule_list import Chair
from lapwing.service.code_text import read_code
from lapwing.service.console.office import Office
from lapwing.service.heartbeat import last_beat
from lapwing.service.machine import Machine, Needed, disks_of
from lapwing.service.store.lists import Lists
from lapwing.service.store.reads.list_views import list_view, list_views
from lapwing.service.wiring.keys import secrets_of
from lapwing.service.wiring.ledger import public_key
from lapwing.service.wiring.register import attest_row
from lapwing.service.wiring.service import Service


def make_office(
    service: Service, environment: Mapping[str, str], *, needed: Callable[[], Iterable[Needed]]
) -> Office:
    """Return the office of *service*. needed: says what is needed, and whether it can be had."""
    lists = Lists(service.home)
    return Office(
        key_desk=service.key_desk,
        new_secret=secrets_of(service.home).make_another,
        code=read_code,
        state=partial(attest_row, service=service),
        lists=partial(list_views, lists),
        list_of=partial(list_view, lists),
        chair=Chair(register=lists, works=service.works),
        machine=lambda: Machine(
            needed=tuple(needed()),
            disks=disks_of(service.written_to),
            worker_at=last_beat(service.home),
        ),
        public_key=lambda: public_key(service, environment).text,
    )
