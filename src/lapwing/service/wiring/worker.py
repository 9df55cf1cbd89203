"""What the worker looks after, with the ports filled: messages, screenings, lists that grew, checkpoints."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from lapwing.flows.checkpoint import checkpoint
from lapwing.flows.deliver import deliver_due
from lapwing.flows.learn import TOPIC as LEARN
from lapwing.flows.learn import learn
from lapwing.flows.remember import forget_old
from lapwing.model.errors import BadInput
from lapwing.model.platform import Message
from lapwing.service.clients.addresses import read_local_hosts
from lapwing.service.clients.webhooks import WebhookPost
from lapwing.service.finishing import Sweep
from lapwing.service.heartbeat import beat
from lapwing.service.looking_back import LookingBack
from lapwing.service.wiring.daily import do_if_due
from lapwing.service.wiring.keys import notary_of, secrets_of
from lapwing.service.wiring.register import keep_watch
from lapwing.service.wiring.service import Service
from lapwing.service.wiring.sweeping import sweep_if_due
from lapwing.service.worker.loop import Chore

SOON, OFTEN, NOW_AND_THEN = timedelta(seconds=0.5), timedelta(seconds=5), timedelta(seconds=60)
SELDOM = timedelta(minutes=5)


class UnknownErrand(BadInput):
    """A message to ourselves asks for something that nobody here does."""

    code = "lapwing.unknown-errand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chores:
    """What the worker looks after, in two threads, so that none of the first waits for one of the second.

    quick: each takes moments. long: one may take a minute.
    """

    quick: tuple[Chore, ...]
    long: tuple[Chore, ...]


@contextmanager
def open_chores(service: Service, environment: Mapping[str, str]) -> Iterator[Chores]:
    """Give everything that the worker looks after.

    Raises:
        Unavailable: the ledger's signing key cannot be had.
        IntegrityLost: it is not what it was.
    """
    # Tables can only be named once Django is ready.
    from lapwing.service.store.records.book import DjangoBook  # noqa: PLC0415

    notary, book, sweep = (
        notary_of(service.home, environment, now=service.clock()),
        DjangoBook(),
        Sweep(service),
    )
    local_hosts = read_local_hosts(environment)
    with WebhookPost(secrets_of(service.home).get, local_hosts=local_hosts) as post:

        def deliver() -> int:
            inside = errands(service)
            return deliver_due(works=service.works, post=post, inside=inside, clock=service.clock)

        def sign() -> int:
            checkpoint(book=book, signer=notary, now=service.clock())
            return 0

        def forget() -> int:
            moment = service.clock()
            before = moment - service.settings.serving.memory
            forgotten = forget_old(before=before, works=service.works, now=moment)
            return forgotten + service.answers.forget(now=moment)

        def live() -> int:
            beat(service.home)
            return 0

        # In both threads: while one is busy with something, the other says that the worker lives.
        alive = Chore(name="live", every=NOW_AND_THEN, do=live)
        yield Chores(
            quick=(
                alive,
                Chore(name="deliver", every=SOON, do=deliver),
                Chore(name="finish", every=OFTEN, do=sweep),
                Chore(name="forget", every=NOW_AND_THEN, do=forget),
                Chore(name="checkpoint", every=NOW_AND_THEN, do=sign),
            ),
            long=(
                alive,
                Chore(name="look-back", every=OFTEN, do=LookingBack(service)),
                Chore(name="watch", every=NOW_AND_THEN, do=lambda: keep_watch(service)),
                Chore(name="daily", every=SELDOM, do=lambda: do_if_due(service)),
                Chore(name="sweep", every=SELDOM, do=lambda: sweep_if_due(service)),
            ),
        )


def errands(service: Service) -> Callable[[Message], None]:
    """Return what does the messages to ourselves.

    The function raises UnknownErrand where nobody does it.
    """

    def run(message: Message) -> None:
        if message.topic != LEARN:
            raise UnknownErrand(message.topic)
        learn(message.on, school=service.school, now=service.clock())

    return run
