"""From records to the shapes in which they are answered."""

import msgspec

from lapwing.flows.admit import Admitted
from lapwing.model.answers import GivenAnswer
from lapwing.model.content import Gap
from lapwing.model.decision import Decision, DigestsSuffice, Kept, LegalBasis, Reason, Surface
from lapwing.model.lists import Match
from lapwing.model.platform import Account, Item, action_for
from lapwing.service.api.shapes import (
    AccountShape,
    BasisShape,
    CaseCallShape,
    DecisionShape,
    ExceptionShape,
    GapShape,
    ItemShape,
    MatchShape,
    ReasonShape,
    Screening,
    SurfaceShape,
    SurfaceTold,
)

OK, ACCEPTED = 200, 202
_ENCODER = msgspec.json.Encoder()


def encoded(shape: object) -> bytes:
    """Return a shape as JSON."""
    return _ENCODER.encode(shape)


def ok(shape: object) -> GivenAnswer:
    """Return the answer that states *shape*."""
    return GivenAnswer(status=OK, body=encoded(shape))


def screening_answer(admitted: Admitted) -> GivenAnswer:
    """Return the answer about an arrival: 200 with a decision, 202 where there is none yet."""
    status = ACCEPTED if admitted.decision is None else OK
    return GivenAnswer(status=status, body=encoded(screening(admitted)))


def screening(admitted: Admitted) -> Screening:
    """Return what is to be done with an arrival, and why."""
    item, decision = admitted.item, admitted.decision
    return Screening(
        item=item.id,
        reference=item.reference,
        state=item.state,
        step=item.step,
        action=action_for(item.step),
        decision=None if decision is None else decision.id,
        reasons=_reasons(decision),
        matches=0 if decision is None else len(decision.matches),
        unknown=() if decision is None else tuple(map(_gap, decision.gaps)),
        case=admitted.case,
    )


def decision_shape(kept: Kept) -> DecisionShape:
    """Return a decision as it is answered: no fingerprint of any list is told."""
    decision = kept.decision
    call = decision.case
    return DecisionShape(
        id=decision.id,
        item=kept.item,
        made_at=kept.made_at,
        content=decision.content_id,
        kind=decision.kind,
        surface=decision.context.surface.name,
        step=decision.step,
        reasons=_reasons(decision),
        matches=tuple(map(_match, decision.matches)),
        unknown=tuple(map(_gap, decision.gaps)),
        case=None if call is None else CaseCallShape(queue=call.queue, priority=call.priority),
        obligations=decision.obligations,
        policy_version=decision.policy_version,
        list_versions=decision.list_versions,
        engine_version=decision.engine_version,
    )


def item_shape(item: Item) -> ItemShape:
    """Return an item as it is answered."""
    return ItemShape(
        id=item.id,
        reference=item.reference,
        surface=item.surface,
        account=item.account,
        kind=item.kind,
        content=item.content_id,
        received_at=item.received_at,
        state=item.state,
        step=item.step,
        action=action_for(item.step),
        decided_by=item.decided_by,
        published_at=item.published_at,
        removed_at=item.removed_at,
        views=item.views,
        version=item.version,
    )


def account_shape(account: Account) -> AccountShape:
    """Return an account as it is answered."""
    return AccountShape(
        id=account.id, age_band=account.age_band, opened_at=account.opened_at, version=account.version
    )


def surface_shape(surface: Surface) -> SurfaceShape:
    """Return a surface as it is answered."""
    basis = surface.basis
    return SurfaceShape(
        name=surface.name,
        audience=surface.audience,
        jurisdiction=surface.jurisdiction,
        basis=None if basis is None else BasisShape(name=basis.name, expires_on=basis.expires_on),
        on_unknown=surface.on_unknown,
        digests_suffice=msgspec.convert(
            surface.digests_suffice, type=tuple[ExceptionShape, ...], from_attributes=True
        ),
    )


def surface_of(name: str, told: SurfaceTold) -> Surface:
    """Return the surface that was told."""
    basis = told.basis
    return Surface(
        name=name,
        audience=told.audience,
        jurisdiction=told.jurisdiction,
        basis=None if basis is None else LegalBasis(name=basis.name, expires_on=basis.expires_on),
        on_unknown=told.on_unknown,
        digests_suffice=msgspec.convert(
            told.digests_suffice, type=tuple[DigestsSuffice, ...], from_attributes=True
        ),
    )


def _reasons(decision: Decision | None) -> tuple[ReasonShape, ...]:
    return () if decision is None else tuple(map(_reason, decision.reasons))


def _reason(reason: Reason) -> ReasonShape:
    return ReasonShape(rule=reason.rule, step=reason.step, says=reason.says)


def _gap(gap: Gap) -> GapShape:
    return GapShape(who=gap.who, why=gap.why)


def _match(match: Match) -> MatchShape:
    entry = match.entry
    return MatchShape(
        list=entry.list_name,
        list_version=entry.list_version,
        list_class=entry.list_class,
        tier=entry.tier,
        entry=entry.entry_id,
        kind=entry.kind,
        category=entry.category,
        closeness=match.closeness,
        distance_bits=match.distance_bits,
    )
