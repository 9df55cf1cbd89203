"""People are added, given roles, let back in and kept out; each time with a line in the ledger."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.people import Actor, Permission, Role
from lapwing.model.works import AlreadyThere, Missing, Work, Works
from lapwing.service.people.links import end_link, new_link, person_of
from lapwing.service.people.models import Person

OF_PEOPLE = frozenset({Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR})
"""The roles that a person can have."""

FIRST = "admin"
"""The name of the administrator that the first start makes."""


class NotYourself(NotPermitted):
    """Nobody changes their own roles, resets themselves or keeps themselves out: somebody else does."""

    code = "lapwing.not-yourself"


class BadPerson(BadInput):
    """This person cannot be kept as described."""

    code = "lapwing.bad-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who is to set a password by a one-time link. token: of the link; it is kept nowhere."""

    username: str
    token: str


def add_person(
    username: str, *, display_name: str, roles: Iterable[Role], works: Works, by: Actor, now: datetime
) -> Invited:
    """Keep a new person, who sets a password by the link that is returned.

    Raises:
        NotPermitted: *by* may not. AlreadyThere: the name is taken.
        BadPerson: the name or the roles cannot be.
    """
    by.require(Permission.PEOPLE_WRITE)
    return _add(username, display_name=display_name, roles=roles, works=works, by=by.id, now=now)


def first_administrator(*, works: Works, now: datetime) -> Invited | None:
    """Keep the first person of all, an administrator called FIRST; None if there are people already."""
    if Person.objects.exists():
        return None
    try:
        return _add(
            FIRST,
            display_name="Administrator",
            roles=(Role.ADMINISTRATOR,),
            works=works,
            by="engine",
            now=now,
        )
    except AlreadyThere:  # another process was faster
        return None


def set_roles(username: str, roles: Iterable[Role], *, works: Works, by: Actor, now: datetime) -> Person:
    """Give a person these roles in the place of those that they have; it holds from their next click on.

    Raises:
        NotPermitted: *by* may not. NotYourself: it is *by*.
        Missing: there is nobody of that name. BadPerson: the roles cannot be.
    """
    _require(username, by)
    after = _names(roles)

    def change(person: Person) -> Mapping[str, Fact]:
        before, person.roles = person.roles, " ".join(after)
        return {"from": before, "to": person.roles}

    return _changed(username, change, act="person.role", works=works, by=by.id, now=now)


def reset(username: str, *, second_factor: bool, works: Works, by: Actor, now: datetime) -> Invited:
    """End every session of a person and give them a new link; where asked for, drop their second factor.

    Raises:
        NotPermitted: *by* may not. NotYourself: it is *by*. Missing: there is nobody of that name.
    """
    _require(username, by)
    tokens: list[str] = []

    def change(person: Person) -> Mapping[str, Fact]:
        tokens[:] = [new_link(person, now=now)]
        person.set_unusable_password()
        person.is_active = True
        person.epoch += 1
        if second_factor:
            Authenticator.objects.filter(user=person).delete()
        return {"second_factor": second_factor}

    person = _changed(username, change, act="person.reset", works=works, by=by.id, now=now)
    return Invited(username=person.username, token=tokens[0])


def disable(username: str, *, works: Works, by: Actor, now: datetime) -> Person:
    """Keep a person out from now on; what they did stays.

    Raises:
        NotPermitted: *by* may not. NotYourself: it is *by*. Missing: there is nobody of that name.
    """
    _require(username, by)

    def change(person: Person) -> Mapping[str, Fact]:
        end_link(person)
        person.is_active = False
        person.epoch += 1
        return {}

    return _changed(username, change, act="person.disable", works=works, by=by.id, now=now)


def enable(username: str, *, works: Works, by: Actor, now: datetime) -> Person:
    """Let a person in again who was kept out, with the password and the second factor that they had.

    Raises:
        NotPermitted: *by* may not. NotYourself: it is *by*. Missing: there is nobody of that name.
    """
    _require(username, by)

    def change(person: Person) -> Mapping[str, Fact]:
        person.is_active = True
        return {}

    return _changed(username, change, act="person.enable", works=works, by=by.id, now=now)


