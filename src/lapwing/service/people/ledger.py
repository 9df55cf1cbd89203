"""What the ledger says of signing in."""

from lapwing.model.acts import Act, Fact
from lapwing.service.people.given import given
from lapwing.service.people.lockout import CODE, MOST_UNKNOWN, PASSWORD, UNKNOWN, is_locked, may_try
from lapwing.service.people.models import Person

UNKNOWN_PERSON = "person:unknown"
"""On whom a failure is with a name that nobody has: the name is not written down, it may be a password."""


def signed_in(person: Person, *, by_code: bool) -> None:
    """Record that somebody signs in. by_code: with a second factor; without one they may only set one up."""
    _say("person.sign-in", person, by_code=by_code)


def signed_out(person: Person) -> None:
    """Record that somebody signs out."""
    _say("person.sign-out", person)


def sign_in_failed(untrusted_name: str) -> None:
    """Record a wrong password, and that it was the last that may be tried for a while if it was."""
    works, now = given().works, given().now()
    person = Person.objects.filter(username=untrusted_name.strip().lower()).first()
    if person is None:
        if may_try(UNKNOWN, "", works=works, now=now, most=MOST_UNKNOWN):
            _say_on(UNKNOWN_PERSON, "person.sign-in-fail", by=UNKNOWN_PERSON, facts={"factor": PASSWORD})
        return
    _failed(person, PASSWORD)


def password_failed(person: Person) -> None:
    """Record a wrong password of somebody who is signed in."""
    _failed(person, PASSWORD)


def code_failed(person: Person) -> None:
    """Record a wrong code, and that it was the last that may be tried for a while if it was."""
    _failed(person, CODE)


def recovery_code_used(person: Person) -> None:
    """Record that somebody signed in with a recovery code."""
    _say("person.recovery-code", person)


def _failed(person: Person, factor: str) -> None:
    _say("person.sign-in-fail", person, factor=factor)
    if is_locked(factor, person.username, now=given().now()):
        _say("person.lock-out", person, factor=factor)


def _say(act: str, person: Person, **facts: Fact) -> None:
    _say_on(person.actor.id, act, by=person.actor.id, facts=facts)


def _say_on(on: str, act: str, *, by: str, facts: dict[str, Fact]) -> None:
    now = given().now()
    given().works.run(lambda work: work.record(Act(act=act, on=on, by=by, at=now, facts=facts)))
