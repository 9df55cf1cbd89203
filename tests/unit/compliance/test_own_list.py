"""What the row about our own list says where it is met: also what is not done for it."""

from lapwing.compliance.checks.own_list import CHECK
from lapwing.compliance.examples import GOOD, NOW
from lapwing.compliance.port import Status


def test_where_it_is_met_it_says_that_nothing_is_shared() -> None:
    outcome = CHECK.look(GOOD, now=NOW)
    assert outcome.status is Status.MET
    assert "shared with nobody" in outcome.why
