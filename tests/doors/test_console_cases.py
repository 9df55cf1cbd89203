"""A case on its pages: taken, looked at step by step, decided once, taken back; each with its line."""

import base64
import io
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from lapwing.cases.claims import LEASE
from lapwing.model.cases import CaseState, FindingKind
from lapwing.model.content import Gap, Why, content_id
from lapwing.model.lists import Closeness
from lapwing.model.people import Role
from lapwing.model.platform import Account, ItemState, MessageState
from lapwing.model.works import Work
from lapwing.policy.rules.blocks_are_sampled import is_drawn
from lapwing.service.store.reads.cases import case_detail
from lapwing.service.store.reads.outbox import messages
from tests.console_material import World, scene, text_of
from tests.policy_material import BOOK, match

WHY = "Seen before; the list says so too."
NOT = {"kind": "not", "category": "none", "basis": "terms", "why": WHY}
CSAM_A = {"kind": "csam", "category": "a", "basis": "law", "why": WHY}


def moderator(world: World, name: str = "ann") -> Client:
    return world.browser(world.person(name, Role.MODERATOR))


def lead(world: World) -> Client:
    return world.browser(world.person("lea", Role.LEAD))


def version_in(page: bytes) -> str:
    found = re.search(rb'name="version" value="(\d+)"', page)
    assert found
    return found[1].decode()


def decide(browser: Client, case: str, form: dict[str, str], *, version: str = "") -> HttpResponse:
    seen = version or version_in(browser.get(f"/cases/{case}/").content)
    answer = browser.post(f"/cases/{case}/decide/", {**form, "version": seen})
    assert isinstance(answer, HttpResponse)
    return answer


def png_in(page: bytes) -> Image.Image:
    found = re.search(rb'src="data:image/png;base64,([^"]+)"', page)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def test_what_is_drawn_for_review_has_a_page_from_which_it_is_taken(world: World) -> None:
    browser = moderator(world)
    assert "Nothing that was drawn waits" in text_of(browser.get("/drawn/").content)
    contents = (scene(seed) for seed in range(400))
    share = BOOK.sample_share
    drawn = next(each for each in contents if is_drawn(content_id("image", each), share=share))
    case = world.case(drawn)
    page = browser.get("/drawn/").content
    assert f'href="/cases/{case}/"'.encode() in page
    assert "csam-authority" in text_of(page)
    assert browser.post(f"/cases/{case}/take/").status_code == 302
    assert "person:ann" in text_of(browser.get("/drawn/").content)


def test_home_says_what_waits_and_what_one_has(world: World) -> None:
    world.case(account="a")
    world.case(scene(3), account="b")
    browser = moderator(world)
    assert "Cases to take 2" in text_of(browser.get("/").content)
    case = browser.post("/take/")["Location"]
    home = browser.get("/")
    assert "Cases to take 1 In your hands 1" in text_of(home.content)
    assert case.encode() in home.content


def test_the_next_case_of_a_queue_is_taken_and_of_an_empty_one_none(world: World) -> None:
    case = world.case()
    browser = moderator(world)
    queue = case_detail(case).case.queue
    assert browser.post("/take/", {"queue": "nothing-here"})["Location"] == "/"
    assert browser.post("/take/", {"queue": queue})["Location"] == f"/cases/{case}/"
    assert case_detail(case).case.claimed_by == "person:ann"


def test_a_case_in_other_hands_cannot_be_taken_and_is_said_to_be(world: World) -> None:
    case = world.case()
    ann, ben = moderator(world), moderator(world, "ben")
    ann.post(f"/cases/{case}/take/")
    assert "person:ann has this case in hand" in text_of(ben.get(f"/cases/{case}/").content)
    late = ben.post(f"/cases/{case}/take/")
    assert late.status_code == 409
    assert "Somebody else was faster" in text_of(late.content)
    assert "your role" not in text_of(late.content)
    assert b"Keep this decision" not in ben.get(f"/cases/{case}/").content


def test_handed_back_it_is_anybodys(world: World) -> None:
    case = world.case()
    ann, ben = moderator(world), moderator(world, "ben")
    ann.post(f"/cases/{case}/take/")
    ann.post(f"/cases/{case}/hand-back/")
    assert ben.post(f"/cases/{case}/take/").status_code == 302


