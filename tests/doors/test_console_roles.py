"""Who may open which page: every role, address and method; what the table does not say is refused."""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from lapwing.model.people import MAY, Permission, Role
from lapwing.service.console.access import Page, Who
from lapwing.service.console.table import PAGES
from lapwing.service.people.keeping import OF_PEOPLE
from tests.console_material import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NOBODY = {"token": "t", "queue": "q", "case_id": "case-0", "sealed_id": "e-0", "decision_id": "d-0"}
NOBODY |= {"message_id": "m-0", "row": "ZZ.1", "attestation_id": "a-0", "key_id": "0" * 16}
NOBODY |= {"username": "nobody", "name": "nothing", "number": "7"}
# The page itself is there, and says that what is asked for is not.
LET_IN = {200, 302, 404, 409, 422}


def address(page: Page) -> str:
    names = [part.split(":")[1].split(">")[0] for part in page.path.split("<")[1:]]
    return reverse(page.name, kwargs={name: NOBODY[name] for name in names})


def asked(client: Client, method: str, page: Page) -> HttpResponse:
    answer = client.generic(method, address(page))
    assert isinstance(answer, HttpResponse)
    return answer


def leads_to(answer: HttpResponse, name: str) -> bool:
    return answer.status_code == 302 and answer["Location"].split("?")[0] == reverse(name)


def expected(page: Page, method: str, may: frozenset[Permission]) -> str:
    access = page.may.get("GET" if method == "HEAD" else method)
    if access is None:
        return "no such method"
    return "let in" if isinstance(access, Who) or access in may else "refused"


def met(answer: HttpResponse) -> str:
    kinds: Mapping[int, str] = {405: "no such method", 403: "refused"} | dict.fromkeys(LET_IN, "let in")
    return kinds[answer.status_code]


@pytest.fixture
def enrolled(world: World) -> Mapping[Role, Client]:
    """Give a browser of each role, whose sessions outlast signing out."""
    return {role: world.browser(world.person(f"a-{role}", role)) for role in OF_PEOPLE}


ENDS_SESSIONS = ("account_logout", "sign_out_everywhere")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("role", sorted(OF_PEOPLE))
def test_every_role_gets_what_the_table_says_and_nothing_else(world: World, page: Page, role: Role) -> None:
    person = world.person("somebody", role)
    for method in METHODS:
        answer = asked(world.browser(person), method, page)
        person.refresh_from_db()
        assert met(answer) == expected(page, method, MAY[role]), method


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_without_signing_in_one_is_sent_to_sign_in(world: World, page: Page) -> None:
    for method, access in page.may.items():
        answer = asked(world.browser(), method, page)
        assert leads_to(answer, "account_login") or access is Who.ANYBODY


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("role", sorted(OF_PEOPLE))
def test_with_a_password_alone_one_can_only_set_up_a_second_factor(
    world: World, page: Page, role: Role
) -> None:
    person = world.person("somebody", role)
    for method, access in page.may.items():
        answer = asked(world.browser(person, second_factor=False), method, page)
        person.refresh_from_db()
        assert leads_to(answer, "mfa_activate_totp") or access in {Who.ANYBODY, Who.SIGNED_IN}


def test_a_disabled_person_gets_nothing(world: World) -> None:
    person = world.person("somebody", *OF_PEOPLE)
    browser = world.browser(person)
    person.is_active = False
    person.save()
    for page in PAGES:
        for method, access in page.may.items():
            answer = asked(browser, method, page)
            assert leads_to(answer, "account_login") or access is Who.ANYBODY


def test_there_is_no_address_beside_the_table(world: World) -> None:
    del world
    assert {name for name in get_resolver().reverse_dict if isinstance(name, str)} == {
        page.name for page in PAGES
    }


def test_every_page_with_anything_about_anybody_asks_for_a_permission_or_a_second_factor() -> None:
    open_to_all = {page.name for page in PAGES for access in page.may.values() if access is Who.ANYBODY}
    assert open_to_all == {"account_login", "mfa_authenticate", "link", "stylesheet", "mark"}


def test_that_somebody_was_refused_is_in_the_ledger(world: World) -> None:
    browser = world.browser(world.person("ada", Role.ADMINISTRATOR))
    assert browser.get("/cases/case-0/").status_code == 403
    assert world.acts()[-1] == "access.refuse"


def test_no_role_that_administers_or_audits_sees_content() -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert not MAY[role] & {Permission.EVIDENCE_VIEW, Permission.EVIDENCE_REVEAL, Permission.CASE_READ}
