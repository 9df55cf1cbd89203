"""A small world in a database, played by the real flows, for the code register to look at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

from lapwing.compliance.parts import APPLICABLE
from lapwing.compliance.port import Status
from lapwing.compliance.register import all_checks, assess, needs_of
from lapwing.flows.admit import Arrival, Desk, admit
from lapwing.flows.attest import Statement, attest
from lapwing.flows.canary import Canary, list_canaries, run_canaries
from lapwing.flows.checkpoint import checkpoint
from lapwing.flows.deliver import Reply, deliver_due
from lapwing.flows.import_list import ListFile, import_list
from lapwing.flows.learn import School, learn
from lapwing.flows.look import look
from lapwing.flows.measure_matches import record_matches
from lapwing.flows.review import Found, claim, decide_case
from lapwing.flows.screen import Kit
from lapwing.flows.tell_us import published, put_surface, removed
from lapwing.flows.try_policy import try_policy
from lapwing.flows.verify_lists import verify_lists
from lapwing.intake import abilities
from lapwing.lists.registry import source_for
from lapwing.model.acts import Act, Fact
from lapwing.model.canary import CanarySort
from lapwing.model.cases import Basis, FindingKind
from lapwing.model.content import ContentId, content_id
from lapwing.model.decision import Audience, LegalBasis, Surface
from lapwing.model.evidence import ExposureStep, Purpose
from lapwing.model.lists import (
    Category,
    Closeness,
    ListClass,
    ListInfo,
    Threshold,
    Tier,
)
from lapwing.model.look_backs import LookBack, LookBackState
from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination, Message
from lapwing.model.works import Work
from lapwing.service.code_text import read_code
from lapwing.service.store.lists import Lists
from lapwing.service.store.memory_vault import MemoryVault
from lapwing.service.store.reads.matches import lists_erring
from lapwing.service.store.reads.register import StoredRegisters
from lapwing.service.store.records.book import DjangoBook
from lapwing.service.store.records.works import DjangoWorks
from lapwing.service.wiring.engine import list_kinds
from lapwing.service.wiring.own_lists import StoredOwnLists
from tests.canary_material import Measurer, kit
from tests.ledger_material import FakeSigner
from tests.policy_material import BOOK, match
from tests.spine_material import ANN, BEN, LEAD, NOW, PLATFORM, screened

SECOND = timedelta(seconds=1)
ADMINISTRATOR = Actor(id="person:ada", roles=frozenset({Role.ADMINISTRATOR}))
SURFACES = (
    Surface(name="posts", audience=Audience.PUBLIC, jurisdiction="GB", basis=LegalBasis(name="terms")),
    Surface(name="messages", audience=Audience.PRIVATE, jurisdiction="GB", basis=LegalBasis(name="terms")),
)
REVIEWED = Threshold(
    exact_bits=4,
    why="the pairs of October",
    signed_by="person:lea",
    signed_on=date(2026, 10, 30),
    precision=0.995,
    recall=0.8,
    sample_size=400,
)
LOOKS = tuple(sha256(bytes([each])).hexdigest() for each in range(4))
"""Fingerprints of no picture, as far apart as any."""

FILES: Mapping[str, tuple[ListClass, str]] = {
    "addresses": (ListClass.CSAM, "id,url\nu1,https://listed.example/one\n"),
    "hashes": (ListClass.CSAM, f"id,pdq\np1,{LOOKS[0]}\n"),
    "intimate": (ListClass.NCII, f"id,pdq\np2,{LOOKS[1]}\n"),
    "terms": (ListClass.CSAM, "id,term\nt1,zz-term-0017\n"),
    "terrorist": (ListClass.TERRORISM, f"id,pdq\np3,{LOOKS[2]}\n"),
}
STATED = ("INT.7", "P1.A2", "OFC.U4", "OSA-S121", "ICU-C9.list", "ICU-C9.sec", "ICU-C14", "ICU-A2", "P9.G3")


SORTS: Mapping[CanarySort, tuple[str, str, Closeness]] = {
    CanarySort.IMAGE: ("image", "sha256", Closeness.EXACT),
    CanarySort.ALTERED_IMAGE: ("image", "pdq", Closeness.NEAR),
    CanarySort.FILM: ("film", "sha256", Closeness.EXACT),
    CanarySort.DOCUMENT: ("document", "sha256", Closeness.EXACT),
    CanarySort.URL: ("url", "url", Closeness.EXACT),
    CanarySort.HIDDEN_URL: ("text", "url", Closeness.EXACT),
    CanarySort.QUERY: ("query", "term", Closeness.EXACT),
    CanarySort.NAME: ("name", "term", Closeness.EXACT),
    CanarySort.TEXT: ("text", "term", Closeness.EXACT),
}


def _same(made: Kit) -> Kit:
    return made


class Taken:
    """A destination that takes every message."""

    def send(self, message: Message, destination: Destination, *, now: datetime) -> Reply:
        del message, destination, now
        return Reply(taken=True, status="200")


class Played:
    """The world: what keeps it, and its scenes."""

    def __init__(self, home: Path) -> None:
        self.works, self.vault, self.lists = DjangoWorks(), MemoryVault(), Lists(home)
        self.own = StoredOwnLists(self.lists, list_kinds())
        self._numbers = count(1)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}-{next(self._numbers):032x}"

    @property
    def desk(self) -> Desk:
        return Desk(works=self.works, vault=self.vault, new_id=self.new_id)

    def play(self) -> None:
        self.begin()
        self.send_canaries(at=NOW)
        self.try_policy()
        self.find_and_learn()
        self.take_down()
        self.send_message()
        self.look_back()
        self.measure_matches()
        verify_lists(lists=self.lists, works=self.works, clock=lambda: NOW)
        self.state(*STATED)
        self.sign()

    def begin(self) -> None:
        for place in SURFACES:
            put_surface(place, works=self.works, by=ADMINISTRATOR, now=NOW - timedelta(days=2))
        harbour = Destination(name="harbour", url="https://harbour.example/", secret_id="harbour")  # noqa: S106  # a name
        self.works.run(lambda work: work.destinations.add(harbour))
        for name, (list_class, text) in FILES.items():
            self.bring(name, list_class, text)

    def bring(self, name: str, list_class: ListClass, text: str) -> None:
        info = ListInfo(
            name=name,
            title=name,
            source="a hotline",
            licence="agreement of 2026",
            list_class=list_class,
            tier=Tier.AUTHORITY,
            threshold=REVIEWED,
        )
        self.lists.add(info, by="lea", now=NOW - 2 * SECOND)
        file = ListFile(
            name=f"{name}.csv",
            untrusted_chunks=[text.encode()],
            source=source_for(f"{name}.csv"),
            columns=None,
        )
        import_list(name, file, store=self.lists, kinds=list_kinds(), by="lea", now=NOW - SECOND)

    def send_canaries(self, *, at: datetime, unseen: CanarySort | None = None) -> None:
        list_canaries((), b"pattern", own=self.own, measurer=Measurer(), now=at)
        for sort, (kind, listed, closeness) in SORTS.items():
            made = kit(kind=listed, closeness=closeness, sees=sort is not unseen)
            sent = Canary(sort=sort, kind=kind, data=f"canary {sort}".encode())
            run_canaries(
                (sent,),
                surfaces=SURFACES,
                kit=partial(_same, made),
                desk=self.desk,
                now=at,
            )

    def try_policy(self) -> None:
        try_policy(SURFACES, kit=kit(), works=self.works, now=NOW)
        facts: dict[str, Fact] = {"found": 170, "tried": 200, "engine": "0"}
        act = Act(act="recall.run", on="recall", by="engine", at=NOW, facts=facts)
        self.works.run(lambda work: work.record(act))

    def arrival(self, data: bytes, *, kind: str = "image") -> Arrival:
        return Arrival(
            reference=f"post/{data.decode()}",
            surface=SURFACES[0],
            account=f"account {data.decode()}",
            kind=kind,
            content_id=content_id(kind, data),
            untrusted_data=data,
        )

    def find_and_learn(self) -> None:
        """A near match is looked at by two people, confirmed, and learnt."""
        come = self.arrival(b"landscape")
        near = match(kind="pdq", closeness=Closeness.NEAR)
        admitted = admit(come, screened(come, near), desk=self.desk, by=PLATFORM, now=NOW)
        case_id = admitted.case or ""
        second = Found(kind=FindingKind.SECOND, why="somebody else should look")
        csam = Found(kind=FindingKind.CSAM, category=Category.B, why="the same as a listed one")
        for person, found in ((ANN, second), (BEN, csam)):
            claim(case_id, works=self.works, by=person, now=NOW)
            self.look_at(case_id, admitted.item.id, person)
            decide_case(case_id, found, works=self.works, new_id=self.new_id, by=person, now=NOW)
        self.deliver(at=NOW + SECOND)

    def look_at(self, case_id: str, item_id: str, person: Actor) -> None:
        item = self.works.run(lambda work: work.items.get(item_id))
        sealed = self.works.run(lambda work: self._sealed(work, item.content_id))
        look(
            sealed,
            case_id,
            ExposureStep.BLURRED,
            works=self.works,
            vault=self.vault,
            new_id=self.new_id,
            by=person,
            now=NOW,
        )
        self.state("P1.G7", about=person.id)

    @staticmethod
    def _sealed(work: Work, content: ContentId) -> str:
        return work.sealed.of_content(content, purpose=Purpose.EVIDENCE)[0].id

    def take_down(self) -> None:
        """A text is limited and shown; a person decides that the terms forbid it; the platform removes it."""
        come = self.arrival(b"a text", kind="text")
        term = match(kind="term", tier=Tier.UNREVIEWED)
        admitted = admit(come, screened(come, term), desk=self.desk, by=PLATFORM, now=NOW)
        published(admitted.item.id, works=self.works, by=PLATFORM, now=NOW)
        found = Found(kind=FindingKind.TERMS, basis=Basis.TERMS, why="the terms forbid it")
        decide_case(
            admitted.case or "", found, works=self.works, new_id=self.new_id, by=ANN, now=NOW + SECOND
        )
        self.deliver(at=NOW + 2 * SECOND)
        removed(admitted.item.id, views=3, works=self.works, by=PLATFORM, now=NOW + 4 * SECOND)

    def send_message(self) -> None:
        come = replace(self.arrival(b"hello", kind="text"), surface=SURFACES[1])
        admit(come, screened(come), desk=self.desk, by=PLATFORM, now=NOW)

    def look_back(self) -> None:
        """Every list has been looked back for; the journey itself is tested elsewhere."""

        def write(work: Work) -> None:
            for name in FILES:
                work.look_backs.add(
                    LookBack(
                        id=self.new_id("lb"),
                        list_name=name,
                        list_version=1,
                        changed_at=NOW - SECOND,
                        begun_at=NOW,
                        state=LookBackState.DONE,
                        done_at=NOW + SECOND,
                    )
                )

        self.works.run(write)

    def measure_matches(self) -> None:
        """It is counted how often lists err, as the worker does once a day."""
        record_matches(
            lists_erring(now=NOW + 5 * SECOND),
            policy_version=BOOK.version,
            share=BOOK.sample_share,
            works=self.works,
            now=NOW,
        )

    def deliver(self, *, at: datetime) -> None:
        school = School(works=self.works, vault=self.vault, measurer=Measurer(), own=self.own)

        def inside(message: Message) -> None:
            learn(message.on, school=school, now=at)

        deliver_due(works=self.works, post=Taken(), inside=inside, clock=lambda: at)

    def state(self, *rows: str, about: str = "", answer: str = "") -> None:
        for row in rows:
            said = Statement(
                row=row, text="As decided.", about=about, answer=answer, expires_at=NOW + timedelta(days=30)
            )
            attest(
                said,
                code=read_code(),
                policy_version=BOOK.version,
                works=self.works,
                vault=self.vault,
                new_id=self.new_id,
                by=LEAD,
                now=NOW,
            )

    def sign(self) -> None:
        for part in APPLICABLE:
            self.state("INT.2", about=part)
        self.state("A4.Q2", answer="yes")
        self.state("A4.Q5a", answer="no")
        checkpoint(book=DjangoBook(), signer=FakeSigner(), now=NOW + 5 * SECOND)

    def stand(self, *, at: datetime = NOW + timedelta(minutes=1)) -> dict[str, Status]:
        """Return how each row stands."""
        checks = all_checks()
        registers = StoredRegisters(self.lists, kinds=abilities())
        facts = registers.facts(needs_of(checks), now=at)
        rows = assess(read_code(), checks, replace(facts, as_of=at), now=at).rows
        return {row.requirement.id: row.status for row in rows}
