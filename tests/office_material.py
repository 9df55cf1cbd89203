"""A console with something of everything that is administered: lists, keys, destinations, statements.

It can be imported once Django is ready; see tests.console_material.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from lapwing.flows.attest import Statement
from lapwing.flows.import_list import ListFile, import_list
from lapwing.flows.keep_keys import Wanted, issue
from lapwing.flows.tell_us import put_surface
from lapwing.lists.registry import source_for
from lapwing.model.decision import Audience, LegalBasis, Step, Surface
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.model.people import Permission
from lapwing.model.platform import Message, MessageState
from lapwing.model.works import Work
from lapwing.service.console.office import office
from lapwing.service.machine import Disk, Machine, Needed
from lapwing.service.wiring import list_kinds
from tests.console_material import ROOT, World
from tests.spine_material import LEAD, NOW

LIST = ListInfo(
    name="harbour-hashes",
    title="Harbour hashes",
    source="synthetic",
    list_class=ListClass.CSAM,
    tier=Tier.AUTHORITY,
    licence="Agreement 7, to 2027",
)
ROW = "P1.A2"
GIB = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnished:
    """The ids of what is there. dead: of a message that was given up."""

    key: str
    attestation: str
    dead: str


def furnish(world: World) -> Furnished:
    """Put something of everything into a world."""
    import_versions(world)
    surfaces(world)
    world.destination("harbour")
    key = issue(
        Wanted(
            name="harbour upload",
            scopes=frozenset({Permission.SCREEN, Permission.ITEM_TELL}),
            requests_a_minute=600,
            expires_at=NOW + timedelta(days=90),
        ),
        desk=office().key_desk,
        by=ROOT,
        now=world.clock(),
    ).key.id
    return Furnished(key=key, attestation=stated(world), dead=messages(world))


def import_versions(world: World) -> None:
    """Keep a list with a version that serves, and one that waits."""
    world.lists.add(LIST, by="operator:test", now=NOW - timedelta(days=9))
    for entries, days in ((40, 3), (20, 1)):
        rows = [f"e-{number},sha256,{digest(number)}" for number in range(entries)]
        text = "\n".join(["id,kind,value", *rows, ""])
        file = ListFile(
            name="harbour.csv", untrusted_chunks=[text.encode()], source=source_for("harbour.csv")
        )
        import_list(
            LIST.name,
            file,
            store=world.lists,
            kinds=list_kinds(),
            by="operator:test",
            now=NOW - timedelta(days=days),
        )


def digest(number: int) -> str:
    """Return a fingerprint of nothing."""
    return hashlib.sha256(f"harbour {number}".encode()).hexdigest()


def surfaces(world: World) -> None:
    """Keep a public surface, one whose basis is over, and one without any."""
    law = LegalBasis(name="Online Safety Act 2023 s.10")
    public = Surface(name="upload", audience=Audience.PUBLIC, jurisdiction="GB", basis=law)
    over = replace(law, name="A regulation", expires_on=date(2026, 4, 3))
    private = Surface(name="messages", audience=Audience.PRIVATE, jurisdiction="IE", basis=over)
    for each in (public, private, replace(private, name="drafts", basis=None, on_unknown=Step.ALLOW)):
        put_surface(each, works=world.works, by=ROOT, now=world.clock())


def stated(world: World) -> str:
    """Keep a statement about a row, and return its id."""
    return world.state(
        Statement(
            row=ROW,
            text="The board looked at it on 3 November.",
            expires_at=datetime(2027, 3, 1, tzinfo=UTC),
            untrusted_attachment=b"minutes",
        ),
        by=LEAD,
    ).id


def messages(world: World) -> str:
    """Owe a message that was delivered, one that fails and one that was given up; return the last."""
    names = {"delivered": "m-" + "1" * 32, "due": "m-" + "2" * 32, "dead": "m-" + "3" * 32}
    made = [
        Message(
            id=message_id,
            destination="harbour",
            topic="item.action",
            on="i-" + "0" * 32,
            body="{}",
            made_at=NOW - timedelta(hours=2),
            due_at=NOW + timedelta(minutes=5),
            state=MessageState(state),
            attempts={"delivered": 1, "due": 2, "dead": 10}[state],
            delivered_at=NOW - timedelta(hours=1) if state == "delivered" else None,
            last_status="204" if state == "delivered" else "503",
        )
        for state, message_id in names.items()
    ]

    def write(work: Work) -> None:
        for each in made:
            work.outbox.add(each)

    world.works.run(write)
    return names["dead"]


def troubled() -> Machine:
    """Return a machine on which several things are wrong."""
    return Machine(
        needed=(Needed(name="database", ok=True), Needed(name="vault", ok=False, code="lapwing.unavailable")),
        disks=(Disk(folder="/srv/lapwing", free_bytes=3 * GIB, total_bytes=100 * GIB),),
        worker_at=NOW - timedelta(hours=3),
    )
