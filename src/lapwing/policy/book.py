"""A policy as reviewed data: read from TOML to exhaustion, every condition checked before it is used."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from lapwing.model.decision import Obligation, Step
from lapwing.model.errors import BadInput
from lapwing.policy.expression import BadCondition, Condition
from lapwing.policy.facts import CLOSED, GAP_TYPES, MATCH_TYPES

HIGHEST_PRIORITY = 100

T = TypeVar("T")
E = TypeVar("E", Step, Obligation)


class BadPolicy(BadInput):
    """The policy cannot be used, so nothing is decided by it."""

    code = "lapwing.bad-policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """One rule: where its condition holds, its step is asked for.

    queue: where the case goes; empty opens none. priority: 0 to 100.
    says: the sentence that a person reads.
    """

    name: str
    when: Condition
    step: Step
    says: str
    queue: str = ""
    priority: int = 0
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A policy: rules about matches, rules about gaps, and who reviewed it when.

    version: the author's name for it, a plus sign, and 12 hex digits of SHA-256 over its text, so that no
        edit goes unseen.
    sample_share: of the matches that block by themselves, the share drawn for a person's review, 0 to 1.
    default_queue: where a case goes that no rule has a queue for.
    """

    version: str
    reviewed_by: str
    reviewed_on: date
    sample_share: float
    default_queue: str
    matches: tuple[PolicyRule, ...]
    gaps: tuple[PolicyRule, ...]


def read_book(text: str, *, plugged_in: Mapping[str, frozenset[str]] = MappingProxyType({})) -> Book:
    """Return the policy that *text* (TOML) states.

    Args:
        text: the policy as it is written.
        plugged_in: the values of facts that plug-ins bring, "match.kind" and "content.kind"; a fact that is
            left out may be compared with anything.

    Raises:
        BadPolicy: a field is missing, unknown or of the wrong sort, or a condition does not check or compares
            a fact with a value that it never has.
    """
    closed = {**CLOSED, **plugged_in}
    try:
        rest = tomllib.loads(text)
    # Numbers of thousands of digits and brackets a thousand deep are beyond the reader, not beyond TOML.
    except (ValueError, RecursionError) as refused:
        raise BadPolicy(str(refused)) from refused
    digest = hashlib.sha256(text.encode()).hexdigest()
    book = Book(
        version=f"{_take(rest, 'version', str, '')}+{digest[:12]}",
        reviewed_by=_take(rest, "reviewed_by", str, ""),
        reviewed_on=_take(rest, "reviewed_on", date, ""),
        sample_share=_share(_take(rest, "sample_share", float, "")),
        default_queue=_take(rest, "default_queue", str, ""),
        matches=_rules(rest.pop("match", []), MATCH_TYPES, closed),
        gaps=_rules(rest.pop("gap", []), GAP_TYPES, closed),
    )
    _nothing_left(rest, "")
    return book


def _rules(
    tables: object, types: Mapping[str, type], closed: Mapping[str, frozenset[str]]
) -> tuple[PolicyRule, ...]:
    """Return the rules of one list of tables, refusing two of one name."""
    if not isinstance(tables, list):
        raise BadPolicy("rules are written as [[match]] and [[gap]]")
    rules = tuple(_rule(table, types, closed) for table in tables)
    names = [rule.name for rule in rules]
    if len(set(names)) < len(names):
        raise BadPolicy("two rules have the same name")
    return rules


def _rule(table: object, types: Mapping[str, type], closed: Mapping[str, frozenset[str]]) -> PolicyRule:
    """Return the rule that one table states."""
    if not isinstance(table, dict):
        raise BadPolicy("rules are written as [[match]] and [[gap]]")
    rest: dict[str, Any] = dict(table)
    name = _take(rest, "name", str, "")
    rule = PolicyRule(
        name=name,
        when=_condition(_take(rest, "when", str, name), types, closed, name),
        step=_choice(Step, _take(rest, "step", str, name), name),
        says=_take(rest, "says", str, name),
        queue=_take(rest, "queue", str, name) if "queue" in rest else "",
        priority=_priority(rest.pop("priority", 0), name),
        obligations=tuple(_choice(Obligation, each, name) for each in rest.pop("obligations", [])),
    )
    _nothing_left(rest, name)
    return rule


def _condition(
    text: str, types: Mapping[str, type], closed: Mapping[str, frozenset[str]], rule: str
) -> Condition:
    """Return a condition whose every comparison can come true."""
    try:
        condition = Condition(text, types=types)
    except BadCondition as refused:
        raise BadPolicy(f"in rule {rule}: {refused.detail}") from refused
    for fact, value in condition.compared():
        if fact in closed and value not in closed[fact]:
            allowed = ", ".join(sorted(closed[fact]))
            raise BadPolicy(f"in rule {rule}: {fact} is never {value!r}; it is one of {allowed}")
    return condition


def _take(rest: dict[str, Any], field: str, kind: type[T], rule: str) -> T:
    """Return and remove a field that has to be there and of one sort."""
    where = f"in rule {rule}: " if rule else ""
    value = rest.pop(field, None)
    if value is None:
        raise BadPolicy(f"{where}{field} is missing")
    if not isinstance(value, kind):
        raise BadPolicy(f"{where}{field} is no {kind.__name__}")
    return value


def _choice(choices: type[E], value: object, rule: str) -> E:
    """Return the member of a closed choice that *value* names."""
    for choice in choices:
        if choice.value == value:
            return choice
    raise BadPolicy(f"in rule {rule}: {value} is none of {', '.join(choices)}")


def _priority(value: object, rule: str) -> int:
    """Return a priority between 0 and 100."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_PRIORITY:
        raise BadPolicy(f"in rule {rule}: priority goes from 0 to {HIGHEST_PRIORITY}")
    return value


def _share(value: float) -> float:
    """Return a share between 0 and 1."""
    if not 0.0 <= value <= 1.0:
        raise BadPolicy("sample_share goes from 0.0 to 1.0")
    return value


def _nothing_left(rest: Mapping[str, object], rule: str) -> None:
    """Refuse a field that nobody asked for; a misspelt rule must not be half a rule."""
    if rest:
        where = f"in rule {rule}: " if rule else ""
        raise BadPolicy(f"{where}unknown fields {', '.join(sorted(rest))}")
