"""Somebody gets a second factor, or new recovery codes: kept together with the line that says so."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from lapwing.model.acts import Act
from lapwing.model.works import AlreadyThere, Work
from lapwing.service.people.given import given
from lapwing.service.people.models import Person


def has_factor(person: Person) -> bool:
    """Say whether *person* has an authenticator app."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def enrol(person: Person, secret: str) -> None:
    """Give *person* an authenticator app of that secret, and recovery codes.

    Raises:
        AlreadyThere: they have one.
    """
    now = given().now()

    def write(work: Work) -> None:
        if has_factor(person):
            raise AlreadyThere("second factor")
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
        facts = {"kind": str(Authenticator.Type.TOTP)}
        work.record(Act(act="person.enrol", on=person.actor.id, by=person.actor.id, at=now, facts=facts))

    given().works.run(write)


def renew_factor(person: Person, secret: str) -> None:
    """Give *person* another authenticator app in the place of the one before, and new recovery codes."""
    now = given().now()

    def write(work: Work) -> None:
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
        work.record(Act(act="person.renew-factor", on=person.actor.id, by=person.actor.id, at=now))

    given().works.run(write)


def renew_codes(person: Person) -> None:
    """Give *person* new recovery codes; the old ones are of no use any more."""
    now = given().now()

    def write(work: Work) -> None:
        Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(person)
        work.record(Act(act="person.renew-codes", on=person.actor.id, by=person.actor.id, at=now))

    given().works.run(write)


def enrolled_among(people: Iterable[Person]) -> frozenset[int]:
    """Return the keys of those who have an authenticator app."""
    found = Authenticator.objects.filter(user__in=list(people), type=Authenticator.Type.TOTP)
    return frozenset(found.values_list("user_id", flat=True))


def codes_left(person: Person) -> int:
    """Return how many recovery codes *person* has not used."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return 0 if kept is None else len(RecoveryCodes(kept).get_unused_codes())