def end_sessions_of(username: str, *, works: Works, by: Actor, now: datetime) -> Person:
    """Sign a person out everywhere.

    Raises:
        NotPermitted: *by* may not. Missing: there is nobody of that name.
    """
    by.require(Permission.PEOPLE_WRITE)

    def change(found: Person) -> Mapping[str, Fact]:
        found.epoch += 1
        return {}

    return _changed(username, change, act="person.sign-out-everywhere", works=works, by=by.id, now=now)


def change_password(person: Person, password: str, *, works: Works, now: datetime) -> Person:
    """Set a new password at somebody's own wish; every session of theirs ends. It was checked before."""

    def change(found: Person) -> Mapping[str, Fact]:
        found.set_password(password)
        end_link(found)
        found.epoch += 1
        return {}

    return _changed(person.username, change, act="person.password", works=works, by=person.actor.id, now=now)


def end_sessions(person: Person, *, works: Works, now: datetime) -> None:
    """Sign a person out everywhere, at their own wish."""

    def change(found: Person) -> Mapping[str, Fact]:
        found.epoch += 1
        return {}

    _changed(
        person.username, change, act="person.sign-out-everywhere", works=works, by=person.actor.id, now=now
    )


def take_link(untrusted_token: str, *, password: str, works: Works, now: datetime) -> Person:
    """Set the password of whose link that is, which is then used up. The password was checked before.

    Raises:
        LinkGone: it is nobody's any more.
    """

    def write(work: Work) -> Person:
        person = person_of(untrusted_token, now=now)
        person.set_password(password)
        person.epoch += 1
        end_link(person)
        person.save()
        _record(work, person, act="person.password", by=person.actor.id, facts={}, now=now)
        return person

    return works.run(write)


def _require(username: str, by: Actor) -> None:
    """Do nothing where *by* may administer that person.

    Raises:
        NotPermitted: they may not. NotYourself: it is *by*.
    """
    by.require(Permission.PEOPLE_WRITE)
    if by.id == f"person:{username}":
        raise NotYourself


def _add(
    username: str, *, display_name: str, roles: Iterable[Role], works: Works, by: str, now: datetime
) -> Invited:
    person = Person(
        username=username,
        display_name=display_name.strip() or username,
        roles=" ".join(_names(roles)),
        made_at=now,
        made_by=by,
    )
    person.set_unusable_password()
    token = new_link(person, now=now)
    try:
        person.clean_fields()
    except ValidationError as refused:
        raise BadPerson("; ".join(refused.messages)) from refused

    def write(work: Work) -> Invited:
        if Person.objects.filter(username=username).exists():
            raise AlreadyThere("person")
        person.pk = None
        person.save(force_insert=True)
        _record(work, person, act="person.add", by=by, facts={"roles": person.roles}, now=now)
        return Invited(username=username, token=token)

    return works.run(write)


def _changed(
    username: str,
    change: Callable[[Person], Mapping[str, Fact]],
    *,
    act: str,
    works: Works,
    by: str,
    now: datetime,
) -> Person:
    def write(work: Work) -> Person:
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise Missing("person")
        facts = change(person)
        person.save()
        _record(work, person, act=act, by=by, facts=facts, now=now)
        return person

    return works.run(write)


def _record(
    work: Work, person: Person, *, act: str, by: str, facts: Mapping[str, Fact], now: datetime
) -> None:
    work.record(Act(act=act, on=f"person:{person.username}", by=by, at=now, facts=facts))


def _names(roles: Iterable[Role]) -> list[str]:
    """Return the names of roles in order.

    Raises:
        BadPerson: there is none, or one that is not for people.
    """
    chosen = frozenset(roles)
    if not chosen:
        raise BadPerson("it takes at least one role")
    if not chosen <= OF_PEOPLE:
        raise BadPerson(f"the roles of people are {', '.join(sorted(OF_PEOPLE))}")
    return sorted(chosen)