def test_a_case_says_why_it_is_here(world: World) -> None:
    near = match(kind="pdq", closeness=Closeness.NEAR, exact_bits=4)
    case = world.case(None, near, match(kind="md5", closeness=Closeness.WEAK, item="item-2"))
    page = moderator(world).get(f"/cases/{case}/")
    says = text_of(page.content)
    assert "Looks almost the same: 7 of 256 bits differ." in says
    assert "Up to 4 count as the same picture here, by review; up to 31 as a lead." in says
    assert "Such a value can be forged" in says
    assert "csam-authority version 3" in says
    assert b'aria-label="7 bits apart; a lead up to 31, the same picture up to 4"' in page.content


def test_a_case_says_what_is_not_known(world: World) -> None:
    from lapwing.flows.admit import Desk, admit  # noqa: PLC0415
    from lapwing.service.wiring.ids import new_id  # noqa: PLC0415
    from tests.spine_material import PLATFORM, arrival, screened  # noqa: PLC0415

    come = arrival(scene())
    gap = Gap(who="image", why=Why.TOO_SLOW, detail="over 30 seconds")
    desk = Desk(works=world.works, vault=world.vault, new_id=new_id)
    case = admit(come, screened(come, gaps=(gap,)), desk=desk, by=PLATFORM, now=world.clock()).case
    page = moderator(world).get(f"/cases/{case}/")
    assert "It took too long ( image : over 30 seconds)" in text_of(page.content)


def test_an_account_that_is_not_known_is_treated_as_a_childs(world: World) -> None:
    case = world.case()
    browser = moderator(world)
    assert "Not known, so treated as a child" in text_of(browser.get(f"/cases/{case}/").content)

    def write(work: Work) -> None:
        from lapwing.model.decision import AgeBand  # noqa: PLC0415

        work.accounts.add(Account(id="account-1", age_band=AgeBand.FROM_13_TO_15))

    world.works.run(write)
    assert "13 to 15" in text_of(browser.get(f"/cases/{case}/").content)


def test_content_is_seen_only_with_the_case_in_hand(world: World) -> None:
    case = world.case()
    media = f"/cases/{case}/media/{world.sealed_of(case)}/"
    ann, ben = moderator(world), moderator(world, "ben")
    assert ann.get(media).status_code == 403
    ann.post(f"/cases/{case}/take/")
    assert ann.get(media).status_code == 200
    assert ben.get(media).status_code == 403
    world.clock.move(LEASE)
    assert ann.get(media).status_code == 403


def test_what_is_shown_first_is_small_grey_and_blurred_and_never_the_bytes(world: World) -> None:
    data = scene()
    case = world.case(data)
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    answer = browser.get(f"/cases/{case}/media/{world.sealed_of(case)}/")
    shown = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "no-store")
    assert shown.mode == "L"
    assert max(shown.size) <= 48
    assert data not in answer.content


@pytest.mark.parametrize(("step", "mode", "side"), [("grey", "L", 192), ("colour", "RGB", 256)])
def test_each_step_shows_more_in_one_answer_and_is_recorded(
    world: World, step: str, mode: str, side: int
) -> None:
    case = world.case()
    sealed = world.sealed_of(case)
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    page = browser.post(f"/cases/{case}/look/", {"sealed": sealed, "step": step})
    assert (png_in(page.content).mode, max(png_in(page.content).size)) == (mode, side)
    assert world.acts()[-1] == "evidence.view"
    assert case_detail(case).exposures[-1].step == step
    assert b"data:" not in browser.get(f"/cases/{case}/").content


def test_nothing_is_shown_of_which_the_record_could_not_be_kept(world: World) -> None:
    case = world.case()
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    before = len(case_detail(case).exposures)
    assert browser.get(f"/cases/{case}/look/").status_code == 405
    assert browser.post(f"/cases/{case}/look/", {"sealed": "e-0", "step": "grey"}).status_code == 404
    assert (
        browser.post(f"/cases/{case}/look/", {"sealed": world.sealed_of(case), "step": "all"}).status_code
        == 422
    )
    assert len(case_detail(case).exposures) == before


def test_a_lead_who_may_reveal_sees_another_cases_content_neither(world: World) -> None:
    one, other = world.case(account="a"), world.case(scene(5), account="b")
    browser = lead(world)
    browser.post(f"/cases/{one}/take/")
    answer = browser.post(f"/cases/{one}/look/", {"sealed": world.sealed_of(other), "step": "grey"})
    assert answer.status_code == 403


