"""Who acts, in which roles, and what each role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from lapwing.model.errors import NotPermitted


class Role(StrEnum):
    """What somebody is here for. A person may have several; the platform and the engine are no persons."""

    MODERATOR = "moderator"  # decides cases
    LEAD = "lead"  # child-safety lead: decides, undoes, exports, attests
    ADMINISTRATOR = "administrator"  # people, keys, surfaces, destinations; sees no content
    AUDITOR = "auditor"  # reads the ledger and the code register; sees no content
    PLATFORM = "platform"  # an API key of the service that Lapwing protects
    ENGINE = "engine"  # Lapwing itself


class Permission(StrEnum):
    """One thing that can be done. What is not listed here cannot be done by anybody."""

    SCREEN = "screen"
    DECISION_READ = "decision.read"
    ITEM_TELL = "item.tell"  # say that an item was published or removed
    ACCOUNT_TELL = "account.tell"
    SURFACE_READ = "surface.read"
    SURFACE_WRITE = "surface.write"
    CASE_READ = "case.read"
    CASE_CLAIM = "case.claim"
    CASE_DECIDE = "case.decide"
    CASE_UNDO = "case.undo"
    EVIDENCE_SEAL = "evidence.seal"
    EVIDENCE_VIEW = "evidence.view"  # blurred, grey and small
    EVIDENCE_REVEAL = "evidence.reveal"  # step by step, each recorded
    EVIDENCE_EXPORT = "evidence.export"
    EVIDENCE_ERASE = "evidence.erase"
    LEDGER_READ = "ledger.read"
    LEDGER_SIGN = "ledger.sign"
    CODE_READ = "code.read"
    ATTEST = "attest"
    LIST_READ = "list.read"
    LIST_WRITE = "list.write"
    PEOPLE_WRITE = "people.write"
    KEY_WRITE = "key.write"
    DESTINATION_WRITE = "destination.write"
    OUTBOX_READ = "outbox.read"
    OUTBOX_SEND = "outbox.send"  # deliver, and give up
    OUTBOX_REPLAY = "outbox.replay"


_P = Permission

MAY: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.MODERATOR: frozenset(
            {
                _P.DECISION_READ,
                _P.SURFACE_READ,
                _P.CASE_READ,
                _P.CASE_CLAIM,
                _P.CASE_DECIDE,
                _P.EVIDENCE_VIEW,
                _P.EVIDENCE_REVEAL,
                _P.LIST_READ,
                _P.CODE_READ,
            }
        ),
        Role.LEAD: frozenset(
            {
                _P.DECISION_READ,
                _P.SURFACE_READ,
                _P.CASE_READ,
                _P.CASE_CLAIM,
                _P.CASE_DECIDE,
                _P.CASE_UNDO,
                _P.EVIDENCE_VIEW,
                _P.EVIDENCE_REVEAL,
                _P.EVIDENCE_EXPORT,
                _P.EVIDENCE_ERASE,
                _P.LEDGER_READ,
                _P.CODE_READ,
                _P.ATTEST,
                _P.LIST_READ,
                _P.LIST_WRITE,
                _P.OUTBOX_READ,
                _P.OUTBOX_REPLAY,
            }
        ),
        Role.ADMINISTRATOR: frozenset(
            {
                _P.SURFACE_READ,
                _P.SURFACE_WRITE,
                _P.PEOPLE_WRITE,
                _P.KEY_WRITE,
                _P.DESTINATION_WRITE,
                _P.OUTBOX_READ,
                _P.OUTBOX_REPLAY,
                _P.LIST_READ,
                _P.LIST_WRITE,
                _P.CODE_READ,
                _P.ATTEST,
            }
        ),
        Role.AUDITOR: frozenset(
            {_P.LEDGER_READ, _P.CODE_READ, _P.LIST_READ, _P.SURFACE_READ, _P.DECISION_READ, _P.OUTBOX_READ}
        ),
        Role.PLATFORM: frozenset(
            {
                _P.SCREEN,
                _P.DECISION_READ,
                _P.ITEM_TELL,
                _P.ACCOUNT_TELL,
                _P.SURFACE_READ,
                _P.SURFACE_WRITE,
            }
        ),
        Role.ENGINE: frozenset(
            {
                _P.SCREEN,
                _P.EVIDENCE_SEAL,
                _P.EVIDENCE_ERASE,
                _P.LEDGER_SIGN,
                _P.OUTBOX_SEND,
                _P.LIST_WRITE,
            }
        ),
    }
)
"""The table of roles and permissions; it is total, and nothing outside it succeeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something.

    id: `person:NAME`, `key:ID` or `engine`; it is what the ledger names.
    narrowed_to: the permissions that an API key was given, of those its roles have; None for all of them.
    """

    id: str
    roles: frozenset[Role]
    narrowed_to: frozenset[Permission] | None = None

    @property
    def may(self) -> frozenset[Permission]:
        """Return everything that they may do."""
        return _permissions(self.roles, self.narrowed_to)

    def require(self, permission: Permission) -> None:
        """Do nothing where they may.

        Raises:
            NotPermitted: they may not.
        """
        if permission not in self.may:
            raise NotPermitted(f"{self.id} may not: {permission}")


@lru_cache(maxsize=1024)
def _permissions(roles: frozenset[Role], narrowed_to: frozenset[Permission] | None) -> frozenset[Permission]:
    every = frozenset[Permission]().union(*(MAY[role] for role in roles))
    return every if narrowed_to is None else every & narrowed_to


ENGINE = Actor(id="engine", roles=frozenset({Role.ENGINE}))
"""Lapwing itself, acting by its policy."""
