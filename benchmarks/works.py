"""How much is kept for good a second: `python -m benchmarks.works [sqlite] [postgres]`.

Each write is one call of Works.run and comes back when it is on the disk. A line is a ledger line alone. A
decision is what screening writes: an item, the decision about it and a line, after a look at the surface and
the account. PostgreSQL is a server of this program's own with its settings as they come, fsync included.
"""

import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from lapwing.model.acts import Act
from lapwing.model.decision import Decision
from lapwing.model.works import Work, Works
from lapwing.service.clock import now
from lapwing.service.site.settings import SiteSettings, django_settings
from tests.policy_material import decided, match
from tests.postgres_server import server
from tests.works_material import item, surface

THREADS = (1, 16)
SECONDS = 6.0


def main(kinds: list[str]) -> None:
    for kind in kinds:
        with _database(kind) as url:
            settings.configure(
                **django_settings(SiteSettings(home=Path("/nonexistent"), database_url=url), key="x" * 60)
            )
            django.setup(set_prefix=False)
            call_command("migrate", verbosity=0)
            _measure(kind)
            connections.close_all()
            connection = connections["default"]
            if isinstance(connection, PostgreSQL):
                connection.close_pool()


def _measure(kind: str) -> None:
    """Print how many of each are kept a second."""
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # after Django is made ready

    works = DjangoWorks()
    works.run(lambda work: work.surfaces.put(surface()))
    decision = decided(match())
    for name, write in (("lines", _line), ("decisions", lambda works: _decide(works, decision))):
        for threads in THREADS:
            busy = time.process_time()
            rate, done = _rate(partial(write, works), threads)
            cpu_ms = (time.process_time() - busy) / done * 1000
            print(f"{kind:9} {name:10} {threads:3} threads {rate:8,.0f} a second, {cpu_ms:.2f} ms CPU")


def _line(works: Works) -> None:
    """Keep one ledger line."""
    works.run(lambda work: work.record(Act(act="item.screen", on="i-1", by="engine", at=now())))


def _decide(works: Works, decision: Decision) -> None:
    """Keep what one screening keeps."""
    at = now()
    received = replace(item(), id=f"i-{uuid.uuid4().hex}", received_at=at, decided_by=decision.id)

    def write(work: Work) -> None:
        work.surfaces.get("upload")
        work.accounts.find("ann")
        work.items.add(received)
        work.decisions.keep(decision, item=received.id, at=at)
        facts = {"decision": decision.id, "step": decision.step.value, "content": decision.content_id}
        work.record(Act(act="item.screen", on=received.id, by="key:1", at=at, why="policy", facts=facts))

    works.run(write)


def _rate(write: Callable[[], None], threads: int) -> tuple[float, int]:
    """Return how many writes a second, and in all, so many threads get done, each one after the other."""
    done = [0] * threads
    end = time.perf_counter() + SECONDS

    def loop(number: int) -> None:
        while time.perf_counter() < end:
            write()
            done[number] += 1
        connections["default"].close()

    began = time.perf_counter()
    every = [threading.Thread(target=loop, args=(number,)) for number in range(threads)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    return sum(done) / (time.perf_counter() - began), sum(done)


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """Give the address of an empty database on the disk."""
    if kind == "postgres":
        with server() as url:
            yield url.replace("@/?", "@/postgres?")
    else:
        with TemporaryDirectory(prefix="lapwing-works-", dir="/var/tmp") as folder:
            yield f"sqlite://{folder}/lapwing.sqlite"


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite"])
