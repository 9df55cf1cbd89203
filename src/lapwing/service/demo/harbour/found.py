"""What Harbour's moderators find: they know who made what its people share, and nothing is ever illegal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lapwing.model.cases import CONFIRMED, Basis, FindingKind
from lapwing.model.lists import Category
from lapwing.service.demo.harbour.more import FLAGGED
from lapwing.service.demo.registers import ADDRESSES, LINKED, PARTNER, TERMS, VERIFIED, WITHHELD

CATEGORIES = (Category.A, Category.B, Category.C)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a case comes to. is_of_picture: a category goes with it."""

    kind: FindingKind
    why: str
    is_of_picture: bool = False

    @property
    def basis(self) -> Basis:
        """Return on what it stands."""
        return Basis.TERMS if self.kind is FindingKind.TERMS else Basis.LAW

    @property
    def is_confirmed(self) -> bool:
        """Say whether its content is known from then on, so that two people have to see it."""
        return self.kind in CONFIRMED


HARMLESS = Meant(
    kind=FindingKind.NOT, why="Demonstration: it only resembles something listed, and is something else."
)
_LISTED = Meant(
    kind=FindingKind.CSAM,
    why="Demonstration: the made-up list names this harmless picture, so here it counts as known.",
    is_of_picture=True,
)
BY_LIST: Mapping[str, Meant] = MappingProxyType(
    {
        VERIFIED.name: _LISTED,
        PARTNER.name: _LISTED,
        ADDRESSES.name: Meant(
            kind=FindingKind.OTHER_CSEA,
            why="Demonstration: the address is on the made-up list of addresses.",
        ),
        WITHHELD.name: Meant(
            kind=FindingKind.TERMS,
            why="Demonstration: somebody in the picture asked for it not to be shared.",
        ),
        FLAGGED.name: Meant(
            kind=FindingKind.TERMS, why="Demonstration: on the made-up list that stands for propaganda."
        ),
        LINKED.name: Meant(
            kind=FindingKind.TERMS, why="Demonstration: lawful by itself, and not allowed on Harbour."
        ),
        TERMS.name: Meant(
            kind=FindingKind.TERMS, why="Demonstration: the made-up term is not allowed on Harbour."
        ),
    }
)
"""By list, the gravest first."""


def meant(list_names: Iterable[str]) -> Meant:
    """Return what a case comes to whose items lead to those lists; one listed item is enough."""
    named = frozenset(list_names)
    return next((found for name, found in BY_LIST.items() if name in named), HARMLESS)
