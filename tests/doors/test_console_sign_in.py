"""Signing in: a password, then a code; few attempts, short sessions, and a line in the ledger for each."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from lapwing.model.errors import NotPermitted
from lapwing.model.people import Role
from lapwing.model.works import AlreadyThere, Missing
from lapwing.service.people.adapter import SAME_ANSWER
from lapwing.service.people.enrol import enrol
from lapwing.service.people.keeping import (
    OF_PEOPLE,
    BadPerson,
    add_person,
    disable,
    first_administrator,
    reset,
    set_roles,
)
from lapwing.service.people.links import VALID_FOR, path_of
from lapwing.service.people.lockout import LOCKED_FOR, MOST_ATTEMPTS, WINDOW
from lapwing.service.people.models import Attempts, Person, UsedCode
from lapwing.service.people.settings import IDLE, LONGEST_SESSION
from tests.console_material import PASSWORD, ROOT, World, text_of
from tests.spine_material import LEAD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  # of people who are not there
SIGN_IN, CODE, ENROL = "/sign-in/", "/sign-in/code/", "/you/second-factor/"
SECOND = timedelta(seconds=1)


def code_of(secret: str, *, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))  # noqa: TID251  # allauth's clock


def enrolled(world: World, name: str = "ann", *roles: Role) -> Person:
    person = world.person(name, *(roles or (Role.MODERATOR,)))
    enrol(person, SECRET)
    return person


def give_name(browser: Client, name: str = "ann", password: str = PASSWORD, **more: str) -> HttpResponse:
    answer = browser.post(SIGN_IN, {"login": name, "password": password, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def give_code(browser: Client, code: str) -> HttpResponse:
    answer = browser.post(CODE, {"code": code})
    assert isinstance(answer, HttpResponse)
    return answer


def is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def test_a_password_and_a_code_sign_in(world: World) -> None:
    enrolled(world)
    browser = world.browser()
    assert give_name(browser)["Location"] == CODE
    assert not is_in(browser)
    assert give_code(browser, code_of(SECRET))["Location"] == "/"
    assert is_in(browser)
    assert world.acts()[-1] == "person.sign-in"


def test_who_has_no_second_factor_sets_one_up_first_and_keeps_recovery_codes(world: World) -> None:
    world.person("ann", Role.MODERATOR)
    browser = world.browser()
    give_name(browser)
    assert browser.get("/")["Location"] == ENROL
    page = browser.get(ENROL).content.decode()
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert shown
    assert browser.post(ENROL, {"code": code_of(shown[1])})["Location"] == "/you/recovery-codes/"
    codes = re.findall(r"<li><code>(\d+)</code>", browser.get("/you/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert "cannot be shown again" in text_of(browser.get("/you/recovery-codes/").content)
    assert is_in(browser)
    assert world.acts()[-2:] == ["person.sign-in", "person.enrol"]


def test_a_recovery_code_signs_in_once(world: World) -> None:
    person = enrolled(world)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    first, second = world.browser(), world.browser()
    for browser in (first, second):
        give_name(browser)
        give_code(browser, codes[0])
    assert is_in(first)
    assert not is_in(second)
    assert "person.recovery-code" in world.acts()


def test_a_code_is_taken_once(world: World) -> None:
    enrolled(world)
    first, second, code = world.browser(), world.browser(), code_of(SECRET)
    for browser in (first, second):
        give_name(browser)
        give_code(browser, code)
    assert is_in(first)
    assert not is_in(second)
    assert UsedCode.objects.count() == 1


def test_secrets_of_second_factors_are_not_readable_in_the_database(world: World) -> None:
    person = enrolled(world)
    assert SECRET not in str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))


@pytest.mark.parametrize("name", ["ann", "nobody", "kept-out"])
def test_every_refusal_says_the_same(world: World, name: str) -> None:
    enrolled(world)
    world.person("kept-out", Role.LEAD)
    disable("kept-out", works=world.works, by=ROOT, now=world.clock())
    password = PASSWORD if name == "kept-out" else "something else entirely"
    answer = give_name(world.browser(), name, password)
    assert answer.status_code == 200
    assert SAME_ANSWER in text_of(answer.content)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_after_a_few_failures_nobody_may_try_and_it_says_the_same(world: World, name: str) -> None:
    enrolled(world)
    for _ in range(MOST_ATTEMPTS):
        give_name(world.browser(), name, "not the password")
    refused = give_name(world.browser(), name)
    assert SAME_ANSWER in text_of(refused.content)
    world.clock.move(LOCKED_FOR - SECOND)
    assert SAME_ANSWER in text_of(give_name(world.browser(), name).content)


def test_a_lock_out_ends_and_is_in_the_ledger(world: World) -> None:
    enrolled(world)
    for _ in range(MOST_ATTEMPTS + 2):
        give_name(world.browser(), "ann", "not the password")
    acts = world.acts()
    assert acts.count("person.sign-in-fail") == MOST_ATTEMPTS
    assert acts.count("person.lock-out") == 1
    world.clock.move(LOCKED_FOR)
    assert give_name(world.browser())["Location"] == CODE


def test_one_attempt_fewer_locks_nobody_out(world: World) -> None:
    enrolled(world)
    for _ in range(MOST_ATTEMPTS - 1):
        give_name(world.browser(), "ann", "not the password")
    assert give_name(world.browser())["Location"] == CODE


def test_codes_are_limited_too(world: World) -> None:
    enrolled(world)
    browser = world.browser()
    give_name(browser)
    for _ in range(MOST_ATTEMPTS):
        give_code(browser, "000000")
    give_code(browser, code_of(SECRET))
    assert not is_in(browser)
    assert "person.lock-out" in world.acts()


def test_a_name_that_nobody_has_is_not_written_down(world: World) -> None:
    give_name(world.browser(), "my-own-password-by-mistake", "x")
    from lapwing.service.store.reads.ledger import lines  # noqa: PLC0415  # after Django

    assert all(b"by-mistake" not in line.text for line in lines())
    assert world.acts() == ["person.sign-in-fail"]


def test_a_session_has_a_new_id_after_signing_in(world: World) -> None:
    enrolled(world)
    browser = world.browser()
    browser.get(SIGN_IN)
    give_name(browser)
    before = browser.cookies["lapwing_session"].value
    give_code(browser, code_of(SECRET))
    after = browser.cookies["lapwing_session"].value
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_that_was_planted_signs_nobody_else_in(world: World) -> None:
    enrolled(world)
    victim, planter = world.browser(), world.browser()
    planter.get(SIGN_IN)
    give_name(planter, "nobody", "x")
    planted = planter.cookies.get("lapwing_session")
    victim.cookies["lapwing_session"] = planted.value if planted else "planted0planted0planted0planted0"
    give_name(victim)
    give_code(victim, code_of(SECRET))
    assert is_in(victim)
    assert not is_in(planter)


def test_a_session_ends_after_twelve_hours_whatever_is_done(world: World) -> None:
    browser = world.browser(world.person("ann", Role.MODERATOR))
    world.clock.move(LONGEST_SESSION - SECOND)
    assert is_in(browser)
    world.clock.move(SECOND)
    assert not is_in(browser)


def test_a_session_ends_when_nobody_used_it(world: World) -> None:
    browser = world.browser(world.person("ann", Role.MODERATOR))
    browser.get("/")
    session = Session.objects.get(session_key=browser.cookies["lapwing_session"].value)
    left = session.expire_date.timestamp() - time.time()  # noqa: TID251  # Django's clock
    assert 0 < left <= IDLE.total_seconds()


def test_signing_out_everywhere_ends_every_session(world: World) -> None:
    person = world.person("ann", Role.MODERATOR)
    here, there = world.browser(person), world.browser(person)
    here.post("/sign-out/everywhere/")
    assert not is_in(here)
    assert not is_in(there)


def test_a_session_without_the_code_is_of_no_use_once_there_is_one(world: World) -> None:
    person = world.person("ann", Role.MODERATOR)
    browser = world.browser(person, second_factor=False)
    enrol(person, SECRET)
    assert browser.get(ENROL)["Location"] == "/sign-in/anew/"
    browser.get("/sign-in/anew/")
    assert browser.get(ENROL)["Location"].startswith(SIGN_IN)


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(world: World) -> None:
    browser = world.browser(world.person("ann", Role.MODERATOR))
    assert browser.get("/queues/").status_code == 200
    set_roles("ann", [Role.AUDITOR], works=world.works, by=ROOT, now=world.clock())
    assert browser.get("/queues/").status_code == 403
    assert browser.get("/ledger/").status_code == 200


@pytest.mark.parametrize(
    "password", ["eleven-char", "password1234", "1029384756102", "moderator-ann", "moderator-ann1"]
)
def test_a_weak_password_is_not_taken(world: World, password: str) -> None:
    invited = add_person(
        "moderator-ann",
        display_name="Ann",
        roles=[Role.MODERATOR],
        works=world.works,
        by=ROOT,
        now=world.clock(),
    )
    answer = world.browser().post(path_of(invited.token), {"password": password, "again": password})
    assert answer.status_code == 422
    assert not Person.objects.get(username="moderator-ann").has_usable_password()


def test_a_link_sets_the_password_once(world: World) -> None:
    invited = add_person(
        "ann", display_name="Ann", roles=[Role.MODERATOR], works=world.works, by=ROOT, now=world.clock()
    )
    form = {"password": PASSWORD, "again": PASSWORD}
    assert world.browser().post(path_of(invited.token), form)["Location"] == SIGN_IN
    assert world.browser().post(path_of(invited.token), form).status_code == 422
    assert give_name(world.browser()).status_code == 302


@pytest.mark.parametrize(("late", "status"), [(VALID_FOR - SECOND, 200), (VALID_FOR, 422)])
def test_a_link_ends_after_a_day(world: World, late: timedelta, status: int) -> None:
    invited = add_person(
        "ann", display_name="Ann", roles=[Role.MODERATOR], works=world.works, by=ROOT, now=world.clock()
    )
    world.clock.move(late)
    assert world.browser().get(path_of(invited.token)).status_code == status


@pytest.mark.parametrize("token", ["x", "..", "%00", "a" * 5000, "ä"])
def test_a_link_that_nobody_was_given_tells_nothing(world: World, token: str) -> None:
    assert world.browser().get(f"/link/{token}/").status_code in {404, 422}


def test_a_reset_ends_sessions_and_the_password_and_where_asked_the_second_factor(world: World) -> None:
    person = enrolled(world)
    browser = world.browser(person)
    reset("ann", second_factor=False, works=world.works, by=ROOT, now=world.clock())
    assert not is_in(browser)
    assert SAME_ANSWER in text_of(give_name(world.browser()).content)
    assert Authenticator.objects.filter(user=person).exists()
    reset("ann", second_factor=True, works=world.works, by=ROOT, now=world.clock())
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_first_administrator_is_made_once(world: World) -> None:
    invited = first_administrator(works=world.works, now=world.clock())
    assert invited is not None
    assert Person.objects.get().role_set == {Role.ADMINISTRATOR}
    assert first_administrator(works=world.works, now=world.clock()) is None


@pytest.mark.parametrize("name", ["A", "a", "Ann", "ann smith", "-ann", "a" * 41, "ann\n", "än", "<b>"])
def test_odd_names_are_refused(world: World, name: str) -> None:
    with pytest.raises(BadPerson):
        add_person(name, display_name="x", roles=[Role.LEAD], works=world.works, by=ROOT, now=world.clock())


@pytest.mark.parametrize("roles", [[], [Role.ENGINE], [Role.LEAD, Role.PLATFORM]])
def test_roles_that_are_not_for_people_are_refused(world: World, roles: list[Role]) -> None:
    with pytest.raises(BadPerson):
        add_person("ann", display_name="x", roles=roles, works=world.works, by=ROOT, now=world.clock())


def test_people_are_changed_by_administrators_alone_and_only_those_who_are_there(world: World) -> None:
    world.person("ann", Role.MODERATOR)
    with pytest.raises(NotPermitted):
        set_roles("ann", OF_PEOPLE, works=world.works, by=LEAD, now=world.clock())
    with pytest.raises(Missing):
        disable("ben", works=world.works, by=ROOT, now=world.clock())
    with pytest.raises(AlreadyThere):
        add_person("ann", display_name="x", roles=[Role.LEAD], works=world.works, by=ROOT, now=world.clock())
    assert world.acts() == ["person.add", "person.password"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(world: World, elsewhere: str) -> None:
    enrolled(world)
    browser = world.browser()
    give_name(browser, next=elsewhere)
    answer = give_code(browser, code_of(SECRET))
    assert answer["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(world: World) -> None:
    enrolled(world, "ann", Role.AUDITOR)
    browser = world.browser()
    asked = browser.get("/ledger/?on=case-1")["Location"]
    assert asked == "/sign-in/?next=%2Fledger%2F%3Fon%3Dcase-1"
    give_name(browser, next="/ledger/?on=case-1")
    assert give_code(browser, code_of(SECRET))["Location"] == "/ledger/?on=case-1"


def test_what_counts_no_longer_is_not_kept(world: World) -> None:
    enrolled(world)
    give_name(world.browser(), "a-name-that-nobody-has", "x")
    world.clock.move(LOCKED_FOR + WINDOW + SECOND)
    give_name(world.browser())
    # The name's are forgotten, for it is in; the network's count on.
    assert Attempts.objects.count() == 1


def test_sessions_that_are_over_are_not_kept(world: World) -> None:
    enrolled(world)
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    browser = world.browser()
    give_name(browser)
    give_code(browser, code_of(SECRET))
    assert not Session.objects.filter(session_key="old").exists()
