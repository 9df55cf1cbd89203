"""Signals, matches and context become a Decision: the policy asks, the invariants hold, the reasons stay."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from lapwing.model.content import Gap
from lapwing.model.decision import CaseCall, Context, Decision, Obligation, Reason, Step, gravity
from lapwing.model.errors import BadInput
from lapwing.model.lists import ListClass, Match, Matched
from lapwing.model.plugins import discover
from lapwing.model.signals import Measured
from lapwing.policy.book import Book, PolicyRule
from lapwing.policy.expression import Answer, Value
from lapwing.policy.facts import is_confirmed, of_context, of_gap, of_match
from lapwing.policy.port import Ask, Draft, Invariant, Settles
from lapwing.policy.words import describe, describe_gap

T = TypeVar("T")

_DIGITS = 40
_CANONICAL = msgspec.json.Encoder(order="sorted")


def all_invariants() -> Mapping[str, Invariant]:
    """Return every rule of rules/, by file name."""
    return discover("lapwing.policy.rules", "RULE", Invariant)  # type: ignore[type-abstract]  # a port is the point


def decide(
    measured: Measured,
    matched: Matched,
    *,
    context: Context,
    book: Book,
    invariants: Mapping[str, Invariant],
    list_versions: tuple[tuple[str, int], ...],
    engine_version: str,
) -> Decision:
    """Return what is to be done and why. It depends on the arguments alone, not on their order."""
    draft = _draft(measured, matched, context=context, book=book)
    for invariant in _in_order(tuple(invariants.values())):
        draft = invariant.amend(draft)
    rest: dict[str, Any] = {
        "content_id": measured.content_id,
        "kind": measured.kind,
        "context": context,
        "step": draft.step,
        "reasons": _reasons(draft, measured.kind),
        "matches": draft.matches,
        "gaps": draft.gaps,
        "case": _case(draft, book),
        "obligations": _obligations(draft),
        "policy_version": book.version,
        "list_versions": list_versions,
        "engine_version": engine_version,
    }
    return Decision(id=_id_of(Decision(id="", **rest)), **rest)


@lru_cache(maxsize=16)
def _in_order(invariants: tuple[Invariant, ...]) -> tuple[Invariant, ...]:
    """Return those that settle the steps, then the others."""
    return tuple(each for settles in Settles for each in invariants if each.settles is settles)


def canonical_bytes(decision: Decision) -> bytes:
    """Return the decision as JSON with sorted keys and no spaces: the same decision, the same bytes."""
    return _CANONICAL.encode(decision)


def read_decision(body: bytes) -> Decision:
    """Return the decision that `canonical_bytes` wrote.

    Raises:
        BadInput: it states none, or its id is not the digest of the rest.
    """
    try:
        decision = msgspec.json.decode(body, type=Decision)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as refused:
        raise BadInput(f"this is no decision: {refused}") from refused
    if _id_of(replace(decision, id="")) != decision.id:
        raise BadInput("the decision has been changed: its id is not that of its contents")
    return decision


def _id_of(bare: Decision) -> str:
    """Return the id that the fields of a decision without one give."""
    return f"d-{hashlib.sha256(canonical_bytes(bare)).hexdigest()[:_DIGITS]}"


def _draft(measured: Measured, matched: Matched, *, context: Context, book: Book) -> Draft:
    """Return what the policy asks for, before the invariants; repetitions and order are taken out."""
    matches = _each_once(matched.matches)
    gaps = _each_once((*measured.gaps, *matched.gaps))
    if not matches and not gaps:
        return Draft(
            content_id=measured.content_id,
            context=context,
            matches=(),
            gaps=(),
            asks=(),
            sample_share=book.sample_share,
        )
    known = of_context(measured.kind, context)
    asks = [
        *(ask for at, match in enumerate(matches) for ask in _of_match(match, at, matches, book, known)),
        *(ask for at, gap in enumerate(gaps) for ask in _of_gap(gap, at, book, known)),
    ]
    return Draft(
        content_id=measured.content_id,
        context=context,
        matches=matches,
        gaps=gaps,
        asks=tuple(asks),
        sample_share=book.sample_share,
    )


def _each_once(records: Iterable[T]) -> tuple[T, ...]:
    """Return the records once each, in the order of their bytes."""
    some = set(records)
    if not some:
        return ()
    return tuple(sorted(some, key=lambda record: msgspec.json.encode(record, order="sorted")))


def _of_match(
    match: Match, at: int, matches: tuple[Match, ...], book: Book, known: Mapping[str, Value]
) -> Iterator[Ask]:
    """Give what the policy asks for one match; an allow-list entry asks for nothing by itself."""
    if match.entry.list_class is ListClass.ALLOW:
        return
    facts = {**known, **of_match(match, confirmed=is_confirmed(match, matches))}
    for rule, step, says in _holding(book.matches, facts, describe(match)):
        yield _ask(rule, Reason(rule=rule.name, step=step, says=says, match=at))


def _of_gap(gap: Gap, at: int, book: Book, known: Mapping[str, Value]) -> Iterator[Ask]:
    """Give what the policy asks for one gap; one that it does not speak of is left to the invariants."""
    for rule, step, says in _holding(book.gaps, {**known, **of_gap(gap)}, describe_gap(gap)):
        yield _ask(rule, Reason(rule=rule.name, step=step, says=says, gap=at))


def _holding(
    rules: tuple[PolicyRule, ...], facts: Mapping[str, Value], finds: str
) -> Iterator[tuple[PolicyRule, Step, str]]:
    """Give each rule that holds of *facts*; one that cannot be worked out asks for a person."""
    for rule in rules:
        match rule.when.ask(facts):
            case Answer.TRUE:
                yield rule, rule.step, f"{finds} {rule.says}"
            case Answer.UNKNOWN:
                yield rule, Step.HOLD, f"{finds} Rule {rule.name} could not be worked out."
            case Answer.FALSE:
                continue


def _reasons(draft: Draft, kind: str) -> tuple[Reason, ...]:
    """Return the reasons in the order in which they tell most: many a reader sees only the first.

    Gravest first, then most urgent; of matches the nearest. Of gaps, that of the content itself comes before
    those of the detectors, which had nothing to look at then, and one with a detail before one without.
    """

    def place(ask: Ask) -> tuple[int, int, int, bool, bool]:
        at, gap_at = ask.reason.match, ask.reason.gap
        gap = None if gap_at is None else draft.gaps[gap_at]
        return (
            -gravity(ask.step),
            -ask.priority,
            0 if at is None else draft.matches[at].distance_bits,
            gap is not None and gap.who != kind,
            gap is not None and not gap.detail,
        )

    return tuple(ask.reason for ask in sorted(draft.asks, key=place))


def _ask(rule: PolicyRule, reason: Reason) -> Ask:
    """Return what *rule* asks for, with what it sets going."""
    return Ask(
        reason=reason, queue=rule.queue, priority=rule.priority, obligations=frozenset(rule.obligations)
    )


def _case(draft: Draft, book: Book) -> CaseCall | None:
    """Return the most urgent case that is asked for; whatever is out of sight has one."""
    calls = [CaseCall(queue=ask.queue, priority=ask.priority) for ask in draft.asks if ask.queue]
    if calls:
        return max(calls, key=lambda call: (call.priority, call.queue))
    hidden = gravity(draft.step) >= gravity(Step.HOLD)
    return CaseCall(queue=book.default_queue, priority=0) if hidden else None


def _obligations(draft: Draft) -> tuple[Obligation, ...]:
    """Return everything that is set going, in the order of the enum."""
    asked = draft.obligations.union(*(ask.obligations for ask in draft.asks))
    if not asked:
        return ()
    return tuple(each for each in Obligation if each in asked)
