"""A process that writes until it is killed: items, each with its decision, case, count and ledger line.

Run with a database's address and a number that tells it from others. It prints each id once it is kept.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import django
from django.conf import settings

from lapwing.model.works import Work
from lapwing.service.site.settings import SiteSettings, django_settings
from tests.policy_material import decided, match
from tests.works_material import CONTENT, NOW, account, act, case, item

DECISION = decided(match())


def write(work: Work, number: int, name: str) -> str:
    """Keep one item and all that belongs to it."""
    received = item(number)
    work.items.add(received)
    work.decisions.keep(DECISION, item=received.id, at=NOW)
    joined = work.cases.to_join(CONTENT)
    if joined is None:
        work.cases.add(case(number, items=(received.id,)))
    else:
        items = (*joined.items, received.id)
        work.cases.save(replace(joined, items=items, version=joined.version + 1))
    theirs = work.accounts.get(name)
    work.accounts.save(replace(theirs, version=theirs.version + 1))
    work.record(act(received.id))
    return received.id


def main(url: str, number: int) -> None:
    settings.configure(
        **django_settings(SiteSettings(home=Path("/nonexistent"), database_url=url), key="k" * 60)
    )
    django.setup(set_prefix=False)
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # after Django is made ready

    works, name = DjangoWorks(), f"writer-{number}"
    works.run(lambda work: work.accounts.add(account(name)))
    for count in range(1, 10_000):
        kept = works.run(lambda work: write(work, number * 100_000 + count, name))  # noqa: B023  # run is over by then
        print(kept, flush=True)  # noqa: T201  # this is how it tells
        # SQLite lets whoever asks first go first, and one that never pauses always does.
        time.sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
