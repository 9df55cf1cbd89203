"""Memory answers every question as the databases do, whatever is kept and in whichever order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapwing.model.cases import Case, CaseState, Finding
from lapwing.model.platform import Message, MessageState
from lapwing.model.works import Work, Works
from lapwing.service.store.memory import MemoryWorks
from lapwing.service.store.records.works import DjangoWorks
from tests.django_world import Database
from tests.works_material import CONTENT, NOW, OTHER, case, finding, message

MOMENTS = st.integers(-3, 3).map(lambda seconds: NOW + timedelta(seconds=seconds))
PEOPLE = st.sampled_from(["person:kay", "person:lou"])
ACCOUNTS = st.sampled_from([None, "ann", "ben"])
CONTENTS = st.sampled_from([CONTENT, OTHER])
QUEUES = st.sampled_from(["known", "text"])
CASES = st.lists(
    st.builds(
        case,
        st.integers(1, 9),
        account=ACCOUNTS,
        contents=st.lists(CONTENTS, unique=True).map(tuple),
        items=st.lists(st.sampled_from(["i-1", "i-2"]), unique=True).map(tuple),
        opened=MOMENTS,
        joined=MOMENTS,
        state=st.sampled_from(CaseState),
        queue=QUEUES,
        priority=st.integers(0, 2),
    ).flatmap(
        lambda one: st.builds(
            lambda by, until: replace(one, claimed_by=by, claimed_until=until),
            st.none() | PEOPLE,
            st.none() | MOMENTS,
        )
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)
FINDINGS = st.lists(
    st.builds(
        lambda number, of, by, undone: replace(finding(number, case=case(of).id, by=by), undone_at=undone),
        st.integers(1, 99),
        st.integers(1, 9),
        PEOPLE,
        st.none() | MOMENTS,
    ),
    unique_by=lambda one: one.id,
    max_size=4,
)
MESSAGES = st.lists(
    st.builds(
        lambda number, due, held, state: replace(message(number, due=due), held_until=held, state=state),
        st.integers(1, 99),
        MOMENTS,
        st.none() | MOMENTS,
        st.sampled_from(MessageState),
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)


class Seen(Exception):
    """Ends a write, so that nothing of it is kept for the next example."""


def answers(
    works: Works, cases: Sequence[Case], findings: Sequence[Finding], messages: Sequence[Message]
) -> list[Any]:
    """Return what works say of some records, which are gone again afterwards."""
    said: list[Any] = []

    def ask(work: Work) -> None:
        said.clear()
        for one in cases:
            work.cases.add(one)
        for found in findings:
            work.findings.add(found)
        for owed in messages:
            work.outbox.add(owed)
        said.extend(work.cases.to_join(content) for content in (CONTENT, OTHER))
        said.extend(
            work.cases.next_in(queue, now=NOW, not_by=person)
            for queue, person in product((None, "known"), ("person:kay", "person:lou"))
        )
        said.extend(
            work.cases.oldest_above(priority, now=NOW, not_by=person)
            for priority, person in product((0, 50), ("person:kay", "person:lou"))
        )
        said.append(list(work.cases.of_item("i-1")))
        said.append(list(work.outbox.due(now=NOW, most=3)))
        raise Seen

    with pytest.raises(Seen):
        works.run(ask)
    return said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(cases=CASES, findings=FINDINGS, messages=MESSAGES)
@pytest.mark.slow
def test_memory_answers_as_the_databases_do(
    database: Database, cases: list[Case], findings: list[Finding], messages: list[Message]
) -> None:
    assert database.kind
    in_memory = answers(MemoryWorks(), cases, findings, messages)
    assert answers(DjangoWorks(), cases, findings, messages) == in_memory
