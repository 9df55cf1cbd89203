"""The console in a real browser: nothing keeps anybody out, on a phone or a wide screen, light or dark."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it publishes no types
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lapwing.model.acts import Act
from lapwing.model.lists import Closeness
from lapwing.model.people import Role
from lapwing.service.people.enrol import enrol
from lapwing.service.people.given import given
from tests.console_material import PASSWORD, World, scene
from tests.office_material import LIST, ROW, Furnished, furnish
from tests.policy_material import match
from tests.store_material import on_another_thread

CHROMIUM = Path("/usr/bin/chromium")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  # of people who are not there
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, FINGER_PIXELS = 500, 44
NARROWEST = 320  # WCAG 1.4.10: CSS pixels at which nothing may need scrolling in two directions

pytestmark = [
    pytest.mark.slow,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no browser here"),
]


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """Answers each connection in a thread of its own, which lets go of the database at its end."""

    daemon_threads = True

    def process_request_thread(self, *arguments: object) -> None:
        """Answer, then let go."""
        try:
            super().process_request_thread(*arguments)  # type: ignore[arg-type]  # the socket's own
        finally:
            connections.close_all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A console that is served. cases: an open one, in the moderator's hands; a decided one; one of words."""

    url: str
    open_case: str
    decided_case: str
    words_case: str
    cookies: dict[str, str]
    invitation: str
    furnished: Furnished


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Silent)
    made = filled(world, f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def filled(world: World, url: str) -> Site:
    """Fill a world with something of everything."""
    from lapwing.service.people.keeping import add_person  # noqa: PLC0415  # after Django
    from tests.console_material import ROOT  # noqa: PLC0415  # the same

    furnished = furnish(world)
    ann = world.person("ann", Role.MODERATOR, Role.LEAD)
    ada = world.person("ada", Role.ADMINISTRATOR, Role.AUDITOR, Role.LEAD)
    world.person("ben", Role.MODERATOR)
    enrol(world.person("mia", Role.MODERATOR), SECRET)
    invited = add_person(
        "new-one", display_name="New", roles=[Role.LEAD], works=world.works, by=ROOT, now=world.clock()
    )
    near = match(kind="pdq", closeness=Closeness.NEAR, exact_bits=4)
    open_case = world.case(scene(), near, match(kind="md5", closeness=Closeness.WEAK), account="wren-19")
    decided_case = world.case(scene(40), account="tern-3")
    words = world.admit(b"meet me at the harbour", match(kind="term"), kind="text", account="rook-7")
    world.case(scene(70), account="a-very-long-account-name-" * 4)
    browser = world.browser(ann)
    decide(browser, decided_case)
    browser.post(f"/cases/{open_case}/take/")
    return Site(
        url=url,
        open_case=open_case,
        decided_case=decided_case,
        words_case=words.case or "",
        cookies={"ann": session_of(browser), "ada": session_of(world.browser(ada))},
        invitation=f"/link/{invited.token}/",
        furnished=furnished,
    )


def decide(browser: Client, case: str) -> None:
    browser.post(f"/cases/{case}/take/")
    form = {"kind": "not", "category": "none", "basis": "terms", "why": "A landscape.", "version": "2"}
    assert browser.post(f"/cases/{case}/decide/", form).status_code == 302


def session_of(browser: Client) -> str:
    return str(browser.cookies["lapwing_session"].value)


@pytest.fixture
def chromium(site: Site) -> Iterator[Browser]:
    del site  # everything that asks the database comes before the browser's event loop
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(
    chromium: Browser,
    site: Site,
    who: str = "",
    *,
    width: int = 1280,
    dark: bool = False,
    scripts: bool = True,
) -> BrowserContext:
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        bypass_csp=scripts,
        base_url=site.url,
    )
    if who:
        context.add_cookies([{"name": "lapwing_session", "value": site.cookies[who], "url": site.url}])
    return context


