"""How `lapwing screen` ends, item by item and for all of them together."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from lapwing.flows.screen import Screened
from lapwing.model.content import Gap, Why
from lapwing.model.decision import Decision, Step
from lapwing.model.lists import ListClass, Tier
from lapwing.model.signals import Measured
from lapwing.service.batch import Answer
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.tally import Tally
from lapwing.service.items import Item
from tests.policy_material import decided, match

GAP = Gap(who="image", why=Why.DAMAGED)
ALLOWED = match(list_class=ListClass.ALLOW)
CLEAR = decided()
FOUND = decided(match())
UNKNOWN = decided(gaps=(GAP,))
EXCEPTION = decided(ALLOWED)
CLEARED = decided(match(kind="sha256", list_class=ListClass.NCII, tier=Tier.REVIEWED), ALLOWED)
CLEARED_AND_UNKNOWN = decided(
    match(kind="sha256", list_class=ListClass.NCII, tier=Tier.REVIEWED), ALLOWED, gaps=(GAP,)
)
UNKNOWN_BUT_SHOWN = replace(UNKNOWN, step=Step.ALLOW, reasons=(replace(UNKNOWN.reasons[0], step=Step.ALLOW),))


def ending(*decisions: Decision) -> Exit:
    tally = Tally()
    for decision in decisions:
        measured = Measured(content_id=decision.content_id, kind="image", size_bytes=1, signals=(), gaps=())
        tally.add(
            Answer(
                item=Item(name="x", path=Path("x")), screened=Screened(decision=decision, measured=measured)
            )
        )
    return tally.exit_code()


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        ((), Exit.DONE),
        ((CLEAR,), Exit.DONE),
        ((FOUND,), Exit.FOUND),
        ((UNKNOWN,), Exit.UNKNOWN),
        ((UNKNOWN_BUT_SHOWN,), Exit.UNKNOWN),
        ((EXCEPTION,), Exit.DONE),
        ((CLEARED,), Exit.DONE),
        ((CLEARED_AND_UNKNOWN,), Exit.UNKNOWN),
        ((CLEARED, UNKNOWN), Exit.UNKNOWN),
        ((EXCEPTION, UNKNOWN, CLEAR), Exit.UNKNOWN),
        ((FOUND, UNKNOWN), Exit.FOUND),
        ((FOUND, CLEARED, CLEAR), Exit.FOUND),
    ],
)
def test_the_code_is_that_of_the_gravest_item_in_any_order(
    decisions: tuple[Decision, ...], code: Exit
) -> None:
    assert {ending(*some) for some in permutations(decisions)} == {code}


def test_what_the_table_says_of_is_what_it_is_about() -> None:
    assert CLEARED.matches
    assert CLEARED.step is Step.ALLOW
    assert {FOUND.step, UNKNOWN.step} <= {Step.HOLD, Step.BLOCK}
