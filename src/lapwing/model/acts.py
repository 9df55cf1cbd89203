"""An act as the ledger will name it: who did what to what, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

Fact: TypeAlias = "str | int | bool | tuple[Fact, ...] | Mapping[str, Fact] | None"
"""What a ledger line may hold: no floats, which have no one spelling, and never content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that was done.

    act: what, as `noun.verb` ("case.decide"); on: the id of what it was done to; by: the actor's id.
    at: when, in UTC. why: the reason that was given, or the rule; never content or personal data.
    facts: what an auditor needs beside it: ids, counts, digests, names of ours.
    """

    act: str
    on: str
    by: str
    at: datetime
    why: str = ""
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
