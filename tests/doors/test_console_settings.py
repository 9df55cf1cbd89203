"""What is administered in the console: keys, destinations, surfaces, lists, statements; how things stand."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapwing.flows.attest import LARGEST_ATTACHMENT
from lapwing.flows.keep_destinations import CHANGE_OVER
from lapwing.flows.measure_matches import Erring, record_matches
from lapwing.lists.versions import State
from lapwing.model.api_keys import ApiKey
from lapwing.model.attestations import Attestation
from lapwing.model.decision import Audience, DigestsSuffice, Step, Surface
from lapwing.model.errors import IntegrityLost
from lapwing.model.people import Permission, Role
from lapwing.model.platform import Destination, Message, MessageState
from lapwing.service.clients.secrets import WebhookSecrets
from lapwing.service.console.office import office, open_office
from lapwing.service.store.reads.ledger import lines
from lapwing.service.store.reads.outbox import messages
from lapwing.service.store.reads.review_facts import owed_fact
from tests.console_material import SOUND, World, text_of
from tests.office_material import LIST, ROW, furnish, import_versions, surfaces, troubled
from tests.spine_material import NOW


class Answer(Protocol):
    """What a browser of these tests is given."""

    @property
    def content(self) -> bytes:
        """Return its bytes."""
        ...


WHY = "It was agreed on at the desk."


def browser(world: World, *roles: Role, name: str = "ada") -> Client:
    return world.browser(world.person(name, *(roles or (Role.ADMINISTRATOR,))))


def said(answer: Answer) -> str:
    return text_of(answer.content)


def last(act: str) -> tuple[str, str, str]:
    line = lines(act=act, most=1)[0]
    return line.on, line.by, line.text.decode()


def key_of(answer: Answer) -> tuple[str, str]:
    found = re.search(r">lw_([0-9a-f]{16})_([0-9a-f]{64})<", answer.content.decode())
    assert found
    return found[1], found[2]


def keys() -> dict[str, ApiKey]:
    return {each.id: each for each in office().key_desk.keys.every()}


def test_a_key_is_made_shown_once_and_does_what_was_chosen(world: World) -> None:
    ada = browser(world)
    form = {"name": "upload", "scopes": ["screen", "item.tell"], "days": "30", "rate": "60"}
    key_id, secret = key_of(ada.post("/keys/add/", form))
    kept = keys()[key_id]
    assert kept.scopes == {Permission.SCREEN, Permission.ITEM_TELL}
    assert (kept.requests_a_minute, kept.expires_at) == (60, NOW + timedelta(days=30))
    assert kept.secret_digest == hashlib.sha256(secret.encode()).digest()
    for path in ("/keys/", f"/keys/{key_id}/"):
        assert secret not in ada.get(path).content.decode()
    on, by, text = last("key.issue")
    assert (on, by) == (f"key:{key_id}", "person:ada")
    assert secret not in text


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"scopes": []}, {"scopes": ["people.write"]}, {"days": "0"}, {"rate": "-1"}],
)
def test_a_key_that_cannot_be_is_not_made(world: World, change: dict[str, str]) -> None:
    answer = browser(world).post("/keys/add/", {"name": "upload", "scopes": ["screen"]} | change)
    assert answer.status_code == 422
    assert keys() == {}


def test_a_key_is_rotated_and_the_old_one_holds_as_long_as_was_said(world: World) -> None:
    ada = browser(world)
    old, _ = key_of(ada.post("/keys/add/", {"name": "upload", "scopes": ["screen"]}))
    new, _ = key_of(ada.post(f"/keys/{old}/rotate/", {"overlap": "24"}))
    assert keys()[old].expires_at == NOW + timedelta(hours=24)
    assert keys()[new].rotated_from == old
    assert new in ada.get(f"/keys/{old}/").content.decode()
    assert last("key.rotate")[:2] == (f"key:{new}", "person:ada")
    assert ada.post(f"/keys/{new}/rotate/", {"overlap": "-1"}).status_code == 422


def test_a_key_is_revoked_for_a_reason_and_once(world: World) -> None:
    ada = browser(world)
    key_id, _ = key_of(ada.post("/keys/add/", {"name": "upload", "scopes": ["screen"]}))
    assert ada.post(f"/keys/{key_id}/revoke/", {"why": " "}).status_code == 422
    assert ada.post(f"/keys/{key_id}/revoke/", {"why": WHY}).status_code == 302
    assert not keys()[key_id].holds(now=NOW)
    assert last("key.revoke")[:2] == (f"key:{key_id}", "person:ada")
    assert ada.post(f"/keys/{key_id}/revoke/", {"why": WHY}).status_code == 422
    assert ada.post(f"/keys/{key_id}/rotate/", {"overlap": "24"}).status_code == 422


def destination(world: World, name: str = "harbour") -> Destination:
    return world.works.run(lambda work: work.destinations.get(name))


def secret_in(answer: Answer) -> str:
    found = re.search(r">(whsec_[^<]+)<", answer.content.decode())
    assert found
    return found[1]


def test_a_destination_is_added_with_a_secret_that_is_shown_once(world: World) -> None:
    ada = browser(world)
    form = {"name": "harbour", "url": "https://harbour.example/hooks", "topics": ["item.action"]}
    secret = secret_in(ada.post("/destinations/add/", form))
    kept = destination(world)
    assert kept.url == form["url"]
    assert kept.topics == {"item.action"}
    assert WebhookSecrets(world.home / "keys").get(kept.secret_id) == secret
    assert secret not in ada.get("/destination/harbour/").content.decode()
    assert last("destination.put")[:2] == ("harbour", "person:ada")
    again = ada.post("/destinations/add/", form)
    assert again.status_code == 422
    assert "There is one of that name already." in said(again)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a:b@harbour.example/", "ftp://x/", "x"])
def test_nothing_is_sent_to_what_is_no_address(world: World, url: str) -> None:
    ada = browser(world)
    assert ada.post("/destinations/add/", {"name": "harbour", "url": url}).status_code == 422
    world.destination()
    assert ada.post("/destination/harbour/", {"url": url}).status_code == 422
    assert destination(world).url == "https://platform.example/"


def test_a_destination_is_moved_paused_and_resumed(world: World) -> None:
    world.destination()
    ada = browser(world)
    assert ada.post("/destination/harbour/", {"url": "https://new.example/"}).status_code == 302
    assert destination(world).url == "https://new.example/"
    ada.post("/destination/harbour/pause/")
    assert destination(world).paused
    assert "Resume" in said(ada.get("/destination/harbour/"))
    ada.post("/destination/harbour/resume/")
    assert not destination(world).paused
    assert world.acts().count("destination.put") == 3


def test_a_new_secret_is_shown_once_and_the_one_before_signs_on(world: World) -> None:
    ada = browser(world)
    first = secret_in(ada.post("/destinations/add/", {"name": "harbour", "url": "https://harbour.example/"}))
    second = secret_in(ada.post("/destination/harbour/secret/"))
    kept = destination(world)
    assert first != second
    assert (kept.former_secret_id, kept.former_until) == ("harbour", NOW + CHANGE_OVER)
    assert WebhookSecrets(world.home / "keys").get(kept.secret_id) == second
    assert "the secret before as well" in said(ada.get("/destination/harbour/"))


def test_a_test_is_owed_and_shown(world: World) -> None:
    world.destination()
    ada = browser(world)
    assert ada.post("/destination/harbour/test/").status_code == 302
    assert "webhook.test" in said(ada.get("/destination/harbour/"))
    assert last("destination.test")[:2] == ("harbour", "person:ada")


def test_a_test_that_fails_is_shown_and_is_nothing_that_the_platform_was_not_told(world: World) -> None:
    world.destination()
    ada = browser(world)
    ada.post("/destination/harbour/test/")
    (sent,) = messages(destination="harbour")
    after = replace(sent, state=MessageState.DEAD, attempts=1, last_status="404", version=2)
    world.works.run(lambda work: work.outbox.save(after))
    page = said(ada.get("/destination/harbour/"))
    assert "webhook.test 1 404" in page
    assert "Send all of it again" not in page
    assert "Messages given up: 0" in ada.get("/").content.decode()
    assert owed_fact(now=NOW).dead == 0
    ada.post("/destination/harbour/replay/")
    assert messages(destination="harbour")[0].state is MessageState.DEAD


def test_a_destination_says_how_it_takes_what_is_sent_and_what_was_given_up_is_sent_again(
    world: World,
) -> None:
    dead = furnish(world).dead
    ada = browser(world)
    assert "failing 503" in said(ada.get("/destinations/"))
    assert "Given up 1 last: 503" in said(ada.get("/destination/harbour/"))
    assert ada.post("/destination/harbour/replay/").status_code == 302
    message: Message = world.works.run(lambda work: work.outbox.get(dead))
    assert message.state is MessageState.DUE
    assert last("message.replay")[:2] == (dead, "person:ada")


def test_a_destination_is_removed_for_a_reason(world: World) -> None:
    world.destination()
    ada = browser(world)
    assert ada.post("/destination/harbour/remove/", {"why": ""}).status_code == 422
    assert ada.post("/destination/harbour/remove/", {"why": WHY}).status_code == 302
    assert "nothing leaves this machine" in said(ada.get("/destinations/"))
    assert last("destination.remove")[:2] == ("harbour", "person:ada")


def surface(world: World, name: str = "upload") -> Surface:
    return world.works.run(lambda work: work.surfaces.get(name))


def seen(page: Answer) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())
    assert found
    return found[1]


FORM = {"audience": "private", "jurisdiction": "IE", "basis": "A law", "expires_on": "2027-01-02"}
FORM |= {"on_unknown": "block"}


def test_a_surface_is_added_and_changed(world: World) -> None:
    ada = browser(world)
    assert ada.post("/surfaces/add/", FORM | {"name": "upload"}).status_code == 302
    kept = surface(world)
    assert (kept.audience, kept.jurisdiction, kept.on_unknown) == (Audience.PRIVATE, "IE", Step.BLOCK)
    assert kept.basis
    assert kept.basis.expires_on == date(2027, 1, 2)
    assert ada.post("/surfaces/add/", FORM | {"name": "upload"}).status_code == 422
    state = seen(ada.get("/surface/upload/"))
    change = {"seen": state, "basis": "", "expires_on": ""}
    assert ada.post("/surface/upload/", FORM | change).status_code == 302
    assert surface(world).basis is None
    assert "none: not screened" in said(ada.get("/surfaces/"))
    assert last("surface.put")[:2] == ("upload", "person:ada")


def test_of_two_who_change_a_surface_the_second_is_told_and_loses_nothing(world: World) -> None:
    surfaces(world)
    ada, eve = browser(world), browser(world, name="eve")
    state = seen(eve.get("/surface/upload/"))
    assert ada.post("/surface/upload/", FORM | {"seen": state}).status_code == 302
    answer = eve.post("/surface/upload/", FORM | {"seen": state, "basis": "Another law"})
    assert answer.status_code == 409
    assert "Somebody else changed this surface" in said(answer)
    assert 'value="Another law"' in answer.content.decode()
    assert eve.post("/surface/upload/", FORM | {"seen": seen(answer)}).status_code == 302


def test_an_exception_of_a_surface_outlasts_the_form(world: World) -> None:
    surfaces(world)
    until = NOW.date() + timedelta(days=9)
    exception = DigestsSuffice(kind="film", why="Being built.", signed_by="Lea", until=until)
    world.works.run(
        lambda work: work.surfaces.put(replace(work.surfaces.get("upload"), digests_suffice=(exception,)))
    )
    ada = browser(world)
    page = ada.get("/surface/upload/")
    assert "Being built." in said(page)
    assert ada.post("/surface/upload/", FORM | {"seen": seen(page)}).status_code == 302
    assert surface(world).digests_suffice == (exception,)


@pytest.mark.parametrize(
    "change",
    [
        {"audience": "some"},
        {"jurisdiction": "gb"},
        {"jurisdiction": "GB\n"},
        {"basis": "", "expires_on": "2027-01-01"},
        {"basis": "...", "expires_on": ""},
        {"expires_on": "tomorrow"},
        {"on_unknown": "ignore"},
    ],
)
def test_a_surface_that_cannot_be_is_not_kept(world: World, change: dict[str, str]) -> None:
    surfaces(world)
    ada = browser(world)
    before = surface(world)
    state = seen(ada.get("/surface/upload/"))
    answer = ada.post("/surface/upload/", FORM | {"seen": state} | change)
    # A line break at the end is no part of what was typed.
    assert answer.status_code == (302 if change.get("jurisdiction") == "GB\n" else 422)
    assert (surface(world) == before) is (answer.status_code == 422)


def test_who_may_not_change_a_surface_reads_it(world: World) -> None:
    surfaces(world)
    mia = browser(world, Role.MODERATOR)
    page = mia.get("/surface/messages/").content.decode()
    assert "A regulation" in page
    assert 'method="post" novalidate' not in page
    assert mia.post("/surface/messages/", FORM).status_code == 403


def states(world: World) -> list[State]:
    return [each.state for each in world.lists.versions(LIST.name)]


def test_a_list_shows_what_serves_what_waits_and_why(world: World) -> None:
    import_versions(world)
    mia = browser(world, Role.MODERATOR)
    assert "serving 1 waiting" in said(mia.get("/lists/"))
    page = said(mia.get(f"/lists/{LIST.name}/"))
    assert "20 active entries where 40 are serving" in page
    assert "Agreement 7, to 2027" in page
    assert "Let version 2 serve" not in page
    assert mia.post(f"/lists/{LIST.name}/versions/2/accept/", {"why": WHY}).status_code == 403
    assert states(world) == [State.SERVING, State.HELD]


def test_a_list_shows_how_often_it_errs(world: World) -> None:
    import_versions(world)
    mia, path = browser(world, Role.MODERATOR), f"/lists/{LIST.name}/"
    assert "Not counted yet" in said(mia.get(path))
    found = Erring(list_name=LIST.name, matched=40, looked_at=30, false=1, ripe=0, ripe_looked_at=0)
    for lists in ((), (found,)):
        at = world.clock() + timedelta(minutes=len(lists))
        record_matches(lists, policy_version="p-1", share=0.05, works=world.works, now=at)
        assert ("It led to nothing" in said(mia.get(path))) is (not lists)
    assert "1, so between 0.59% and 16.67% of its matches" in said(mia.get(path))


def test_a_version_that_waits_is_accepted_for_a_reason(world: World) -> None:
    import_versions(world)
    lea = browser(world, Role.LEAD, name="lea")
    path = f"/lists/{LIST.name}/versions/2/accept/"
    assert lea.post(path, {"why": " "}).status_code == 422
    assert states(world) == [State.SERVING, State.HELD]
    assert lea.post(path, {"why": WHY}).status_code == 302
    assert states(world) == [State.PAST, State.SERVING]
    act = world.lists.journal(LIST.name)[-1]
    assert (act.by, act.why) == ("person:lea", WHY)
    assert last("list.accept")[:2] == (f"list:{LIST.name}", "person:lea")
    assert lea.post(path, {"why": WHY}).status_code == 422
    assert lea.post(f"/lists/{LIST.name}/versions/99/accept/", {"why": WHY}).status_code == 422
    assert lea.post("/lists/..%2fkeys/versions/1/accept/", {"why": WHY}).status_code in {404, 422}


def test_how_near_counts_is_signed_with_figures(world: World) -> None:
    import_versions(world)
    lea = browser(world, Role.LEAD, name="lea")
    form = {"near_bits": "20", "exact_bits": "4", "least_quality": "50", "why": WHY}
    refused = lea.post(f"/lists/{LIST.name}/review/", form)
    assert refused.status_code == 422
    assert "measured precision" in said(refused)
    figures = {"precision": "0.999", "recall": "0.9", "sample_size": "400"}
    assert lea.post(f"/lists/{LIST.name}/review/", form | figures).status_code == 302
    threshold = world.lists.info(LIST.name).threshold
    assert (threshold.near_bits, threshold.exact_bits, threshold.signed_by) == (20, 4, "person:lea")
    assert last("list.review")[:2] == (f"list:{LIST.name}", "person:lea")
    page = said(lea.get(f"/lists/{LIST.name}/"))
    assert "99.90%, of 400 matches" in page


def test_a_list_is_retired_and_reinstated(world: World) -> None:
    import_versions(world)
    lea = browser(world, Role.LEAD, name="lea")
    assert lea.post(f"/lists/{LIST.name}/retire/", {"why": WHY}).status_code == 302
    assert world.lists.retired(LIST.name)
    assert lea.post(f"/lists/{LIST.name}/retire/", {"why": WHY}).status_code == 422
    assert lea.post(f"/lists/{LIST.name}/reinstate/", {"why": WHY}).status_code == 302
    assert world.lists.retired(LIST.name) is None
    assert world.acts()[-2:] == ["list.retire", "list.reinstate"]


STATEMENT = {"text": "The board looked at it.", "about": "", "expires_on": "2027-03-01"}


def statements(world: World) -> list[Attestation]:
    return list(world.works.run(lambda work: tuple(work.attestations.of_row(ROW))))


def test_a_statement_is_recorded_with_a_sealed_file_and_shown(world: World) -> None:
    lea = browser(world, Role.LEAD, name="lea")
    file = SimpleUploadedFile("minutes.pdf", b"minutes of the board")
    assert lea.post(f"/code/{ROW}/attest/", STATEMENT | {"attachment": file}).status_code == 302
    (kept,) = statements(world)
    assert (kept.by, kept.statement, kept.expires_at.date()) == (
        "person:lea",
        STATEMENT["text"],
        date(2027, 3, 1),
    )
    assert kept.attachment
    _, by, text = last("attestation.state")
    assert by == "person:lea"
    assert STATEMENT["text"] not in text
    page = said(lea.get(f"/code/{ROW}/"))
    assert STATEMENT["text"] in page
    assert "With a sealed file" in page


@pytest.mark.parametrize(
    "change", [{"text": " "}, {"expires_on": ""}, {"expires_on": "2026-11-21"}, {"expires_on": "2029-01-01"}]
)
def test_a_statement_that_cannot_count_is_not_kept_and_nothing_typed_is_lost(
    world: World, change: dict[str, str]
) -> None:
    lea = browser(world, Role.LEAD, name="lea")
    answer = lea.post(f"/code/{ROW}/attest/", STATEMENT | {"about": "the board"} | change)
    assert answer.status_code == 422
    assert 'value="the board"' in answer.content.decode()
    assert statements(world) == []


def test_a_file_that_is_too_large_is_refused(world: World) -> None:
    lea = browser(world, Role.LEAD, name="lea")
    file = SimpleUploadedFile("minutes.pdf", bytes(LARGEST_ATTACHMENT + 1))
    assert lea.post(f"/code/{ROW}/attest/", STATEMENT | {"attachment": file}).status_code == 422
    assert statements(world) == []


def test_a_question_is_answered_and_a_row_that_takes_no_statement_has_no_form(world: World) -> None:
    lea = browser(world, Role.LEAD, name="lea")
    assert lea.post("/code/A4.Q1/attest/", STATEMENT).status_code == 422
    assert lea.post("/code/A4.Q1/attest/", STATEMENT | {"answer": "no"}).status_code == 302
    assert lea.get("/code/IICSA.2/attest/").status_code == 404
    assert "Record a statement" not in said(lea.get("/code/IICSA.2/"))


def test_a_statement_is_taken_back_for_a_reason_and_only_at_its_own_row(world: World) -> None:
    furnished = furnish(world)
    lea = browser(world, Role.LEAD, name="lea")
    wrong = f"/code/P1.G5e/statements/{furnished.attestation}/withdraw/"
    assert lea.post(wrong, {"why": WHY}).status_code == 404
    path = f"/code/{ROW}/statements/{furnished.attestation}/withdraw/"
    assert "The board looked at it" in said(lea.get(path))
    assert lea.post(path, {"why": ""}).status_code == 422
    assert lea.post(path, {"why": WHY}).status_code == 302
    (kept,) = statements(world)
    assert (kept.withdrawn_by, kept.withdrawn_why) == ("person:lea", WHY)
    assert lea.post(path, {"why": WHY}).status_code == 422
    assert world.acts().count("attestation.withdraw") == 1


def test_who_does_not_state_anything_reads_what_was_stated(world: World) -> None:
    furnish(world)
    kay = browser(world, Role.AUDITOR, name="kay")
    page = said(kay.get(f"/code/{ROW}/"))
    assert "The board looked at it" in page
    assert "Take back" not in page
    assert "Record a statement" not in page


def figures(page: Answer) -> dict[str, str]:
    return dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', page.content.decode()))


def test_each_figure_leads_to_a_page_that_its_reader_may_open(world: World) -> None:
    furnish(world)
    world.case()
    world.machine = troubled()
    for role in (Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR):
        person = browser(world, role, name=f"a-{role}")
        links = figures(person.get("/"))
        assert links
        for href in links:
            assert person.get(href).status_code == 200, (role, href)


def test_what_is_wrong_comes_first_and_what_is_right_does_not_alarm(world: World) -> None:
    world.destination()
    calm = browser(world).get("/").content.decode()
    assert calm.count("figure alarm") == 1, "there is no list"
    world.machine = troubled()
    page = browser(world, name="eve").get("/").content.decode()
    alarms = [part.startswith(" alarm") for part in page.split('<div class="figure')[1:]]
    assert alarms == sorted(alarms, reverse=True)
    assert "Worker: not seen" in page
    assert "Disk used: 97 %" in page
    assert "Out of reach: 1" in page


def test_the_machine_says_what_to_do(world: World) -> None:
    ada = browser(world)
    assert "runs" in said(ada.get("/machine/"))
    world.machine = troubled()
    page = said(ada.get("/machine/"))
    assert "The worker was heard of last 3 hours ago" in page
    assert "See that the folder or the bucket" in page
    world.machine = replace(SOUND, worker_at=None)
    assert "No worker was ever heard of." in said(ada.get("/machine/"))


def test_a_list_that_cannot_be_read_hides_nothing_else_on_the_first_page(world: World) -> None:
    def damaged() -> tuple[()]:
        raise IntegrityLost

    open_office(replace(office(), lists=damaged))
    page = browser(world).get("/").content.decode()
    assert "Lists: unreadable" in page
    assert "Worker: runs" in page


def test_where_nothing_can_be_administered_the_pages_say_so(world: World) -> None:
    ada = browser(world)
    open_office(None)
    for path in ("/keys/", "/lists/", "/machine/", "/"):
        assert ada.get(path).status_code == 503


def test_the_ledger_is_found_by_the_name_of_a_person_and_says_how_much_is_signed(world: World) -> None:
    kay = browser(world, Role.AUDITOR, name="kay")
    world.person("ben", Role.MODERATOR)
    page = said(kay.get("/ledger/?by=ben"))
    assert "person.password" in page
    assert "person.add" not in page
    assert "Not signed yet 4" in page
    assert "lapwing ledger export FOLDER" in page


@pytest.mark.parametrize(
    ("role", "sees", "not_sees"),
    [
        (Role.MODERATOR, {"/queues/", "/lists/", "/code/"}, {"/ledger/", "/keys/", "/people/"}),
        (Role.LEAD, {"/queues/", "/ledger/", "/outbox/"}, {"/keys/", "/people/", "/destinations/"}),
        (Role.ADMINISTRATOR, {"/keys/", "/people/", "/machine/"}, {"/queues/", "/ledger/"}),
        (Role.AUDITOR, {"/ledger/", "/decisions/"}, {"/queues/", "/keys/", "/people/"}),
    ],
)
def test_the_ways_lead_where_a_role_may_go_and_nowhere_else(
    world: World, role: Role, sees: set[str], not_sees: set[str]
) -> None:
    person = browser(world, role)
    found: set[str] = set()
    for path in ("/", "/code/", "/lists/"):
        navigation = re.findall(r"<nav.*?</nav>", person.get(path).content.decode(), re.DOTALL)
        found |= {href for part in navigation for href in re.findall(r'href="([^"]+)"', part)}
    assert sees <= found
    assert not not_sees & found
    for href in found:
        assert person.get(href).status_code == 200