def test_who_looks_without_the_case_in_hand_is_told_to_take_it(world: World) -> None:
    case, browser = world.case(), moderator(world)
    answer = browser.post(f"/cases/{case}/look/", {"sealed": world.sealed_of(case), "step": "grey"})
    assert answer.status_code == 403
    assert "This case is not in your hands" in text_of(answer.content)
    assert "your role" not in text_of(answer.content)


def test_words_are_hidden_until_they_are_asked_for(world: World) -> None:
    admitted = world.admit(b"a walk along the <b>harbour</b>", match(kind="term"), kind="text")
    case = admitted.case or ""
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    assert b"harbour</b>" not in browser.get(f"/cases/{case}/").content.replace(b"&lt;b&gt;", b"<b>")
    page = browser.post(f"/cases/{case}/look/", {"sealed": world.sealed_of(case), "step": "grey"})
    assert b"a walk along the &lt;b&gt;harbour&lt;/b&gt;" in page.content


def test_what_cannot_be_drawn_says_so(world: World) -> None:
    case = world.case(b"no picture at all")
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    page = browser.post(f"/cases/{case}/look/", {"sealed": world.sealed_of(case), "step": "grey"})
    assert "It cannot be drawn" in text_of(page.content)
    assert browser.get(f"/cases/{case}/media/{world.sealed_of(case)}/").status_code == 422


def test_a_decision_is_kept_and_the_platform_is_told(world: World) -> None:
    world.destination()
    case = world.case()
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    assert decide(browser, case, NOT)["Location"] == "/"
    detail = case_detail(case)
    assert detail.case.state is CaseState.DECIDED
    assert (detail.findings[0].kind, detail.findings[0].why) == (FindingKind.NOT, WHY)
    assert detail.items[0].state is ItemState.ALLOWED
    assert "case.decide" in world.acts()
    assert WHY in text_of(browser.get(f"/cases/{case}/").content)


WRONG = [
    ({"kind": ""}, "id_kind_0", "Say what you found."),
    ({"kind": "maybe"}, "id_kind_0", "Select a valid choice"),
    ({"basis": ""}, "id_basis_0", "Say whether it stands on the law or on our terms."),
    ({"why": "  "}, "id_why", "Give a reason."),
    ({"why": "x" * 2001}, "id_why", "at most 2,000 characters"),
    ({"kind": "csam"}, "id_category", "has a category"),
    ({"category": "a"}, "id_category", "choose none"),
    ({"kind": "csam", "category": "a"}, "id_basis_0", "judgement of the law"),
    ({"kind": "terms", "basis": "law"}, "id_basis_0", "stands on our terms"),
]


