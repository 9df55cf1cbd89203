"""What is tried against a console: forged forms, scripts in fields, frames, paths, and guessing."""

from dataclasses import replace
from string import punctuation
from urllib.parse import quote

import pytest
from django.test import Client

from lapwing.model.people import Role
from lapwing.model.platform import Account
from lapwing.service.console.access import Page
from lapwing.service.console.table import DESTINATIONS, KEYS, LISTS, PAGES, PEOPLE, SURFACES
from tests.console_material import PASSWORD, World, scene
from tests.office_material import LIST, ROW
from tests.policy_material import match

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 700000000|add:7 }}{% csrf_token %}",
    "\u202egnp.exe",
)
PATHS = ("..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "e-0%00", "e-0\n", "a" * 3000, "ä", "'; --")


def moderator(world: World) -> Client:
    return world.browser(world.person("ann", Role.MODERATOR))


def address(page: Page, *, case: str = "case-0") -> str:
    path = page.path.replace("<str:case_id>", case).replace("<int:number>", "7")
    return "/" + path.replace("<str:", "").replace(">", "")


def strict(world: World, *roles: Role) -> Client:
    """Return a browser that is held to the check of forms, as real ones are."""
    person = world.person("ann", *roles)
    known = world.browser(person)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = known.cookies
    return browser


@pytest.mark.parametrize("page", [page for page in PAGES if "POST" in page.may], ids=lambda page: page.name)
def test_a_form_from_elsewhere_changes_nothing(world: World, page: Page) -> None:
    browser = strict(world, Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR)
    before = world.acts()
    answer = browser.post(address(page), {}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert answer["Content-Security-Policy"]
    assert world.acts() == before


def test_a_form_of_our_own_is_taken(world: World) -> None:
    case = world.case()
    browser = strict(world, Role.MODERATOR)
    page = browser.get(f"/cases/{case}/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post(f"/cases/{case}/take/", {"csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_the_platform_sends_is_text_and_nothing_else(world: World, script: str) -> None:
    admitted = world.admit(scene(), match(), account=script, reference=script)
    case = admitted.case
    world.works.run(lambda work: work.accounts.add(Account(id=script)))
    browser = world.browser(world.person("lea", Role.LEAD))
    browser.post(f"/cases/{case}/take/")
    for path in (f"/cases/{case}/", "/", "/queues/", "/decisions/", "/outbox/", "/ledger/"):
        _is_tame(browser.get(path).content.decode(), script)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_people_write_is_text_and_nothing_else(world: World, script: str) -> None:
    case = world.case()
    browser = world.browser(world.person("lea", Role.LEAD))
    browser.post(f"/cases/{case}/take/")
    form = {"kind": "not", "category": "none", "basis": "law", "why": script, "version": "2"}
    wrong = browser.post(f"/cases/{case}/decide/", form | {"category": "a"})
    _is_tame(wrong.content.decode(), script)
    assert browser.post(f"/cases/{case}/decide/", form).status_code == 302
    browser.post(f"/cases/{case}/undo/", {"why": script})
    for path in (f"/cases/{case}/", "/ledger/", "/decided/"):
        _is_tame(browser.get(path).content.decode(), script)
    _is_tame(browser.get("/ledger/", {"on": script, "by": script, "act": script}).content.decode(), script)
    _is_tame(browser.get(f"/queues/{script.replace('/', '')}/").content.decode(), script)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_typed_at_sign_in_is_text_and_nothing_else(world: World, script: str) -> None:
    answer = world.browser().post("/sign-in/", {"login": script, "password": "x", "next": script})
    _is_tame(answer.content.decode(), script)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_administered_is_text_and_nothing_else(world: World, script: str) -> None:
    ada = world.browser(world.person("ada", Role.ADMINISTRATOR, Role.LEAD, Role.AUDITOR))
    name = "".join(letter for letter in script if letter.isprintable())
    world.lists.add(replace(LIST, title=name, source=name, licence=name), by=script, now=world.clock())
    ada.post("/people/add/", {"username": "ben", "display_name": script, "roles": ["lead"]})
    made = ada.post("/keys/add/", {"name": name, "scopes": ["screen"]}).content.decode()
    _is_tame(made, script)
    key = made.split('href="/keys/')[2].split("/")[0]
    where = quote(script, safe=punctuation)  # an address has no spaces, and may have all that marks up
    ada.post("/destinations/add/", {"name": "harbour", "url": f"https://harbour.example/{where}"})
    form = {"audience": "public", "jurisdiction": "GB", "on_unknown": "hold"}
    ada.post("/surfaces/add/", form | {"name": "upload", "basis": f"a {script}"})
    stated = {"text": script, "about": script, "expires_on": "2027-03-01"}
    assert ada.post(f"/code/{ROW}/attest/", stated).status_code == 302
    ada.post(f"/lists/{LIST.name}/retire/", {"why": script})
    paths = ["/people/", "/person/ben/", "/keys/", f"/keys/{key}/", "/destinations/", "/destination/harbour/"]
    paths += [
        "/surfaces/",
        "/surface/upload/",
        f"/code/{ROW}/",
        "/lists/",
        f"/lists/{LIST.name}/",
        "/ledger/",
    ]
    for path in paths:
        answer = ada.get(path)
        assert answer.status_code == 200
        _is_tame(answer.content.decode(), script)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_cannot_be_administered_is_shown_again_as_text(world: World, script: str) -> None:
    ada = world.browser(world.person("ada", Role.ADMINISTRATOR, Role.LEAD))
    world.destination("harbour")
    world.lists.add(LIST, by="ada", now=world.clock())
    typed = (
        "name",
        "username",
        "display_name",
        "url",
        "jurisdiction",
        "basis",
        "about",
        "text",
        "days",
        "old",
    )
    form = dict.fromkeys((*typed, "why", "near_bits", "roles", "scopes", "topics", "seen", "overlap"), script)
    for path in (
        "/people/add/",
        "/person/ada/roles/",
        "/keys/add/",
        "/destinations/add/",
        "/destination/harbour/",
        "/surfaces/add/",
        f"/code/{ROW}/attest/",
        f"/lists/{LIST.name}/review/",
        f"/lists/{LIST.name}/reinstate/",
        "/you/password/",
        "/you/sessions/end/",
    ):
        answer = ada.post(path, form)
        assert answer.status_code in {404, 422}, path
        _is_tame(answer.content.decode(), script)


def test_a_browser_s_name_is_text_and_nothing_else(world: World) -> None:
    person = world.person("ann", Role.MODERATOR)
    browser = world.browser(person)
    session = browser.session
    session["lapwing_browser"] = "Firefox/<script>alert(1)</script>"
    session.save()
    _is_tame(browser.get("/you/").content.decode(), "<script>alert(1)</script>")


@pytest.mark.parametrize("path", PATHS)
def test_a_name_is_never_a_path_nor_a_fault(world: World, path: str) -> None:
    ada = world.browser(world.person("ada", Role.ADMINISTRATOR, Role.LEAD))
    for page in (*PEOPLE, *KEYS, *DESTINATIONS, *SURFACES, *LISTS):
        if "<str:" not in page.path:
            continue
        where = "/" + page.path.replace("<int:number>", "7")
        where = (
            where.replace("<str:username>", path).replace("<str:name>", path).replace("<str:key_id>", path)
        )
        for method in page.may:
            answer = ada.generic(method, where, "why=x", content_type="application/x-www-form-urlencoded")
            assert answer.status_code in {400, 404, 422}, (method, where)


def test_signing_in_begins_a_session_of_a_new_id_which_a_change_of_password_replaces(world: World) -> None:
    person = world.person("ann", Role.MODERATOR)
    browser = world.browser()
    browser.cookies["lapwing_session"] = "a-session-that-somebody-else-chose"
    browser.post("/sign-in/", {"login": "ann", "password": PASSWORD})
    first = browser.cookies["lapwing_session"].value
    assert first != "a-session-that-somebody-else-chose"
    session = browser.session
    session["lapwing_second_factor_of"] = person.pk
    session.save()
    new = "another long and odd one, 1877"
    browser.post("/you/password/", {"old": PASSWORD, "password": new, "again": new})
    assert browser.cookies["lapwing_session"].value != first
    stolen = Client()
    stolen.cookies["lapwing_session"] = first
    assert stolen.get("/").status_code == 302


def _is_tame(page: str, script: str) -> None:
    if "<" in script or '"' in script:
        assert script not in page
    for dangerous in ("<script", "onerror=alert(1)>", "onload=alert(1)>", 'href="javascript:', "700000007"):
        assert dangerous not in page


@pytest.mark.parametrize("path", PATHS)
def test_an_id_is_never_a_path(world: World, path: str) -> None:
    case = world.case()
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    for address in (
        f"/cases/{case}/media/{path}/",
        f"/cases/{path}/",
        f"/cases/{path}/media/e-0/",
        f"/decisions/{path}/",
        f"/queues/{path}/",
    ):
        assert browser.get(address).status_code in {200, 403, 404}
    answer = browser.post(f"/cases/{case}/look/", {"sealed": path, "step": "grey"})
    assert answer.status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_answer_forbids_frames_scripts_and_anything_from_elsewhere(world: World, page: Page) -> None:
    browser = world.browser(world.person("ann", Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR))
    answer = browser.get(address(page, case=world.case()))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"] or page.keeps


def test_no_page_holds_a_script_a_style_or_an_address_elsewhere(world: World) -> None:
    case = world.case()
    browser = world.browser(world.person("lea", Role.LEAD, Role.ADMINISTRATOR))
    browser.post(f"/cases/{case}/take/")
    paths = [f"/cases/{case}/", "/", "/queues/", "/decided/", "/decisions/", "/outbox/", "/ledger/"]
    paths += ["/surfaces/", "/destinations/", "/keys/", "/people/", "/person/lea/", "/lists/", "/machine/"]
    paths += ["/surfaces/add/", "/destinations/add/", "/keys/add/", "/people/add/", "/you/password/"]
    for path in [*paths, "/you/", "/sign-in/"]:
        page = browser.get(path).content.decode()
        assert "<script" not in page
        assert "style=" not in page
        assert "<style" not in page
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    world.person("ann", Role.MODERATOR)
    browser = world.browser()
    browser.post("/sign-in/", {"login": "ann", "password": PASSWORD})
    browser.get("/sign-in/")
    cookie = browser.cookies["lapwing_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", ""])
def test_a_host_that_is_not_ours_is_not_answered(world: World, host: str) -> None:
    assert world.browser().get("/sign-in/", headers={"host": host}).status_code == 421


def test_nobody_registers_and_nobody_resets_a_password_by_mail(world: World) -> None:
    browser = world.browser()
    for path in ("/signup/", "/sign-up/", "/accounts/signup/", "/password/reset/", "/email/"):
        assert browser.get(path).status_code == 404


def test_a_fault_of_ours_tells_nothing_and_loads_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = moderator(world)
    browser.raise_request_exception = False

    def fail(**_: object) -> None:
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr("lapwing.service.console.pages.queues.queue_counts", fail)
    answer = browser.get("/queues/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_an_address_that_is_none_has_a_page(world: World) -> None:
    answer = world.browser().get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY"
