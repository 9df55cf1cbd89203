"""The code register in the console: by part and by status, down to what a row rests on."""

import re

import pytest

from lapwing.compliance.port import Status
from lapwing.model.people import Role
from lapwing.service.console import given as console
from lapwing.service.wiring.ids import new_id
from tests.console_material import NoSandbox, World


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR])
def test_everybody_who_works_here_sees_how_the_code_stands(world: World, role: Role) -> None:
    page = world.browser(world.person("kay", role)).get("/code/")
    assert page.status_code == 200
    assert "Interim code: principle 1" in page.content.decode()


def test_nobody_else_does(world: World) -> None:
    assert world.browser().get("/code/").status_code == 302


def test_rows_are_shown_by_part_and_status(world: World) -> None:
    browser = world.browser(world.person("kay", Role.AUDITOR))
    shown = browser.get("/code/?part=IICSA&status=context").content.decode()
    assert "IICSA.2" in shown
    assert "IICSA.1<" not in shown
    assert "No row is like that" in browser.get("/code/?part=zz").content.decode()


def test_a_row_says_where_it_is_from_and_what_would_show_it(world: World) -> None:
    shown = world.browser(world.person("kay", Role.AUDITOR)).get("/code/ICU-C9.tune/").content.decode()
    assert "was not read again" in shown
    assert "How near counts is reviewed" in shown


def test_there_is_no_page_of_a_row_that_there_is_not(world: World) -> None:
    assert world.browser(world.person("kay", Role.AUDITOR)).get("/code/ZZ.1/").status_code == 404


def test_a_demonstration_says_so_on_every_page(world: World) -> None:
    browser = world.browser(world.person("kay", Role.AUDITOR))
    assert b'class="notice"' not in browser.get("/code/").content
    made_up = console.Given(
        vault=world.vault, previews=NoSandbox(), new_id=new_id, notice=lambda: "All made up."
    )
    console.give(made_up)
    assert all(b">All made up.<" in browser.get(page).content for page in ("/", "/code/", "/ledger/"))
    page = world.browser().get("/sign-in/").content
    assert b'<section class="notice" aria-label="Notice">All made up.<' in page


def test_where_nobody_reads_the_register_the_page_says_so(world: World) -> None:
    console.give(console.Given(vault=world.vault, previews=NoSandbox(), new_id=new_id))
    assert world.browser(world.person("kay", Role.AUDITOR)).get("/code/").status_code == 503


def test_the_first_page_is_of_parts_and_none_is_large(world: World) -> None:
    browser = world.browser(world.person("kay", Role.AUDITOR))
    first = browser.get("/code/").content.decode()
    assert 'href="?part=' in first
    links = set(re.findall(r'href="(\?(?:part|status)=[^"]+)"', first))
    assert len(links) > len(Status)
    for path in ("", *links):
        page = browser.get(f"/code/{path}").content
        assert b"No row is like that" not in page or b"status=" in path.encode()
        assert len(page) < 200_000, path
