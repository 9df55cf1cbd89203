"""The people of Harbour: made up, the same for the same seed, some of them children and most of them not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lapwing.service.demo.wording import NAMES, seeded
from lapwing_client import AgeBand

FIRST_DAY = datetime(2024, 3, 1, tzinfo=UTC)
DAYS_OPEN = 900
ACCOUNT = "account/"
"""What the id of every account begins with."""

BANDS = (
    *[AgeBand.ADULT] * 6,
    AgeBand.FROM_16_TO_17,
    AgeBand.FROM_13_TO_15,
    AgeBand.UNKNOWN,
    AgeBand.UNKNOWN,
)
"""One in ten each, adults six; who has not said is treated as a child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. id: Harbour's own."""

    id: str
    name: str
    age_band: AgeBand
    opened_at: datetime


def people(count: int, *, seed: int) -> tuple[Person, ...]:
    """Return that many people."""
    rng = seeded("harbour people", seed)
    return tuple(
        Person(
            id=f"{ACCOUNT}{number:04d}",
            name=f"{rng.choice(NAMES)} {number}",
            age_band=rng.choice(BANDS),
            opened_at=FIRST_DAY + timedelta(days=rng.randrange(DAYS_OPEN)),
        )
        for number in range(1, count + 1)
    )
