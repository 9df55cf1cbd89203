"""How often lists err, and what is drawn for review, by what is kept on either database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lapwing.flows.admit import Admitted, Desk, admit
from lapwing.flows.review import Found, decide_case, undo
from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Basis, FindingKind
from lapwing.model.lists import Category, ListClass, Match, Tier
from lapwing.model.people import ENGINE, Actor
from lapwing.policy.rules.blocks_are_sampled import is_drawn
from lapwing.service.store.memory_vault import MemoryVault
from lapwing.service.store.reads.matches import drawn_cases, lists_erring
from lapwing.service.store.records.works import DjangoWorks
from lapwing.service.wiring.ids import new_id
from tests.django_world import Database
from tests.policy_material import BOOK, match
from tests.spine_material import ANN, BEN, LEAD, NOW, PLATFORM, arrival, screened

NOT = Found(kind=FindingKind.NOT, basis=Basis.TERMS, why="it is something else")
CSAM = Found(kind=FindingKind.CSAM, category=Category.A, why="as listed")
UNSURE = Found(kind=FindingKind.UNSURE, why="hard to tell")
VERIFIED = "csam-authority"
Send = Callable[..., Admitted]


@pytest.fixture
def works(database: Database) -> DjangoWorks:
    assert database.kind
    return DjangoWorks()


@pytest.fixture
def send(works: DjangoWorks) -> Send:
    vault = MemoryVault()

    def sent(
        data: bytes, *matches: Match, account: str = "account-1", days_ago: int = 0, by: Actor = PLATFORM
    ) -> Admitted:
        come = arrival(data, account=account)
        desk = Desk(works=works, vault=vault, new_id=new_id)
        at = NOW - timedelta(days=days_ago)
        return admit(come, screened(come, *(matches or (match(),))), desk=desk, by=by, now=at)

    return sent


def drawn_content(number: int) -> bytes:
    """Return the content of that number among those that the policy draws."""
    contents = (b"drawn %d" % each for each in range(10**6))
    drawn = (each for each in contents if is_drawn(arrival(each).content_id, share=BOOK.sample_share))
    return [next(drawn) for _ in range(number + 1)][number]


def find(works: DjangoWorks, admitted: Admitted, found: Found) -> None:
    by = BEN if found is NOT else ANN
    decide_case(admitted.case or "", found, works=works, new_id=new_id, by=by, now=NOW)


def test_contents_are_counted_with_what_people_found_of_them(works: DjangoWorks, send: Send) -> None:
    find(works, send(b"one", days_ago=3), CSAM)
    send(b"one", days_ago=2)  # again, and counted once
    find(works, send(b"two"), NOT)
    find(works, send(b"three"), UNSURE)
    send(b"four", match(list_class=ListClass.OWN, tier=Tier.REVIEWED))
    verified, own = lists_erring(now=NOW)
    assert (verified.list_name, verified.matched, verified.looked_at, verified.false) == (VERIFIED, 3, 2, 1)
    assert (verified.ripe, verified.ripe_looked_at) == (1, 1)
    assert (own.list_name, own.matched, own.looked_at) == ("own-reviewed", 1, 0)


def test_what_is_old_or_a_canary_or_asks_nobody_is_not_counted(send: Send) -> None:
    send(b"old", days_ago=31)
    send(b"canary", account=CANARY_ACCOUNT, by=ENGINE)
    send(b"harmless", match(list_class=ListClass.ALLOW))
    assert lists_erring(now=NOW) == ()


def test_a_finding_that_was_taken_back_counts_no_more(works: DjangoWorks, send: Send) -> None:
    admitted = send(b"one")
    find(works, admitted, NOT)
    undo(admitted.case or "", why="a mistake", works=works, new_id=new_id, by=LEAD, now=NOW)
    (verified,) = lists_erring(now=NOW)
    assert (verified.looked_at, verified.false) == (0, 0)


def test_likely_false_matches_are_drawn_first(works: DjangoWorks, send: Send) -> None:
    exact = send(drawn_content(0))
    less_trusted = send(drawn_content(1), match(list_class=ListClass.OWN, tier=Tier.REVIEWED))
    find(works, send(drawn_content(2)), CSAM)
    send(b"not drawn")
    found = drawn_cases()
    assert [each.case.id for each in found] == [less_trusted.case, exact.case]
    assert [each.best.entry.tier for each in found] == [Tier.REVIEWED, Tier.AUTHORITY]
    assert [each.case.id for each in drawn_cases(most=1, after=1)] == [exact.case]
