"""What was decided beside what is true: found, missed and why, or matched by mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lapwing.model.decision import Decision, Step
from lapwing.model.lists import Entry, ListClass, Match
from lapwing.model.signals import Measured
from lapwing.service.demo.report import Outcome, ReportRow
from lapwing.service.demo.truth import Expected, Truth
from lapwing.signals.kernels.bits import distance_bits, from_hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One upload: what is true of it, what was decided, how that stands, and the match that it rests on."""

    truth: Truth
    decision: Decision
    outcome: Outcome
    match: Match | None
    why_missed: str = ""


def judge(truth: Truth, decision: Decision, measured: Measured, *, entries: Sequence[Entry]) -> Judged:
    """Return how the decision stands to the truth. entries: those of the item that should have matched."""
    speaking = [each for each in decision.matches if each.entry.list_class is not ListClass.ALLOW]
    right = [
        each for each in speaking if (each.entry.list_name, each.entry.item) == (truth.list_name, truth.item)
    ]
    match truth.expected:
        case Expected.FOUND if right:
            return _judged(truth, decision, Outcome.FOUND, right[0])
        case Expected.FOUND:
            why = _why_missed(measured, entries, decision)
            return _judged(truth, decision, Outcome.MISSED, None, why)
        case Expected.CLEARED:
            outcome = Outcome.CLEAR if decision.step is Step.ALLOW else Outcome.FALSE_MATCH
        case Expected.NOTHING if speaking:
            outcome = Outcome.FALSE_MATCH
        case Expected.NOTHING | Expected.UNREADABLE:
            outcome = Outcome.UNKNOWN if decision.gaps else Outcome.CLEAR
    return _judged(truth, decision, outcome, speaking[0] if speaking else None)


def _judged(
    truth: Truth, decision: Decision, outcome: Outcome, match: Match | None, why_missed: str = ""
) -> Judged:
    """Return the record."""
    return Judged(truth=truth, decision=decision, outcome=outcome, match=match, why_missed=why_missed)


def _why_missed(measured: Measured, entries: Sequence[Entry], decision: Decision) -> str:
    """Return in one sentence how far the nearest fingerprint was, or that nothing could be compared."""
    listed = [from_hex(entry.value) for entry in entries if entry.kind == "pdq"]
    seen = [from_hex(signal.value) for signal in measured.signals if signal.kind == "pdq"]
    if listed and seen:
        nearest = min(int(distance_bits(one, other)) for one in listed for other in seen)
        return f"The nearest of its {len(seen)} fingerprints is {nearest} bits from the entry."
    return decision.reasons[0].says if decision.reasons else "Nothing in it was recognised."


def report_row(judged: Judged, *, folder: Path) -> ReportRow:
    """Return the row of the page about one upload; *folder* holds the small pictures."""
    truth, decision, match = judged.truth, judged.decision, judged.match
    return ReportRow(
        file=truth.file,
        sort=truth.sort.value,
        what=truth.what,
        outcome=judged.outcome,
        step=decision.step,
        reasons=tuple(reason.says for reason in decision.reasons[:4]),
        alteration=truth.alteration,
        family=truth.family,
        list_name=match.entry.list_name if match else truth.list_name,
        list_version=match.entry.list_version if match else None,
        entry=match.entry.entry_id if match else truth.item,
        distance_bits=match.distance_bits if match and match.entry.kind == "pdq" else None,
        why_missed=judged.why_missed,
        shown=_bytes(folder, truth.shown),
        original=_bytes(folder, truth.original),
    )


def by_sort(judged: Iterable[Judged]) -> Mapping[str, Mapping[Outcome, int]]:
    """Return how many of each sort of file came to which outcome, in the order in which they are met."""
    counts: dict[str, dict[Outcome, int]] = {}
    for each in judged:
        name = f"{each.truth.sort.value}: {each.truth.family}" if each.truth.family else each.truth.sort.value
        of = counts.setdefault(name, dict.fromkeys(Outcome, 0))
        of[each.outcome] += 1
    return counts


def _bytes(folder: Path, name: str) -> bytes:
    """Return a small picture's bytes, none where there is no picture."""
    return (folder / name).read_bytes() if name else b""
