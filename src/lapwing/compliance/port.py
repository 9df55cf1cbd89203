"""What a check has to be: a pure look at frozen facts, and the answer for some rows of the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from lapwing.compliance.facts import Facts, Need
from lapwing.model.plugins import Manifest


class Status(StrEnum):
    """How a row of the code stands."""

    MET = "met"
    FAILING = "failing"
    DUE = "due"  # a record or a person's attestation is missing, or has expired
    NOT_BUILT = "not-built"
    CONTEXT = "context"  # no duty of a service


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it stands, and why. figure: what was counted. as_of: of the oldest record that it rests on."""

    status: Status
    why: str
    figure: str = ""
    as_of: datetime | None = None


def met(why: str, *, figure: str, as_of: datetime | None) -> Outcome:
    """Return that it holds. Without the time of a record it does not."""
    if as_of is None:
        return due("No time is recorded of what this rests on.", figure=figure)
    return Outcome(status=Status.MET, why=why, figure=figure, as_of=as_of)


def failing(why: str, *, figure: str = "", as_of: datetime | None = None) -> Outcome:
    """Return that records show that it does not hold."""
    return Outcome(status=Status.FAILING, why=why, figure=figure, as_of=as_of)


def due(why: str, *, figure: str = "", as_of: datetime | None = None) -> Outcome:
    """Return that a record or a statement that would show it is missing or too old."""
    return Outcome(status=Status.DUE, why=why, figure=figure, as_of=as_of)


def not_built(why: str, *, figure: str = "") -> Outcome:
    """Return that a part of what the row asks for does not exist."""
    return Outcome(status=Status.NOT_BUILT, why=why, figure=figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Facts that a check finds good, and by name facts in which one thing is broken. now: when to look."""

    now: datetime
    good: Facts
    bad: Mapping[str, Facts]


@runtime_checkable
class Check(Protocol):
    """A file in checks/ exports CHECK, an instance of this.

    `look` knows nothing but its arguments. It answers the same for all its rows.
    """

    @property
    def manifest(self) -> Manifest:
        """Return what the check says of itself; its limits are what it does not show."""
        ...

    @property
    def rows(self) -> frozenset[str]:
        """Return the ids of the rows that it answers for; no other check answers for them."""
        ...

    @property
    def needs(self) -> frozenset[Need]:
        """Return what it looks at."""
        ...

    @property
    def examples(self) -> Examples:
        """Return facts that show it both ways."""
        ...

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how its rows stand by *facts*, of which everything that it needs was read."""
        ...


class Registers(Protocol):
    """Whatever reads the facts from where they are kept."""

    def facts(self, needs: frozenset[Need], *, now: datetime) -> Facts:
        """Return what could be read of *needs*; what is not kept yet is left unread.

        Raises:
            Unavailable: what keeps them does not answer.
            IntegrityLost: a record is not what was written.
        """
        ...
