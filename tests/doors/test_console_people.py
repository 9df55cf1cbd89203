"""People in the console: added, given roles, let back in, kept out; and what each does about themselves."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from lapwing.model.people import Role
from lapwing.service.people.enrol import enrol
from lapwing.service.people.lockout import MOST_ATTEMPTS
from lapwing.service.people.models import Person
from lapwing.service.store.reads.ledger import lines
from tests.console_material import PASSWORD, World, text_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  # of people who are not there
NEW = "another long and odd one, 1877"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ACTS = ("roles", "reset", "lock", "unlock", "sign-out")


def administrator(world: World, name: str = "ada") -> Client:
    return world.browser(world.person(name, Role.ADMINISTRATOR))


def is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def last(act: str) -> tuple[str, str]:
    line = lines(act=act, most=1)[0]
    return line.on, line.by


def test_a_person_is_added_by_a_link_that_is_shown_once(world: World) -> None:
    ada = administrator(world)
    form = {"username": "new-one", "display_name": "New", "roles": ["moderator", "auditor"]}
    shown = ada.post("/people/add/", form)
    link = re.search(r"http://testserver(/link/[^<]+/)<", shown.content.decode())
    assert link
    assert "no-store" in shown["Cache-Control"]
    assert last("person.add") == ("person:new-one", "person:ada")
    page = ada.get("/person/new-one/").content.decode()
    assert "link not used yet" in page
    assert link[1] not in page
    browser = world.browser()
    assert browser.post(link[1], {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert Person.objects.get(username="new-one").role_set == {Role.MODERATOR, Role.AUDITOR}
    assert "ask an administrator for a new link" in world.browser().get(link[1]).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"username": "Ann Other", "roles": "lead"},
        {"username": "ann", "roles": "platform"},
        {"username": "ann"},
        {"username": "a\0b", "roles": "lead"},
        {"username": "ada", "roles": "lead"},
    ],
)
def test_what_cannot_be_a_person_is_said_beside_the_form(world: World, form: dict[str, str]) -> None:
    answer = administrator(world).post("/people/add/", form)
    assert answer.status_code == 422
    assert "This cannot be kept yet" in text_of(answer.content)
    assert Person.objects.count() == 1


def test_roles_change_with_the_next_click_and_in_the_ledger(world: World) -> None:
    ada, ben = administrator(world), world.browser(world.person("ben", Role.MODERATOR))
    assert ben.get("/ledger/").status_code == 403
    assert ada.post("/person/ben/roles/", {"roles": ["auditor"]}).status_code == 302
    assert ben.get("/ledger/").status_code == 200
    assert ben.get("/queues/").status_code == 403
    assert last("person.role") == ("person:ben", "person:ada")
    assert ada.post("/person/ben/roles/", {}).status_code == 422


def test_who_is_kept_out_is_out_at_once_and_can_be_let_in_again(world: World) -> None:
    ada, ben = administrator(world), world.browser(world.person("ben", Role.MODERATOR))
    assert ada.post("/person/ben/lock/").status_code == 302
    assert not is_in(ben)
    assert last("person.disable") == ("person:ben", "person:ada")
    assert ada.post("/person/ben/unlock/").status_code == 302
    assert not is_in(ben)
    assert world.browser().post("/sign-in/", {"login": "ben", "password": PASSWORD}).status_code == 302
    assert last("person.enable") == ("person:ben", "person:ada")


@pytest.mark.parametrize("lost", [True, False])
def test_a_second_factor_is_reset_by_another_administrator(world: World, *, lost: bool) -> None:
    ben = world.person("ben", Role.MODERATOR)
    enrol(ben, SECRET)
    browser = world.browser(ben)
    answer = administrator(world).post("/person/ben/reset/", {"second_factor": "yes"} if lost else {})
    assert "/link/" in answer.content.decode()
    assert not is_in(browser)
    assert Authenticator.objects.filter(user=ben).exists() is not lost
    assert last("person.reset") == ("person:ben", "person:ada")


def test_sessions_of_somebody_are_ended(world: World) -> None:
    ada, ben = administrator(world), world.browser(world.person("ben", Role.MODERATOR))
    assert ada.post("/person/ben/sign-out/").status_code == 302
    assert not is_in(ben)
    assert last("person.sign-out-everywhere") == ("person:ben", "person:ada")


@pytest.mark.parametrize("act", ["roles", "reset", "lock", "unlock"])
def test_nobody_does_to_themselves_what_another_administrator_has_to(world: World, act: str) -> None:
    ada = administrator(world)
    before = Person.objects.values().get(username="ada")
    assert ada.post(f"/person/ada/{act}/", {"roles": ["auditor"]}).status_code == 403
    after = Person.objects.values().get(username="ada")
    assert before == after
    assert f'action="/person/ada/{act}/"' not in ada.get("/person/ada/").content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_somebody_who_is_not_there(world: World, act: str) -> None:
    ada = administrator(world)
    for name in ("nobody", "a%00b", "..%2f..", "ANN"):
        assert ada.post(f"/person/{name}/{act}/", {"roles": ["lead"]}).status_code == 404


def test_a_password_is_changed_by_whoever_knows_it_and_other_sessions_end(world: World) -> None:
    ben = world.person("ben", Role.MODERATOR)
    here, elsewhere = world.browser(ben), world.browser(ben)
    form = {"old": PASSWORD, "password": NEW, "again": NEW}
    before = here.cookies["lapwing_session"].value
    assert here.post("/you/password/", form)["Location"] == "/you/"
    assert is_in(here)
    assert here.cookies["lapwing_session"].value != before
    assert not is_in(elsewhere)
    assert last("person.password") == ("person:ben", "person:ben")
    ben.refresh_from_db()
    assert ben.check_password(NEW)


@pytest.mark.parametrize(
    "change",
    [
        {"old": "not that"},
        {"old": ""},
        {"password": "short", "again": "short"},
        {"password": "1234567890123456", "again": "1234567890123456"},
        {"password": PASSWORD, "again": PASSWORD},
        {"again": "something else"},
    ],
)
def test_a_password_stays_where_anything_is_wrong(world: World, change: dict[str, str]) -> None:
    ben = world.person("ben", Role.MODERATOR)
    answer = world.browser(ben).post(
        "/you/password/", {"old": PASSWORD, "password": NEW, "again": NEW} | change
    )
    assert answer.status_code == 422
    assert PASSWORD not in answer.content.decode()
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_an_old_password_is_not_guessed_at_a_desk_that_was_left(world: World) -> None:
    ben = world.person("ben", Role.MODERATOR)
    browser = world.browser(ben)
    for _ in range(MOST_ATTEMPTS):
        browser.post("/you/password/", {"old": "a guess", "password": NEW, "again": NEW})
    answer = browser.post("/you/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert answer.status_code == 422
    assert world.acts().count("person.sign-in-fail") == MOST_ATTEMPTS
    assert world.acts()[-1] == "person.lock-out"


def signed_in(person: Person, browser: str = FIREFOX) -> Client:
    """Return a browser that went through the page of signing in, with a second factor."""
    client = Client(headers={"user-agent": browser})
    client.post("/sign-in/", {"login": person.username, "password": PASSWORD})
    session = client.session
    session["lapwing_second_factor_of"] = person.pk
    session.save()
    return client


def test_one_sees_the_sessions_that_one_has_and_ends_one_of_them(world: World) -> None:
    ben = world.person("ben", Role.MODERATOR)
    here, phone = signed_in(ben), signed_in(ben, "Mozilla/5.0 (iPhone) Safari/604.1")
    world.browser(world.person("ann", Role.MODERATOR))
    page = here.get("/you/").content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    (other,) = re.findall(r'name="session" value="([0-9a-f]{64})"', page)
    assert here.post("/you/sessions/end/", {"session": other}).status_code == 302
    assert is_in(here)
    assert not is_in(phone)
    assert world.acts()[-1] == "person.end-session"


def test_nobody_ends_a_session_of_somebody_else_or_reads_its_key(world: World) -> None:
    ben, ann = world.person("ben", Role.MODERATOR), world.person("ann", Role.MODERATOR)
    one, two, hers = signed_in(ben), signed_in(ben), signed_in(ann)
    name = re.findall(r'name="session" value="([0-9a-f]{64})"', one.get("/you/").content.decode())[0]
    keys = set(Session.objects.values_list("session_key", flat=True))
    for untrusted in (name, *keys, "", "'; --", "\0"):
        assert hers.post("/you/sessions/end/", {"session": untrusted}).status_code == 404
    assert is_in(one)
    assert is_in(two)
    assert not any(key in one.get("/you/").content.decode() for key in keys)


def test_a_session_that_is_over_is_not_shown(world: World) -> None:
    ben = world.person("ben", Role.MODERATOR)
    signed_in(ben)
    world.clock.move(timedelta(hours=13))
    here = signed_in(ben)
    assert here.get("/you/").content.decode().count("Firefox on Linux") == 1


def test_another_app_takes_the_place_of_the_one_before_after_showing_who_one_is(world: World) -> None:
    from tests.doors.test_console_sign_in import code_of  # noqa: PLC0415  # its clock

    ben = world.person("ben", Role.MODERATOR)
    enrol(ben, SECRET)
    stale = world.browser(ben)
    assert stale.get("/you/second-factor/new/")["Location"].startswith("/sign-in/")
    here = world.browser(ben)
    here.post("/sign-in/code-again/", {"code": code_of(SECRET)})
    page = here.get("/you/second-factor/new/").content.decode()
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert shown
    assert here.post("/you/second-factor/new/", {"code": "000000"}).status_code == 200
    assert here.post("/you/second-factor/new/", {"code": code_of(shown[1])})["Location"] == (
        "/you/recovery-codes/"
    )
    assert world.acts()[-1] == "person.renew-factor"
    kept = Authenticator.objects.get(user=ben, type="totp").wrap()
    assert kept.validate_code(code_of(shown[1]))
    assert not kept.validate_code(code_of(SECRET))
    assert is_in(here)
