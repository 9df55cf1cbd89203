"""What every file of compliance/checks has to be: it goes green, and red when its subject is broken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Status
from lapwing.compliance.register import all_checks, assess, outcome_of
from lapwing.compliance.treatment import Code
from lapwing.service.code_text import read_code

CHECKS = all_checks()
CODE: Code = read_code()
BROKEN = [(name, broken) for name, check in CHECKS.items() for broken in check.examples.bad]
STALE = timedelta(days=3 * 366)

every = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)


def status(check: Check, facts: Facts, *, later: timedelta = timedelta(0)) -> Status:
    return outcome_of(check, facts, now=check.examples.now + later).status


@every
def test_it_is_met_where_its_subject_is_good(check: Check) -> None:
    assert status(check, check.examples.good) is Status.MET


@pytest.mark.parametrize(("name", "broken"), BROKEN, ids=[f"{name}: {what}" for name, what in BROKEN])
def test_it_is_not_met_where_something_is_broken_and_says_why(name: str, broken: str) -> None:
    check = CHECKS[name]
    outcome = check.look(check.examples.bad[broken], now=check.examples.now)
    assert outcome.status is not Status.MET
    assert outcome.why.endswith(".")


@every
def test_it_is_never_met_without_records(check: Check) -> None:
    now = check.examples.now
    assert status(check, Facts(as_of=now)) is Status.DUE
    nothing = Facts(as_of=now, read=frozenset(Need))
    assert status(check, nothing) is not Status.MET


@every
@pytest.mark.parametrize("need", Need)
def test_it_is_not_met_while_something_that_it_needs_is_unread(check: Check, need: Need) -> None:
    good = check.examples.good
    found = status(check, replace(good, read=good.read - {need}))
    assert found is (Status.DUE if need in check.needs else Status.MET)


@every
def test_it_is_never_met_by_old_records_however_lately_they_were_read(check: Check) -> None:
    good, now = check.examples.good, check.examples.now
    assert status(check, replace(good, as_of=now + STALE), later=STALE) is not Status.MET


@every
def test_it_is_never_met_by_what_was_read_long_ago(check: Check) -> None:
    assert status(check, check.examples.good, later=timedelta(minutes=6)) is Status.FAILING


@every
def test_what_it_does_not_need_does_not_matter(check: Check) -> None:
    good, now = check.examples.good, check.examples.now
    empty = Facts(as_of=now, read=good.read)
    alone = replace(empty, **{need.value: getattr(good, need.value) for need in check.needs})
    assert check.look(alone, now=now) == check.look(good, now=now)


@every
def test_what_it_shows_has_a_figure_and_a_time(check: Check) -> None:
    outcome = check.look(check.examples.good, now=check.examples.now)
    assert outcome.figure
    assert outcome.as_of is not None
    assert outcome.as_of <= check.examples.now


@every
def test_it_says_what_it_is_and_answers_for_rows_that_there_are(check: Check) -> None:
    assert check.manifest.title
    assert check.manifest.about.endswith(".")
    assert check.examples.bad
    assert check.rows
    assert check.rows <= CODE.catalogue.rows.keys()


def test_all_of_them_together_answer_for_each_row_once() -> None:
    good = next(iter(CHECKS.values())).examples
    rows = assess(CODE, CHECKS, good.good, now=good.now).rows
    assert len(rows) == len(CODE.catalogue.rows)
    assert {row.requirement.id for row in rows if row.check} == {
        row for each in CHECKS.values() for row in each.rows
    }
