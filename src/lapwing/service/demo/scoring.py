"""Was it found? A decision about an upload of the demo is held against what is true of the file."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lapwing.model.decision import Decision, Step
from lapwing.model.lists import ListClass, Match
from lapwing.service.demo.alterations import Family
from lapwing.service.demo.report import Outcome, ReportRow
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.world import World

WHY_MISSED: Mapping[StrEnum, str] = MappingProxyType(
    {
        Family.SAVING: "The way it was saved changed its tones by more than the list's threshold allows.",
        Family.TONE: "Its tones were changed so much that its fingerprint lies beyond the list's threshold.",
        Family.SIZE: "At this size too little of it is left to be compared.",
        Family.TURN: "It was laid down another way than the ones that are looked through.",
        Family.BORDER: "What surrounds it is not of one colour, so it could not be trimmed away.",
        Family.CUT: "A fingerprint describes the whole picture; cut or tilted, every part of it has moved.",
        Family.COVER: "What was laid over it changes more of the whole than the list's threshold allows.",
        Family.AROUND: "The picture could not be told from what surrounds it.",
        Family.TOGETHER: "It could not be told from the pictures beside it, or was cut to fit among them.",
        Sort.MOVING: "The frames that show it were not among those measured.",
        Sort.QR: "The code on it could not be read.",
        Sort.TERM: "The term is written in a way that is not folded back.",
        Sort.ADDRESS: "The address is written in a way that is not recognised.",
    }
)
"""Why a listed thing was not found, by what was done to it."""

TAKEN_FOR_CLEAN = "It cannot be read as a whole, and nothing said so."
CLEARED_IN_VAIN = "A person has cleared this file, and it was not let through."


def judged(truth: Truth, decision: Decision) -> Outcome:
    """Say how a decision stands to what is true of the file."""
    matches = listed_matches(decision)
    match truth.expected:
        case Expected.FOUND:
            found = any(_leads_to(match, truth) for match in matches)
            return Outcome.FOUND if found else Outcome.MISSED
        case Expected.NOTHING:
            if matches:
                return Outcome.FALSE_MATCH
            return Outcome.UNKNOWN if decision.gaps else Outcome.CLEAR
        case Expected.CLEARED:
            return Outcome.CLEAR if decision.step is Step.ALLOW else Outcome.FALSE_MATCH
        case Expected.UNREADABLE:
            if matches:
                return Outcome.FALSE_MATCH
            return Outcome.UNKNOWN if decision.gaps else Outcome.MISSED


def listed_matches(decision: Decision) -> list[Match]:
    """Return the matches with lists of what is unwanted, not with exceptions."""
    return [match for match in decision.matches if match.entry.list_class is not ListClass.ALLOW]


def _leads_to(match: Match, truth: Truth) -> bool:
    """Say whether a match is with the entry that the file was made from."""
    return match.entry.list_name == truth.list_name and match.entry.item == truth.item


def scored(truth: Truth, decision: Decision, *, world: World, elapsed_ms: float | None = None) -> ReportRow:
    """Return the line of the report about one upload.

    Args:
        truth: what is true of it.
        decision: what was decided about it.
        world: where its small pictures are.
        elapsed_ms: how long it took, in milliseconds, if that was measured.
    """
    outcome = judged(truth, decision)
    best = min(
        listed_matches(decision),
        key=lambda match: (not _leads_to(match, truth), match.distance_bits),
        default=None,
    )
    return ReportRow(
        file=truth.file,
        sort=truth.sort.value,
        what=truth.what,
        outcome=outcome,
        step=decision.step,
        reasons=tuple(dict.fromkeys(reason.says for reason in decision.reasons)),
        alteration=truth.alteration,
        family=truth.family or truth.sort.value,
        list_name=best.entry.list_name if best else truth.list_name,
        list_version=best.entry.list_version if best else None,
        entry=best.entry.entry_id if best else truth.item,
        distance_bits=best.distance_bits if best else None,
        why_missed=_why(truth, outcome),
        elapsed_ms=elapsed_ms,
        shown=_small(world, truth.shown),
        original=_small(world, truth.original or world.listed_preview(best.entry.item if best else "")),
    )


def _why(truth: Truth, outcome: Outcome) -> str:
    """Return why a listed thing was not found, or a cleared one was not let through."""
    if truth.expected is Expected.CLEARED and outcome is Outcome.FALSE_MATCH:
        return CLEARED_IN_VAIN
    if outcome is not Outcome.MISSED:
        return ""
    if truth.expected is Expected.UNREADABLE:
        return TAKEN_FOR_CLEAN
    reasons = {family.value: why for family, why in WHY_MISSED.items()}
    return reasons.get(truth.family, "No fingerprint of it was near enough.")


def _small(world: World, name: str) -> bytes:
    """Return a small picture of the world, or nothing where there is none."""
    return (world.folder / name).read_bytes() if name else b""
