"""A case as a page shows it: what matched, what is missing, what can be seen, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lapwing.cases.claims import is_in_other_hands
from lapwing.evidence.ledger import Line, act_of
from lapwing.intake import closed_kinds
from lapwing.model.acts import Act
from lapwing.model.cases import Case, CaseState, Finding
from lapwing.model.decision import Kept, Reason
from lapwing.model.evidence import Exposure, ExposureStep, Sealed
from lapwing.model.lists import Match
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import Account, Item
from lapwing.service.console.bars import Bar, bar_of
from lapwing.service.console.wording import closeness_in_words
from lapwing.service.people.given import given
from lapwing.service.store.reads.cases import case_detail
from lapwing.service.store.reads.desk import evidence_of
from lapwing.service.store.reads.ledger import lines

MOST_LINES = 100
PICTURES = frozenset({"image"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was revealed in this one answer. picture: an address that holds it; text: or the words."""

    step: ExposureStep
    picture: str = ""
    text: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView:
    """A match in words, with its bar where there is a distance."""

    match: Match
    words: str
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision, with its matches in words. reasons: those of its step come first."""

    kept: Kept
    matches: tuple[MatchView, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item, and what there is to see of it. sealed: None where nothing is kept of it.

    is_closed: it is of a kind that nothing looks into, and so cannot be shown.
    """

    item: Item
    sealed: Sealed | None
    is_picture: bool
    is_closed: bool
    shown: Shown | None
    decisions: tuple[DecisionView, ...]
    exposures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the ledger says happened. times: how often in a row, by the same person; act: the last time."""

    act: Act
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case, and what this person can do with it."""

    case: Case
    account: Account | None
    items: tuple[ItemView, ...]
    findings: tuple[Finding, ...]
    history: tuple[Event, ...]
    in_hand: bool
    others: bool
    may: Mapping[str, bool] = field(default_factory=dict)


def case_view(case_id: str, *, by: Actor, shown: Mapping[str, Shown] | None = None) -> CaseView:
    """Return the case as *by* sees it. shown: by the id of the sealed object, what was just revealed.

    Raises:
        Missing: there is none of that id.
    """
    detail, now = case_detail(case_id), given().now()
    case = detail.case
    others = is_in_other_hands(case, by=by.id, now=now)
    claimed = case.claimed_by == by.id and case.claimed_until is not None and now < case.claimed_until
    sealed = {each.item: each for each in evidence_of(case.items, case.contents)}
    return CaseView(
        case=case,
        account=detail.account,
        items=tuple(
            _item_view(item, sealed.get(item.id), detail.decisions, detail.exposures, shown or {})
            for item in detail.items
        ),
        findings=detail.findings,
        history=_events(lines(on=case.id, most=MOST_LINES)),
        in_hand=claimed,
        others=others,
        may=_may(case, by=by, in_hand=claimed, others=others),
    )


def _events(found: Sequence[Line]) -> tuple[Event, ...]:
    """Return lines, newest first, with those in a row that say the same told once."""
    acts = (act_of(line.text) for line in found)
    alike = groupby(acts, key=lambda act: (act.act, act.by, act.why))
    rows = (tuple(each) for _, each in alike)
    return tuple(Event(act=row[0], times=len(row)) for row in rows)


def _may(case: Case, *, by: Actor, in_hand: bool, others: bool) -> dict[str, bool]:
    """Return which acts are offered; whether they are allowed is asked again when they are done."""
    undecided = case.state is not CaseState.DECIDED
    return {
        "take": undecided and not others and not in_hand and Permission.CASE_CLAIM in by.may,
        "hand_back": undecided and in_hand and Permission.CASE_CLAIM in by.may,
        "decide": undecided and in_hand and Permission.CASE_DECIDE in by.may,
        "undo": not undecided and Permission.CASE_UNDO in by.may,
        "see": in_hand and Permission.EVIDENCE_VIEW in by.may,
        "reveal": in_hand and Permission.EVIDENCE_REVEAL in by.may,
    }


def _item_view(
    item: Item,
    sealed: Sealed | None,
    decisions: Sequence[Kept],
    exposures: Sequence[Exposure],
    shown: Mapping[str, Shown],
) -> ItemView:
    seen = 0 if sealed is None else sum(each.sealed == sealed.id for each in exposures)
    return ItemView(
        item=item,
        sealed=sealed,
        is_picture=item.kind in PICTURES,
        is_closed=item.kind in closed_kinds(),
        shown=None if sealed is None else shown.get(sealed.id),
        decisions=tuple(decision_view(kept) for kept in decisions if kept.item == item.id),
        exposures=seen,
    )


def decision_view(kept: Kept) -> DecisionView:
    """Return a decision in words."""
    decision = kept.decision
    return DecisionView(
        kept=kept,
        matches=tuple(
            MatchView(match=match, words=closeness_in_words(match), bar=bar_of(match))
            for match in decision.matches
        ),
        reasons=tuple(sorted(decision.reasons, key=lambda reason: reason.step is not decision.step)),
    )