@pytest.mark.parametrize(("change", "field", "says"), WRONG)
def test_what_is_wrong_in_the_form_is_told_and_linked_and_nothing_is_lost(
    world: World, change: dict[str, str], field: str, says: str
) -> None:
    case = world.case()
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    answer = decide(browser, case, NOT | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    link = re.search(rf'<a href="#{field}">([^<]*)</a>', page)
    assert link
    assert says in link[1]
    assert f'id="{field}"' in page
    assert "<title>Error: " in page
    assert (NOT | change)["why"].strip() in page
    assert case_detail(case).case.state is CaseState.OPEN


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_their_words(world: World) -> None:
    case = world.case()
    ann, ben = moderator(world), moderator(world, "ben")
    ann.post(f"/cases/{case}/take/")
    seen = version_in(ann.get(f"/cases/{case}/").content)
    world.clock.move(LEASE)
    ben.post(f"/cases/{case}/take/")
    assert decide(ben, case, CSAM_A).status_code == 302
    late = decide(ann, case, NOT, version=seen)
    assert late.status_code == 409
    assert "Somebody else has decided this case meanwhile." in text_of(late.content)
    assert WHY in text_of(late.content)
    assert [finding.by for finding in case_detail(case).findings] == ["person:ben"]


def test_a_case_that_grew_meanwhile_is_shown_again(world: World) -> None:
    case = world.case(scene(9))
    browser = moderator(world)
    browser.post(f"/cases/{case}/take/")
    seen = version_in(browser.get(f"/cases/{case}/").content)
    world.admit(scene(9), account="account-2")
    answer = decide(browser, case, NOT, version=seen)
    assert answer.status_code == 409
    assert "This case has changed since you opened it." in text_of(answer.content)
    assert "Item 2 of 2" in text_of(answer.content)
    assert case_detail(case).findings == ()


def test_a_second_person_is_somebody_else(world: World) -> None:
    case = world.case()
    ann, ben = moderator(world), moderator(world, "ben")
    ann.post(f"/cases/{case}/take/")
    decide(ann, case, NOT | {"kind": "second"})
    ann.post(f"/cases/{case}/take/")
    again = decide(ann, case, NOT)
    assert again.status_code == 409
    assert "somebody else has to be the second person" in text_of(again.content)
    ann.post(f"/cases/{case}/hand-back/")
    ben.post(f"/cases/{case}/take/")
    assert decide(ben, case, NOT).status_code == 302


def test_a_lead_takes_a_decision_back_with_a_reason(world: World) -> None:
    case = world.case()
    browser, other = moderator(world), lead(world)
    browser.post(f"/cases/{case}/take/")
    decide(browser, case, NOT)
    assert b"Take the decision back" not in browser.get(f"/cases/{case}/").content
    assert other.get(f"/cases/{case}/undo/").status_code == 200
    assert other.post(f"/cases/{case}/undo/", {"why": ""}).status_code == 422
    assert other.post(f"/cases/{case}/undo/", {"why": "It was another one."}).status_code == 302
    detail = case_detail(case)
    assert detail.case.state is CaseState.OPEN
    assert detail.items[0].state is ItemState.HELD
    assert "It was another one." in text_of(other.get(f"/cases/{case}/").content)
    assert other.post(f"/cases/{case}/undo/", {"why": "Twice."}).status_code == 409


def test_a_message_that_was_given_up_is_sent_again(world: World) -> None:
    world.destination()
    case = world.case()
    browser, other = moderator(world), lead(world)
    browser.post(f"/cases/{case}/take/")
    decide(browser, case, NOT)
    message = messages(destination="harbour")[0]
    assert "still being sent" in text_of(other.post(f"/outbox/{message.id}/replay/", follow=True).content)

    def give_up(work: Work) -> None:
        from dataclasses import replace  # noqa: PLC0415

        kept = work.outbox.get(message.id)
        work.outbox.save(replace(kept, state=MessageState.DEAD, last_status="503", version=kept.version + 1))

    world.works.run(give_up)
    assert "503" in text_of(other.get("/outbox/?state=dead").content)
    other.post(f"/outbox/{message.id}/replay/")
    assert messages(destination="harbour")[0].state is MessageState.DUE
    assert world.acts()[-1] == "message.replay"


def test_the_ledger_is_found_by_what_it_is_about(world: World) -> None:
    one, other = world.case(account="a"), world.case(scene(5), account="b")
    browser = world.browser(world.person("aud", Role.AUDITOR))
    says = text_of(browser.get("/ledger/", {"on": one}).content)
    assert one in says
    assert other not in says
    assert "No line is like that." in text_of(browser.get("/ledger/", {"on": "nothing"}).content)
    assert "case.open" in text_of(browser.get("/ledger/", {"act": "case.open"}).content)


def test_the_ledger_says_why_and_with_which_facts(world: World) -> None:
    case = world.case()
    mod = moderator(world)
    mod.post(f"/cases/{case}/take/")
    decide(mod, case, NOT)
    browser = world.browser(world.person("aud", Role.AUDITOR))
    says = text_of(browser.get("/ledger/", {"on": case}).content)
    assert WHY in says
    assert "kind not" in says


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 40, "1e9", "%00", "٣"])
def test_odd_questions_of_the_ledger_are_answered(world: World, before: str) -> None:
    browser = world.browser(world.person("aud", Role.AUDITOR))
    assert browser.get("/ledger/", {"before": before, "on": "\0" + "ä" * 900}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40, "٣"])
def test_odd_pages_of_a_list_are_the_first(world: World, page: str) -> None:
    world.case()
    browser = moderator(world)
    for path in ("/queues/csam/", "/decided/"):
        assert browser.get(path, {"page": page}).status_code == 200


def test_registers_show_what_there_is(world: World) -> None:
    world.destination()
    world.case()
    admin = world.browser(world.person("ada", Role.ADMINISTRATOR))
    assert "platform.example" in text_of(admin.get("/destinations/").content)
    assert "Ada" in text_of(admin.get("/people/").content)
    other = lead(world)
    decisions = other.get("/decisions/")
    found = re.search(rb'href="(/decisions/d-[0-9a-f]+/)"', decisions.content)
    assert found
    assert "by its SHA-256, is on the list." in text_of(other.get(found[1].decode()).content)


def test_a_page_asks_for_how_long_ago(world: World) -> None:
    world.case()
    world.clock.move(timedelta(hours=3))
    assert "3 hours ago" in text_of(moderator(world).get("/").content)
