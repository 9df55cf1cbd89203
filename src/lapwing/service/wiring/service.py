"""The running service: everything that its doors and its worker need, opened once in each process."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lapwing.flows.admit import Desk
from lapwing.flows.decide_anew import Hindsight
from lapwing.flows.keep_keys import KeyDesk
from lapwing.flows.learn import OwnLists, School
from lapwing.flows.screen import Kit
from lapwing.flows.sweep import Sweeper
from lapwing.intake import recognise
from lapwing.model.vault import Vault
from lapwing.model.works import NewId, Works
from lapwing.service.clock import now
from lapwing.service.disk import require_room
from lapwing.service.settings import Settings
from lapwing.service.store.kms import open_master_keys
from lapwing.service.store.lists import Lists
from lapwing.service.store.vault import open_vault
from lapwing.service.wiring.engine import IN_FLIGHT_EACH, list_kinds, make_kit, make_pool, pool_size
from lapwing.service.wiring.ids import new_id
from lapwing.service.wiring.keys import VAULT_FOLDER, master_keys_folder
from lapwing.service.wiring.on_demand import PoolOnDemand
from lapwing.service.wiring.own_lists import StoredOwnLists
from lapwing.service.wiring.present import PresentKit

if TYPE_CHECKING:
    from lapwing.service.store.records.answers import DjangoAnswers
    from lapwing.service.store.records.api_keys import DjangoApiKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One process's part of the service; any number of threads may use it.

    present: the kit with the lists as they stand now. recognise: tells a kind by bytes.
    written_to: the folders of this machine in which something is kept.
    vault_answers: does nothing where the vault can be had, else raises Unavailable.
    pool: measures and draws what is not text, in confined processes.
    in_flight: how many pieces of content keep the confined processes busy.
    new_id, new_hex, clock: ids by prefix, so many random bytes in hex, the time.
    """

    home: Path
    settings: Settings
    works: Works
    written_to: tuple[Path, ...]
    vault: Vault
    vault_answers: Callable[[], None]
    pool: PoolOnDemand
    present: PresentKit
    lists: Lists
    own: OwnLists
    api_keys: "DjangoApiKeys"
    answers: "DjangoAnswers"
    recognise: Callable[[bytes], str | None]
    in_flight: int
    new_id: NewId
    new_hex: Callable[[int], str]
    clock: Callable[[], datetime]

    def require_room(self) -> None:
        """Do nothing where the disks that are written to take more: of the home, the vault, the database.

        Raises:
            DiskFull: one does not. OSError: one cannot be written at all.
        """
        for folder in self.written_to:
            with suppress(FileNotFoundError):  # what is gone is told by who misses it
                require_room(folder, least_bytes=self.settings.serving.free_bytes)

    @property
    def kit(self) -> Kit:
        """Return the kit with the lists as they stand now; hold on to it for one piece of content."""
        return self.present.now()

    @property
    def desk(self) -> Desk:
        """Return what admitting needs."""
        remembers = self.settings.serving.remember_days > 0
        return Desk(works=self.works, vault=self.vault, new_id=self.new_id, remembers=remembers)

    @property
    def hindsight(self) -> Hindsight:
        """Return what looking back needs, with the lists as they stand now.

        Raises:
            IntegrityLost: a list is not what was written.
        """
        lookup = self.lists.lookup()
        return Hindsight(kit=replace(self.kit, matcher=lookup), sieve=lookup, desk=self.desk)

    @property
    def key_desk(self) -> KeyDesk:
        """Return what keeping API keys needs."""
        return KeyDesk(works=self.works, keys=self.api_keys, new_hex=self.new_hex)

    @property
    def sweeper(self) -> Sweeper:
        """Return what sweeping the vault needs."""
        return Sweeper(
            works=self.works, open=self.vault.open, vault_answers=self.vault_answers, clock=self.clock
        )

    @property
    def school(self) -> School:
        """Return what learning from findings needs."""
        return School(
            works=self.works,
            vault=self.vault,
            measurer=self.kit.measurer,
            own=self.own,
            remembers=self.desk.remembers,
        )


@contextmanager
def open_service(
    home: Path,
    settings: Settings,
    *,
    vault_address: str = "",
    workers: int = 0,
    environment: Mapping[str, str] = os.environ,
    clock: Callable[[], datetime] = now,
) -> Iterator[Service]:
    """Give the service; its confined processes start with the first picture, and end with the block.

    Django has to be ready (site.settings.start_django) and its database migrated.

    Args:
        home: where lists, keys and, unless it is told otherwise, the vault are.
        settings: the operator's.
        vault_address: see site.environment.VAULT.
        workers: confined processes; 0 for one a core.
        environment: where master keys may be; see store.key_ring and store.kms.
        clock: gives the time, in UTC.

    Raises:
        IntegrityLost: a list is not what was written.
        Unavailable: the keys or the vault cannot be had.
        BadSettings: a master key cannot be used.
    """
    # Tables can only be named once Django is ready.
    from lapwing.service.store.records.answers import DjangoAnswers  # noqa: PLC0415
    from lapwing.service.store.records.api_keys import DjangoApiKeys  # noqa: PLC0415
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415

    size = pool_size(workers)
    lists = Lists(home)
    keys = open_master_keys(master_keys_folder(home), environment)
    with ExitStack() as ends:
        pool = PoolOnDemand(lambda: make_pool(settings, workers=size))
        ends.callback(pool.close)
        present = PresentKit(lists, make=lambda lookup: make_kit(lookup, confined=pool, settings=settings))
        ends.callback(present.leave)
        present.follow()
        vault = open_vault(vault_address, keys, folder=home / VAULT_FOLDER)
        yield Service(
            home=home,
            settings=settings,
            works=DjangoWorks(),
            written_to=_written_to(home, vault_address),
            vault=vault,
            vault_answers=vault.require_answer,
            pool=pool,
            present=present,
            lists=lists,
            own=StoredOwnLists(lists, list_kinds()),
            api_keys=DjangoApiKeys(),
            answers=DjangoAnswers(),
            recognise=recognise,
            in_flight=IN_FLIGHT_EACH * size,
            new_id=new_id,
            new_hex=secrets.token_hex,
            clock=clock,
        )


def _written_to(home: Path, vault_address: str) -> tuple[Path, ...]:
    """Return the folders of this machine in which a home's things are kept; each may be another disk."""
    from django.db import connections  # noqa: PLC0415  # after Django is made ready

    database = connections["default"]
    kept = [home]
    if not vault_address:
        kept.append(home / VAULT_FOLDER)
    if database.vendor == "sqlite" and (name := str(database.settings_dict["NAME"])).startswith("/"):
        kept.append(Path(name).parent)
    return tuple(dict.fromkeys(kept))
