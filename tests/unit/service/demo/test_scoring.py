from pathlib import Path

import pytest

from lapwing.model.content import ContentId, Gap, Why
from lapwing.model.decision import Audience, Context, Decision, Reason, Step, Surface
from lapwing.model.lists import Closeness, EntryRef, ListClass, Match, Tier
from lapwing.model.signals import Signal
from lapwing.service.demo.alterations import Family
from lapwing.service.demo.report import Outcome
from lapwing.service.demo.scoring import WHY_MISSED, judged, scored
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.world import World

SURFACE = Surface(name="upload", audience=Audience.PUBLIC, jurisdiction="GB", basis=None)
GAP = Gap(who="image", why=Why.DAMAGED)


def match(item: str = "x-1", list_class: ListClass = ListClass.CSAM, bits: int = 8) -> Match:
    """Return a match with an entry of the list "one"."""
    entry = EntryRef(
        list_name="one",
        list_version=2,
        list_class=list_class,
        tier=Tier.AUTHORITY,
        entry_id=f"{item}/pdq",
        item=item,
        kind="pdq",
        category="none",  # type: ignore[arg-type]  # not looked at here
    )
    signal = Signal(kind="pdq", value="00" * 32, detector="pdq")
    return Match(
        signal=signal, entry=entry, closeness=Closeness.NEAR, distance_bits=bits, near_bits=31, exact_bits=0
    )


def decision(*matches: Match, step: Step = Step.HOLD, gaps: tuple[Gap, ...] = ()) -> Decision:
    """Return a decision with some matches and gaps."""
    return Decision(
        id="d-0",
        content_id=ContentId("c-0"),
        kind="image",
        context=Context(surface=SURFACE),
        step=step,
        reasons=(Reason(rule="r", step=step, says="Because."), Reason(rule="s", step=step, says="Because.")),
        matches=matches,
        gaps=gaps,
        case=None,
        obligations=(),
        policy_version="1",
        list_versions=(),
        engine_version="1",
    )


def truth(expected: Expected, **changes: str) -> Truth:
    """Return the truth about an upload made from x-1 of the list "one"."""
    plain = {"file": "a.jpg", "what": "A copy.", "list_name": "one", "item": "x-1"}
    return Truth(sort=Sort.ALTERED, expected=expected, **(plain | changes))


@pytest.mark.parametrize(
    ("expected", "made", "outcome"),
    [
        (Expected.FOUND, decision(match()), Outcome.FOUND),
        (Expected.FOUND, decision(match("x-2"), match()), Outcome.FOUND),
        (Expected.FOUND, decision(match("x-2")), Outcome.MISSED),
        (Expected.FOUND, decision(match(list_class=ListClass.ALLOW)), Outcome.MISSED),
        (Expected.FOUND, decision(step=Step.ALLOW), Outcome.MISSED),
        (Expected.FOUND, decision(gaps=(GAP,)), Outcome.MISSED),
        (Expected.NOTHING, decision(step=Step.ALLOW), Outcome.CLEAR),
        (Expected.NOTHING, decision(match()), Outcome.FALSE_MATCH),
        (Expected.NOTHING, decision(match(), step=Step.ALLOW), Outcome.FALSE_MATCH),
        (Expected.NOTHING, decision(gaps=(GAP,)), Outcome.UNKNOWN),
        (
            Expected.CLEARED,
            decision(match(), match(list_class=ListClass.ALLOW), step=Step.ALLOW),
            Outcome.CLEAR,
        ),
        (Expected.CLEARED, decision(match()), Outcome.FALSE_MATCH),
        (Expected.UNREADABLE, decision(gaps=(GAP,)), Outcome.UNKNOWN),
        (Expected.UNREADABLE, decision(step=Step.ALLOW), Outcome.MISSED),
        (Expected.UNREADABLE, decision(match(), gaps=(GAP,)), Outcome.FALSE_MATCH),
    ],
)
def test_a_decision_is_held_against_the_truth(expected: Expected, made: Decision, outcome: Outcome) -> None:
    assert judged(truth(expected), made) is outcome


def test_the_row_names_the_right_entry_before_a_nearer_one(tmp_path: Path) -> None:
    made = decision(match("x-2", bits=1), match(bits=9), match(bits=20))
    row = scored(truth(Expected.FOUND), made, world=World(folder=tmp_path, truths=()))
    assert (row.entry, row.distance_bits, row.list_version) == ("x-1/pdq", 9, 2)
    assert row.reasons == ("Because.",)


def test_a_missed_row_says_why_and_names_the_entry_it_should_have_met(tmp_path: Path) -> None:
    missed = truth(Expected.FOUND, family=Family.CUT.value)
    row = scored(missed, decision(step=Step.ALLOW), world=World(folder=tmp_path, truths=()))
    assert row.why_missed == WHY_MISSED[Family.CUT]
    assert (row.entry, row.list_version, row.distance_bits) == ("x-1", None, None)


@pytest.mark.parametrize("expected", [Expected.CLEARED, Expected.UNREADABLE])
def test_other_faults_have_their_own_sentence(expected: Expected, tmp_path: Path) -> None:
    made = decision(match()) if expected is Expected.CLEARED else decision(step=Step.ALLOW)
    assert scored(truth(expected), made, world=World(folder=tmp_path, truths=())).why_missed


def test_every_family_of_alterations_has_a_sentence() -> None:
    assert set(Family) <= set(WHY_MISSED)


def test_a_false_match_shows_the_listed_picture_it_met(tmp_path: Path) -> None:
    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "x-1.jpg").write_bytes(b"small")
    row = scored(truth(Expected.NOTHING), decision(match()), world=World(folder=tmp_path, truths=()))
    assert row.original == b"small"
