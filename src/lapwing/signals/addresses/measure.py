"""Addresses found become signals: each form once, at the first place where it was found."""

from lapwing.model.content import Passage, Role
from lapwing.model.errors import BadInput
from lapwing.model.signals import Signal, Where
from lapwing.signals.addresses.address import Address, parse
from lapwing.signals.addresses.disguise import undisguised
from lapwing.signals.addresses.forms import forms
from lapwing.signals.addresses.spot import spot
from lapwing.signals.port import TooMany


class Harvest:
    """The signals of one piece of content as they come together, under a detector's name."""

    def __init__(self, detector: str) -> None:
        self._detector = detector
        self._signals: dict[tuple[str, str], Signal] = {}
        self._limits: dict[str, None] = {}

    def read_passage(self, passage: Passage, index: int) -> None:
        """Take the addresses of a passage, the *index*-th of the content.

        Raises:
            BadInput: it is to be a URL and holds no web address.
        """
        whole = _whole(passage.text) if passage.role is Role.URL else ()
        for address in whole:
            self._take(address, Where(passage=index, start=0, end=len(passage.text)))
        spots = spot(passage.text)
        for each in spots.spotted:
            self._take(each.address, Where(passage=index, start=each.start, end=each.end))
        self._note(spots.limit)
        if passage.role is Role.URL and not whole and not spots.spotted:
            raise BadInput("this is no web address")

    def read_payload(self, untrusted_payload: str, where: Where) -> None:
        """Take the addresses of a text that a picture carries, all at one place of it."""
        spots = spot(untrusted_payload)
        for each in spots.spotted:
            self._take(each.address, where)
        self._note(spots.limit)

    def signals(self) -> tuple[Signal, ...]:
        """Return what was taken, in the order in which it was found.

        Raises:
            TooMany: a limit was met.
        """
        found = tuple(self._signals.values())
        if self._limits:
            raise TooMany("; ".join(self._limits), found=found)
        return found

    def _take(self, address: Address, where: Where) -> None:
        """Keep the forms of an address that are not there yet."""
        for kind, value in forms(address):
            if (kind, value) not in self._signals:
                self._signals[kind, value] = Signal(
                    kind=kind, value=value, detector=self._detector, where=where
                )

    def _note(self, limit: str) -> None:
        """Remember that a limit was met, if it was."""
        if limit:
            self._limits[limit] = None


def _whole(untrusted_url: str) -> tuple[Address, ...]:
    """Return what a text that is one URL leads to, as it stands and with its disguise off."""
    text = untrusted_url.strip()
    readings = (parse(each) for each in dict.fromkeys((text, undisguised(text))))
    return tuple(dict.fromkeys(each for each in readings if each is not None))
