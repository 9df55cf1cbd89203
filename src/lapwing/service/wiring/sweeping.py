"""The vault is swept: a round a day by the worker, or at once by whoever asks; and where a round stands."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.evidence.ledger import act_of
from lapwing.flows.sweep import ACT, Sweep, Sweeper, looked_through, sweep_some, swept
from lapwing.service.clock import now as clock
from lapwing.service.site.environment import read_surroundings
from lapwing.service.store.kms import open_master_keys
from lapwing.service.store.vault import open_vault
from lapwing.service.wiring.here import start_here
from lapwing.service.wiring.keys import VAULT_FOLDER, master_keys_folder

if TYPE_CHECKING:
    from lapwing.service.wiring.service import Service

EVERY = timedelta(hours=20)
"""From the beginning of one round to that of the next: well before the register calls it too old."""


def looker(home: Path, environment: Mapping[str, str], *, opens: bool) -> Sweeper:
    """Return what looks through a home's vault without its service; Django is made ready.

    opens: each object is read and opened; otherwise it is only seen to be there, as long as it was.

    Raises:
        NotPrepared, Unavailable, IntegrityLost: as start_here. BadSettings: a master key cannot be used.
    """
    start_here(home, environment)
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # after Django is ready

    keys = open_master_keys(master_keys_folder(home), environment)
    vault = open_vault(read_surroundings(home, environment).vault, keys, folder=home / VAULT_FOLDER)
    return Sweeper(
        works=DjangoWorks(),
        open=vault.open if opens else vault.require_whole,
        vault_answers=vault.require_answer,
        clock=clock,
    )


def newest_sweep() -> Sweep | None:
    """Return how far the newest round has come; None where there was none. Django has to be ready.

    Raises:
        Unavailable: the database does not answer.
    """
    from lapwing.service.store.reads.ledger import newest  # noqa: PLC0415  # after Django is ready

    last = newest(ACT)
    return None if last is None else swept(act_of(last.text))


def sweep_if_due(service: "Service") -> int:
    """Go on with a round that is not done, or begin one that is due, by a portion; return how many.

    Raises:
        Unavailable: the vault or the database does not answer; it is gone on with later.
    """
    now, newest = service.clock(), newest_sweep()
    if newest is not None and newest.done_at is not None:
        if now - newest.begun_at < EVERY:
            return 0
        newest = None
    sweep_some(newest or Sweep(begun_at=now), sweeper=service.sweeper)
    return 1


def sweep_now(sweeper: Sweeper, *, now: datetime) -> Iterator[Sweep]:
    """Give a whole round, as far as it has come after each portion, each recorded.

    Raises:
        Unavailable: the vault or the database does not answer.
    """
    sweep = Sweep(begun_at=now)
    while sweep.done_at is None:
        sweep = sweep_some(sweep, sweeper=sweeper)
        yield sweep


def look_now(sweeper: Sweeper, *, now: datetime) -> Iterator[Sweep]:
    """Give a whole round, as sweep_now does, and record nothing."""
    sweep = Sweep(begun_at=now)
    while sweep.done_at is None:
        sweep = looked_through(sweep, sweeper=sweeper)
        yield sweep
