"""How often a list errs is told by contents, and read back from the ledger as it was counted."""

from datetime import timedelta

from lapwing.evidence.ledger import act_of
from lapwing.flows.measure_matches import (
    Lead,
    erring,
    measured_matches,
    record_matches,
)
from lapwing.model.acts import Act
from lapwing.model.cases import FindingKind
from lapwing.model.content import ContentId
from lapwing.model.lists import ListClass
from tests.spine_material import NOW, world

DAY = timedelta(days=1)


def lead(number: int, *, name: str = "hashes", days: int = 0) -> Lead:
    return Lead(
        list_name=name,
        list_class=ListClass.CSAM,
        content_id=ContentId(f"c-{number}"),
        at=NOW - days * DAY,
        by_term=name == "terms",
    )


LEADS = (lead(1, days=3), lead(2, days=3), lead(3), lead(1, name="terms"), lead(4, days=1))
FINDINGS = {
    ContentId("c-1"): FindingKind.TERMS,
    ContentId("c-3"): FindingKind.CSAM,
    ContentId("c-9"): FindingKind.NOT,
}


def test_each_list_is_told_of_what_it_led_to() -> None:
    hashes, terms = erring(LEADS, FINDINGS, now=NOW)
    assert (hashes.list_name, hashes.matched, hashes.looked_at, hashes.false) == ("hashes", 4, 2, 1)
    assert (hashes.ripe, hashes.ripe_looked_at) == (2, 1)  # a day to the minute is not over a day
    assert (terms.list_name, terms.matched, terms.looked_at, terms.false) == ("terms", 1, 1, 0)


def test_what_was_counted_is_read_back_from_its_line() -> None:
    made = world()
    lists = erring(LEADS, FINDINGS, now=NOW)
    measured = record_matches(lists, policy_version="p", share=0.05, works=made.works, now=NOW)
    line = made.works.lines[-1]
    assert (line.act, line.on, line.by) == ("list.measure", "lists", "engine")
    assert measured_matches(act_of(line.text)) == measured


def test_the_line_has_figures_and_names_of_lists_alone() -> None:
    made = world()
    record_matches(
        erring(LEADS, FINDINGS, now=NOW), policy_version="p", share=0.05, works=made.works, now=NOW
    )
    assert b"c-1" not in made.works.lines[-1].text


def test_another_act_is_no_count() -> None:
    assert measured_matches(Act(act="list.measure", on="lists", by="engine", at=NOW)) is None
