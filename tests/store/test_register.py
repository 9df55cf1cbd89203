"""The code register over a world that real flows played: what is met, and what turns red when it breaks."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from lapwing.compliance.port import Status
from lapwing.flows.attest import withdraw
from lapwing.flows.tell_us import put_surface
from lapwing.flows.verify_lists import verify_lists
from lapwing.model.acts import Act, Fact
from lapwing.model.canary import CANARY_ACCOUNT, CanarySort
from lapwing.model.decision import Audience, Surface
from lapwing.model.lists import ListClass, Threshold
from lapwing.service.store.records.models import (
    AttestationRow,
    CaseRow,
    CheckpointRow,
    DecisionRow,
    ExposureRow,
    FindingRow,
    ItemRow,
    LineRow,
    LookBackRow,
    MessageRow,
    SealedRow,
)
from lapwing.service.wiring.register import _has_uncovered, _is_due
from tests.django_world import Database
from tests.register_material import ADMINISTRATOR, SURFACES, Played
from tests.spine_material import LEAD, NOW

DAY = timedelta(days=1)
MET = frozenset(
    {
        "A1.D6",
        "A1.D7",
        "A1.D8",
        "A2.R1",
        "A2.R6",
        "A4.M2",
        "A4.Q2",
        "A4.Q5a",
        "ICU-A2",
        "ICU-ASM-hashterr",
        "ICU-C1",
        "ICU-C10",
        "ICU-C14",
        "ICU-C2",
        "ICU-C9",
        "ICU-C9.human",
        "ICU-C9.list",
        "ICU-C9.sec",
        "ICU-C9.tune",
        "IICSA.1",
        "INT.2",
        "INT.7",
        "INTERIM.2",
        "OFC.3",
        "OFC.8",
        "OFC.U4",
        "OSA-S121",
        "P1.A1",
        "P1.G1",
        "P1.A2",
        "P1.A3",
        "P1.G2",
        "P1.G3",
        "P1.G4",
        "P1.G5a",
        "P1.G5b",
        "P1.G5c",
        "P1.G5d",
        "P1.G5e",
        "P1.G7",
        "P1.G9",
        "P1.I1",
        "P1.I2",
        "P1.I3",
        "P12.A5",
        "P2.A4",
        "P6.G4",
        "P9.G3",
        "TERR.1",
    }
)


@pytest.fixture
def played(database: Database, tmp_path: Path) -> Played:
    assert database.kind
    world = Played(tmp_path)
    world.play()
    return world


@pytest.fixture
def on_sqlite(sqlite: Database, tmp_path: Path) -> Played:
    assert sqlite.kind
    world = Played(tmp_path)
    world.play()
    return world


def met(stand: dict[str, Status]) -> set[str]:
    return {row for row, status in stand.items() if status is Status.MET}


def test_what_the_records_show_is_met_and_nothing_else(played: Played) -> None:
    stand = played.stand()
    assert met(stand) == MET
    assert [row for row, status in stand.items() if status is Status.FAILING] == []
    assert stand["P1.G6"] is Status.NOT_BUILT
    counts = Counter(stand.values())
    assert sum(counts.values()) == 584
    assert counts[Status.CONTEXT] == 14


def test_two_days_later_what_has_to_be_fresh_is_not(on_sqlite: Played) -> None:
    later = met(on_sqlite.stand(at=NOW + 2 * DAY))
    assert not later & {"P1.G2", "P1.G9", "P1.I1", "P1.I2", "P6.G4", "ICU-C9", "ICU-C10", "OFC.8", "INT.7"}
    assert "ICU-C1" in later


def test_years_later_nothing_is_met(on_sqlite: Played) -> None:
    assert met(on_sqlite.stand(at=NOW + 1500 * DAY)) == set()


def forget_a_canary() -> None:
    item = ItemRow.objects.filter(reference=CanarySort.IMAGE.reference).values_list("id", flat=True)[0]
    DecisionRow.objects.filter(item=item).delete()


def show_what_was_stopped() -> None:
    ItemRow.objects.filter(account="account landscape").update(published_at=NOW)


def change_a_statement() -> None:
    row = AttestationRow.objects.get(row="ICU-A2")
    AttestationRow.objects.filter(id=row.id).update(body=row.body.replace("As decided.", "As wished."))


def change_nobodys_statement() -> None:
    LineRow.objects.filter(act="attestation.state").delete()


BREAKS: dict[str, tuple[Callable[[], object], str]] = {
    "a canary without a decision": (forget_a_canary, "OFC.8"),
    "a stopped item was shown": (show_what_was_stopped, "P1.G4"),
    "no policy was tried": (lambda: LineRow.objects.filter(act="policy.try").delete(), "P1.G9"),
    "no altered picture was tried": (lambda: LineRow.objects.filter(act="recall.run").delete(), "P1.G5d"),
    "a finding without a reason": (lambda: FindingRow.objects.update(reasoned=False), "ICU-C1"),
    "one person alone": (lambda: FindingRow.objects.filter(by="person:ann").delete(), "P1.G3"),
    "a finding gone": (lambda: FindingRow.objects.all().delete(), "P1.G3"),
    "messages given up": (lambda: MessageRow.objects.update(state="dead"), "ICU-C2"),
    "a learning that waits": (
        lambda: MessageRow.objects.filter(topic="finding.learn").update(
            state="due", delivered_at=None, made_at=NOW - DAY
        ),
        "P2.A4",
    ),
    "a look without a line": (lambda: LineRow.objects.filter(act="evidence.view").delete(), "A2.R6"),
    "nobody looked": (lambda: ExposureRow.objects.all().delete(), "A4.M2"),
    "somebody else looked": (lambda: ExposureRow.objects.update(by="person:eve"), "P1.G7"),
    "items that wait": (
        lambda: ItemRow.objects.filter(account="account landscape").update(
            state="waiting", received_at=NOW - timedelta(hours=1)
        ),
        "IICSA.1",
    ),
    "an old case": (
        lambda: CaseRow.objects.filter(queue="terms").update(state="open", opened_at=NOW - 9 * DAY),
        "P1.I3",
    ),
    "matches never counted": (lambda: LineRow.objects.filter(act="list.measure").delete(), "ICU-C9.human"),
    "lists never read": (lambda: LineRow.objects.filter(act="list.verify").delete(), "ICU-C9.sec"),
    "nobody took a case": (lambda: LineRow.objects.filter(act="case.claim").delete(), "P12.A5"),
    "never looked back": (lambda: LookBackRow.objects.all().delete(), "P1.A3"),
    "never signed": (lambda: CheckpointRow.objects.all().delete(), "OFC.U4"),
    "a statement changed in the database": (change_a_statement, "ICU-A2"),
    "statements that the ledger has not": (change_nobodys_statement, "P1.A2"),
    "no statement": (lambda: AttestationRow.objects.all().delete(), "INT.2"),
}


def test_whatever_breaks_turns_its_row(on_sqlite: Played, subtests: pytest.Subtests) -> None:
    for name, (break_it, row) in BREAKS.items():
        with subtests.test(name), transaction.atomic():
            break_it()
            assert on_sqlite.stand()[row] is not Status.MET
            transaction.set_rollback(True)
    assert met(on_sqlite.stand()) == MET


def test_a_canary_that_came_through_turns_its_rows(on_sqlite: Played) -> None:
    on_sqlite.send_canaries(at=NOW + timedelta(seconds=30), unseen=CanarySort.IMAGE)
    stand = on_sqlite.stand()
    assert stand["OFC.8"] is stand["ICU-C9"] is Status.FAILING
    assert stand["P6.G4"] is Status.MET


@pytest.mark.parametrize("sort", [CanarySort.FILM, CanarySort.DOCUMENT])
def test_a_film_or_document_that_came_through_turns_its_rows(on_sqlite: Played, sort: CanarySort) -> None:
    on_sqlite.send_canaries(at=NOW + timedelta(seconds=30), unseen=sort)
    stand = on_sqlite.stand()
    assert stand["P1.A1"] is stand["P1.G1"] is Status.FAILING


def test_a_withdrawn_statement_counts_no_more(on_sqlite: Played) -> None:
    stated = on_sqlite.works.run(lambda work: work.attestations.of_row("ICU-A2"))[0]
    withdraw(stated.id, why="she has left", works=on_sqlite.works, by=LEAD, now=NOW)
    assert on_sqlite.stand()["ICU-A2"] is Status.DUE


def test_a_new_surface_is_not_covered_until_somebody_decides(on_sqlite: Played) -> None:
    bare = Surface(name="profiles", audience=Audience.PUBLIC, jurisdiction="GB", basis=None)
    put_surface(bare, works=on_sqlite.works, by=ADMINISTRATOR, now=NOW + timedelta(seconds=10))
    stand = on_sqlite.stand()
    assert stand["P1.G5e"] is Status.DUE
    assert stand["P1.A2"] is Status.DUE
    assert stand["OFC.8"] is Status.FAILING


def test_a_review_that_nobody_signed_turns_the_threshold(on_sqlite: Played) -> None:
    info = on_sqlite.lists.info("hashes")
    on_sqlite.lists.revise(replace(info, threshold=Threshold()), by="lea", why="anew", now=NOW)
    assert on_sqlite.stand()["P1.G5a"] is Status.DUE


def test_a_damaged_list_is_not_taken_for_a_whole_one(on_sqlite: Played, tmp_path: Path) -> None:
    (entries,) = (tmp_path / "lists" / "hashes").rglob("entries.sqlite")
    entries.chmod(0o600)
    entries.write_bytes(entries.read_bytes()[:-1])
    assert on_sqlite.stand()["P1.G2"] is Status.FAILING


def test_a_list_that_others_may_read_is_told(on_sqlite: Played, tmp_path: Path) -> None:
    (entries,) = (tmp_path / "lists" / "hashes").rglob("entries.sqlite")
    entries.chmod(0o640)
    assert on_sqlite.stand()["ICU-C9.sec"] is Status.FAILING
    entries.chmod(0o600)
    assert on_sqlite.stand()["ICU-C9.sec"] is Status.MET


def test_a_list_is_due_until_every_byte_was_read(on_sqlite: Played) -> None:
    on_sqlite.bring("new", ListClass.CSAM, "id,term\nt1,zz-term-0018\n")
    assert on_sqlite.stand()["ICU-C9.sec"] is Status.DUE
    verify_lists(lists=on_sqlite.lists, works=on_sqlite.works, clock=lambda: NOW)
    assert on_sqlite.stand()["ICU-C9.sec"] is Status.MET


def test_a_lesser_case_that_was_taken_while_a_graver_one_waited_turns_its_row(on_sqlite: Played) -> None:
    facts: dict[str, Fact] = {"queue": "terms", "priority": 40, "again": False, "graver_seconds": 1801}
    act = Act(act="case.claim", on="case-1", by="person:ann", at=NOW, facts=facts)
    on_sqlite.works.run(lambda work: work.record(act))
    assert on_sqlite.stand()["P12.A5"] is Status.FAILING


def test_canaries_leave_no_case_and_nothing_sealed(on_sqlite: Played) -> None:
    assert met(on_sqlite.stand()) >= {"P6.G4"}
    assert not CaseRow.objects.filter(account=CANARY_ACCOUNT).exclude(state="decided").exists()
    items = ItemRow.objects.filter(account=CANARY_ACCOUNT).values_list("content_id", flat=True)
    assert not SealedRow.objects.filter(content_id__in=list(items), erased_at__isnull=True).exists()


def test_nothing_is_met_where_nothing_happened(sqlite: Database, tmp_path: Path) -> None:
    assert sqlite.kind
    stand = Played(tmp_path).stand()
    assert met(stand) == set()
    assert Status.FAILING not in stand.values()


@pytest.mark.parametrize(("hours", "is_due"), [(19, False), (20, True)])
def test_canaries_are_due_before_the_register_calls_them_too_old(
    on_sqlite: Played, hours: int, *, is_due: bool
) -> None:
    assert on_sqlite.works is not None
    later = NOW + timedelta(hours=hours)
    assert _is_due("canary.run", timedelta(hours=20), now=later) is is_due


def test_canaries_are_due_once_there_is_a_surface_that_none_was_sent_to(on_sqlite: Played) -> None:
    assert on_sqlite.works is not None
    assert not _has_uncovered(SURFACES, now=NOW)
    assert _has_uncovered((*SURFACES, replace(SURFACES[0], name="groups")), now=NOW)


def test_a_run_that_never_was_is_due(sqlite: Database) -> None:
    assert sqlite.kind
    assert _is_due("canary.run", timedelta(hours=20), now=NOW)