def pages_of(site: Site) -> dict[str, tuple[str, str]]:
    """Return who opens what, by a name for the page."""
    return {
        "sign-in": ("", "/sign-in/"),
        "link": ("", site.invitation),
        "home": ("ann", "/"),
        "queues": ("ann", "/queues/"),
        "queue": ("ann", "/queues/csam-review/"),
        "case": ("ann", f"/cases/{site.open_case}/"),
        "case-words": ("ann", f"/cases/{site.words_case}/"),
        "case-decided": ("ann", f"/cases/{site.decided_case}/"),
        "undo": ("ann", f"/cases/{site.decided_case}/undo/"),
        "drawn": ("ann", "/drawn/"),
        "decided": ("ann", "/decided/"),
        "decisions": ("ann", "/decisions/"),
        "outbox": ("ada", "/outbox/"),
        "ledger": ("ada", "/ledger/"),
        "home-of-many": ("ada", "/"),
        "machine": ("ada", "/machine/"),
        "row": ("ada", f"/code/{ROW}/"),
        "attest": ("ada", f"/code/{ROW}/attest/"),
        "withdraw": ("ada", f"/code/{ROW}/statements/{site.furnished.attestation}/withdraw/"),
        "lists": ("ada", "/lists/"),
        "list": ("ada", f"/lists/{LIST.name}/"),
        "surfaces": ("ada", "/surfaces/"),
        "surface": ("ada", "/surface/messages/"),
        "surface-read": ("ann", "/surface/messages/"),
        "surface-add": ("ada", "/surfaces/add/"),
        "destinations": ("ada", "/destinations/"),
        "destination": ("ada", "/destination/harbour/"),
        "destination-add": ("ada", "/destinations/add/"),
        "keys": ("ada", "/keys/"),
        "key": ("ada", f"/keys/{site.furnished.key}/"),
        "key-add": ("ada", "/keys/add/"),
        "people": ("ada", "/people/"),
        "person": ("ada", "/person/ben/"),
        "person-you": ("ada", "/person/ada/"),
        "person-add": ("ada", "/people/add/"),
        "you": ("ada", "/you/"),
        "password": ("ada", "/you/password/"),
        "again": ("ada", "/you/second-factor/new/"),
        "nothing": ("ada", "/cases/case-0/"),
    }


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARD}})
    return [
        f"{each['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)], ids=["phone, light", "desk, dark"])
def test_nothing_keeps_anybody_out(chromium: Browser, site: Site, width: int, *, dark: bool) -> None:
    faults: dict[str, list[str]] = {}
    contexts = {who: opened(chromium, site, who, width=width, dark=dark) for who in ("", "ann", "ada")}
    for name, (who, path) in pages_of(site).items():
        page = contexts[who].new_page()
        page.goto(path)
        faults[name] = faults_of(page) + (too_small(page) if width < PHONE else [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.close()
    assert not any(faults.values()), faults


def test_on_the_narrowest_screen_a_long_id_is_not_cut_off(chromium: Browser, site: Site) -> None:
    line = Act(act="item.screen", on="i-" + "0" * 32, by="key:" + "7f04" * 4, at=given().now())
    on_another_thread(lambda: given().works.run(lambda work: work.record(line)))
    page = opened(chromium, site, "ada", width=NARROWEST).new_page()
    page.goto("/ledger/")
    assert page.get_by_text(line.by).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def too_small(page: Page) -> list[str]:
    """Return what is pressed on a phone and is not as large as a finger."""
    pressed = page.locator("button, .button, .ways a, select, input[type=text], .choices label")
    boxes = [(each.bounding_box(), each.text_content()) for each in pressed.all()]
    return [f"too small: {text}" for box, text in boxes if box and box["height"] < FINGER_PIXELS]


def test_errors_and_what_is_revealed_keep_nobody_out(chromium: Browser, site: Site) -> None:
    page = opened(chromium, site, "ann", width=390).new_page()
    page.goto(f"/cases/{site.open_case}/")
    page.get_by_role("button", name="Show it sharper").click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Keep this decision").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 3
    assert faults_of(page) == []
    page.get_by_role("link", name="Give a reason.").click()
    assert page.evaluate("document.activeElement.id") == "id_why"


def test_without_scripts_and_with_the_keyboard_alone_a_case_is_decided(chromium: Browser, site: Site) -> None:
    page = opened(chromium, site, scripts=False).new_page()
    sign_in(page)
    page.goto(f"/cases/{site.words_case}/")
    press(page, "Take this case")
    press(page, "Show the words")
    page.get_by_text("meet me at the harbour").wait_for()
    page.get_by_label("Nothing wrong with it").focus()
    page.keyboard.press("Space")
    page.get_by_label("Our own terms").focus()
    page.keyboard.press("Space")
    page.get_by_label("Why", exact=True).focus()
    page.keyboard.type("They arrange to meet for a walk.")
    press(page, "Keep this decision")
    page.get_by_text("Kept: Nothing wrong with it.").wait_for()


def test_without_scripts_and_with_the_keyboard_alone_a_person_is_added(chromium: Browser, site: Site) -> None:
    page = opened(chromium, site, "ada", width=390, scripts=False).new_page()
    page.goto("/")
    for name in ("Settings", "People", "Add a person"):
        tab_to(page, name)
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1).wait_for()
    press(page, "Add and show the link")
    for fault in ("Give a name to sign in with.", "Choose at least one role."):
        page.get_by_role("alert").get_by_role("link", name=fault).wait_for()
    page.get_by_label("Signs in as").focus()
    page.keyboard.type("kit")
    page.get_by_label("Auditor: reads").focus()
    page.keyboard.press("Space")
    press(page, "Add and show the link")
    page.get_by_text("It is shown this one time.").wait_for()
    assert "/link/" in page.get_by_label("What to copy").inner_text()


def tab_to(page: Page, name: str, *, most: int = 40) -> None:
    """Go on by the keyboard until what is called that can be pressed."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if (page.locator(":focus").text_content() or "").strip() == name:
            return
    raise AssertionError(f"no way to {name}")


def sign_in(page: Page) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: PLC0415  # after Django

    page.goto("/sign-in/")
    page.get_by_label("Name").fill("mia")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))  # noqa: TID251  # its clock
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What waits").wait_for()


def press(page: Page, name: str) -> None:
    """Press a button as somebody does who has no mouse."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
