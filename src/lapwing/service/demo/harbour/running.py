"""Harbour plays against a running service, over its API and its webhooks."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from threading import Event

from lapwing.model.errors import Unavailable
from lapwing.service.demo.harbour.day import Day, Pace, play, settle
from lapwing.service.demo.harbour.material import material_of
from lapwing.service.demo.harbour.places import POSTS
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.receiver import receiving
from lapwing.service.demo.messages import PAGES
from lapwing.service.demo.world import World
from lapwing_client import ClientError, Lapwing, Step

LISTS_SECONDS, LOOK_SECONDS = 30.0, 0.3


class ListsNotServing(Unavailable):
    """The service does not know the demo's lists, so nothing of the demo is played."""

    code = "lapwing.demo-lists-not-serving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Berth:
    """Where Harbour lies.

    base_url: of the service. key: an API key of it. secret: with which it signs webhooks to us.
    name: of this run; no two against one service have the same.
    port: where webhooks arrive, at 127.0.0.1 and under /webhooks; 0 for any.
    """

    base_url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    name: str
    port: int = 0


def run(
    berth: Berth,
    *,
    world: World,
    seed: int = 1,
    pace: Pace | None = None,
    stop: Event | None = None,
    tell: Callable[[str], None] = lambda _: None,
    meet: Callable[[Harbour], None] = lambda _: None,
    note: Callable[[str, str], None] = lambda *_: None,
    beside: Callable[[Harbour], AbstractContextManager[object]] = nullcontext,
) -> Day:
    """Play until the day is over or *stop* is set, and return what it came to.

    Args:
        berth: the service, and what it knows Harbour by.
        world: the demo world whose lists the service has.
        seed: another seed, another day.
        pace: how long, and how fast.
        stop: ends the day.
        tell: hears what happens, in a few words without any content.
        meet: is handed Harbour before the day begins, for whoever wants to look at it.
        note: see Harbour.
        beside: what goes on while the day lasts; when it ends, webhooks are still taken.

    Raises:
        ListsNotServing: the service would show what is on the demo's lists.
        Unavailable: it does not answer, or does not take Harbour's surfaces and people.
    """
    stop = stop or Event()
    material = material_of(world)
    with Lapwing(berth.base_url, berth.key) as lapwing:
        try:
            settle(lapwing, seed=seed)
            await_lists(lapwing, name=berth.name, stop=stop)
        except ClientError as refused:
            raise Unavailable(f"Harbour cannot begin: {refused}") from refused
        harbour = Harbour(lapwing, name=berth.name, note=note)
        meet(harbour)
        with receiving(harbour.obey, secret=berth.secret, port=berth.port), beside(harbour):
            return play(harbour, material, seed=seed, pace=pace or Pace(), stop=stop, tell=tell)


def await_lists(lapwing: Lapwing, *, name: str, stop: Event, seconds: float = LISTS_SECONDS) -> None:
    """Wait until the service would not show a listed address.

    Raises:
        ListsNotServing: it still would after *seconds*.
    """
    address = f"https://{next(iter(PAGES.values()))}"
    for look in range(round(seconds / LOOK_SECONDS)):
        answer = lapwing.screen_url(address, surface=POSTS, reference=f"{name}/first-look/{look}")
        if answer.step not in {Step.ALLOW, Step.DETER}:
            lapwing.removed(answer.item, views=0)
            return
        if stop.wait(LOOK_SECONDS):
            return
    raise ListsNotServing
