"""Untrusted bytes in, a decision with its reasons out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from lapwing.model.content import Grain, Why
from lapwing.model.decision import Context, Decision
from lapwing.model.lists import Matched
from lapwing.model.ports import Matcher, Measurer
from lapwing.model.signals import Measured
from lapwing.policy.basis import require_basis
from lapwing.policy.book import Book
from lapwing.policy.decide import decide
from lapwing.policy.exceptions import as_of
from lapwing.policy.port import Invariant


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What screening needs, filled by whoever starts it.

    grains: by the name of a surface, how finely pictures are decoded there to begin with; else Grain.SCALED.
    """

    measurer: Measurer
    matcher: Matcher
    book: Book
    invariants: Mapping[str, Invariant]
    engine_version: str
    grains: Mapping[str, Grain] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A decision, and what it was drawn from."""

    decision: Decision
    measured: Measured


def screen(untrusted_data: bytes, *, kind: str, context: Context, kit: Kit, today: date) -> Screened:
    """Decide about content of *kind* that appears in *context*.

    Raises:
        NoBasis: the surface has no legal basis on *today*; nothing was looked at.
        IntegrityLost: a list's files are not what was written.
    """
    require_basis(context.surface, today=today)
    grain = kit.grains.get(context.surface.name, Grain.SCALED)
    measured = kit.measurer.measure(untrusted_data, kind=kind, grain=grain)
    matched = kit.matcher.match(measured.signals)
    if grain is not Grain.EXACT and (matched.measure_exactly or _is_unclear(measured)):
        exact = kit.measurer.measure(untrusted_data, kind=kind, grain=Grain.EXACT)
        measured = _both(measured, exact)
        matched = kit.matcher.match(measured.signals)
    return Screened(decision=_decided(measured, matched, as_of(context, today), kit), measured=measured)


def decide_unmeasured(measured: Measured, *, context: Context, kit: Kit, today: date) -> Screened:
    """Decide about content that could not be had at all: *measured* holds nothing but the reason.

    Raises:
        NoBasis: the surface has no legal basis on *today*.
    """
    require_basis(context.surface, today=today)
    return Screened(
        decision=_decided(measured, Matched(matches=()), as_of(context, today), kit), measured=measured
    )


def _is_unclear(measured: Measured) -> bool:
    """Say whether something was seen that only the full picture can tell."""
    return any(gap.why is Why.UNCLEAR for gap in measured.gaps)


def _both(scaled: Measured, exact: Measured) -> Measured:
    """Return the exact measurement; where it has gaps that the scaled one has not, what both found."""
    if set(exact.gaps) <= set(scaled.gaps):
        return exact
    known = set(exact.signals)
    rest = tuple(signal for signal in scaled.signals if signal not in known)
    return replace(exact, signals=(*exact.signals, *rest))


def _decided(measured: Measured, matched: Matched, context: Context, kit: Kit) -> Decision:
    """Return the policy's decision about what was measured and matched."""
    return decide(
        measured,
        matched,
        context=context,
        book=kit.book,
        invariants=kit.invariants,
        list_versions=kit.matcher.versions,
        engine_version=kit.engine_version,
    )
