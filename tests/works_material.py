"""Records and acts for tests of what keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lapwing.evidence.ledger import START, Line, read
from lapwing.model.acts import Act
from lapwing.model.attestations import Attestation
from lapwing.model.cases import Basis, Case, CaseState, Finding, FindingKind
from lapwing.model.content import ContentId
from lapwing.model.decision import AgeBand, Audience, LegalBasis, Step, Surface
from lapwing.model.evidence import Exposure, ExposureStep, Purpose, Sealed
from lapwing.model.lists import Category
from lapwing.model.look_backs import Fingerprints, LookBack
from lapwing.model.platform import Account, Destination, Item, ItemState, Message
from lapwing.model.works import Works

NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CONTENT = ContentId("c-" + "a" * 40)
OTHER = ContentId("c-" + "b" * 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Works of one kind, and a way to their ledger."""

    works: Works
    lines: Callable[[], Sequence[Line]]


def item(number: int = 1, *, content_id: ContentId = CONTENT, at: datetime = NOW) -> Item:
    return Item(
        id=f"i-{number:032x}",
        reference=f"post/{number}",
        surface="upload",
        account="ann",
        kind="image",
        content_id=content_id,
        received_at=at,
        state=ItemState.WAITING,
        step=Step.HOLD,
    )


def account(name: str = "ann") -> Account:
    return Account(id=name, age_band=AgeBand.ADULT, opened_at=NOW - 90 * MINUTE)


def surface(name: str = "upload") -> Surface:
    return Surface(
        name=name,
        audience=Audience.PUBLIC,
        jurisdiction="GB",
        basis=LegalBasis(name="terms"),
        on_unknown=Step.HOLD,
    )


def case(
    number: int = 1,
    *,
    account: str | None = "ann",
    contents: tuple[ContentId, ...] = (CONTENT,),
    items: tuple[str, ...] = (),
    opened: datetime = NOW,
    joined: datetime | None = None,
    state: CaseState = CaseState.OPEN,
    queue: str = "known",
    priority: int = 50,
) -> Case:
    return Case(
        id=f"c-{number:032x}",
        queue=queue,
        priority=priority,
        state=state,
        account=account,
        items=items,
        contents=contents,
        opened_at=opened,
        joined_at=joined or opened,
    )


def finding(
    number: int = 1, *, case: str = f"c-{1:032x}", by: str = "person:kay", at: datetime = NOW
) -> Finding:
    return Finding(
        id=f"f-{number:032x}",
        case=case,
        kind=FindingKind.SECOND,
        category=Category.NONE,
        basis=Basis.LAW,
        why="The same as on the list.",
        by=by,
        at=at,
    )


def sealed(number: int = 1, *, purpose: Purpose = Purpose.EVIDENCE, at: datetime = NOW) -> Sealed:
    return Sealed(
        id=f"e-{number:032x}",
        content_id=CONTENT,
        kind="image",
        purpose=purpose,
        sha256_hex="0" * 64,
        size_bytes=10,
        master_key="first",
        wrapped_key=b"\x00\xffwrapped",
        place=f"sealed/{number}",
        sealed_at=at,
        sealed_by="engine",
    )


def exposure(number: int = 1, *, sealed: str = f"e-{1:032x}", at: datetime = NOW) -> Exposure:
    return Exposure(
        id=f"x-{number:032x}",
        sealed=sealed,
        case=f"c-{1:032x}",
        by="person:kay",
        at=at,
        step=ExposureStep.BLURRED,
    )


def message(number: int = 1, *, due: datetime = NOW) -> Message:
    return Message(
        id=f"m-{number:032x}",
        destination="harbour",
        topic="item.action",
        on=f"i-{1:032x}",
        body='{"action":"hide"}',
        made_at=NOW,
        due_at=due,
    )


def destination(name: str = "harbour") -> Destination:
    return Destination(
        name=name,
        url="https://harbour.example/hooks",
        secret_id="hook-1",  # noqa: S106  # its name
        topics=frozenset({"item.action"}),
    )


def attestation(number: int = 1, *, row: str = "ICU-A2", at: datetime = NOW) -> Attestation:
    return Attestation(
        id=f"a-{number:032x}",
        row=row,
        by="person:lea",
        at=at,
        expires_at=at + timedelta(days=365),
        statement="The head of safety answers for it; the board's minutes of May name her.",
    )


def look_back(number: int = 1, *, list_name: str = "harbour", at: datetime = NOW) -> LookBack:
    return LookBack(
        id=f"lb-{number:032x}", list_name=list_name, list_version=number, changed_at=at, begun_at=at
    )


def fingerprints(
    content_id: ContentId = CONTENT, *, at: datetime = NOW, packed: bytes = b"\x00\xff"
) -> Fingerprints:
    return Fingerprints(content_id=content_id, kind="image", seen_at=at, packed=packed)


def act(on: str = "ann", *, why: str = "") -> Act:
    return Act(act="account.tell", on=on, by="key:1", at=NOW, why=why, facts={"count": 3})


def require_whole(lines: Sequence[Line]) -> None:
    """Assert that lines are a ledger: as their texts say, numbered without gaps, each after the last."""
    head = START
    for line in lines:
        assert read(line.text) == line
        assert (line.number, line.previous) == (head.number + 1, head.digest)
        head = line.head
