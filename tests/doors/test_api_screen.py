"""POST /screen: decided about in time, or kept and decided about later; known content is stopped at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

from lapwing.flows.change_entries import NewEntry
from lapwing.flows.learn import OWN_LIST
from lapwing.model.errors import Unavailable
from lapwing.model.platform import Destination, ItemState
from lapwing.model.works import Work
from lapwing.service.canaries import DOCUMENT, FILM
from lapwing.service.finishing import Sweep, finish_item
from lapwing.service.reception import QUICK_BYTES
from lapwing.service.serving import Serving
from lapwing.service.wiring.service import Service
from tests.api_material import TEXT, Api, FixedKit, Gate, open_api
from tests.django_world import Database
from tests.form_material import form_of

LONG = "x" * (QUICK_BYTES + 1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path) as opened:
        yield opened


def test_a_text_is_decided_about_and_the_act_is_in_the_ledger(api: Api) -> None:
    said = api.screen(account="a-1")

    assert said.status == 200
    answer = said.json()
    assert (answer["reference"], answer["action"], answer["step"]) == ("post/1", "hide", "hold")
    assert answer["unknown"] == [{"who": "lists", "why": "no-list"}]
    assert answer["reasons"][0]["rule"] == "unknown_is_not_clean"
    (line,) = api.acts("item.screen")
    assert (line.on, line.by.split(":")[0]) == (answer["item"], "key")
    assert api.ask("GET", f"/v1/decisions/{answer['decision']}").json()["item"] == answer["item"]
    assert api.ask("GET", f"/v1/items/{answer['item']}").json()["state"] == "held"


def known(api: Api, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    entry = NewEntry(kind="sha256", value=sha256(data).hexdigest())
    api.service.own.put(OWN_LIST, (entry,), by="person:ann", why="a test", now=api.clock())
    api.service.present.refresh()


def test_what_a_person_has_confirmed_is_stopped_without_a_restart(api: Api) -> None:
    known(api, "something else")
    assert api.screen().json()["action"] == "publish"

    known(api, str(TEXT["content"]))

    answer = api.screen().json()
    assert (answer["action"], answer["matches"]) == ("remove", 1)
    assert answer["case"]
    decision = api.ask("GET", f"/v1/decisions/{answer['decision']}").json()
    assert [match["list"] for match in decision["matches"]] == [OWN_LIST]
    assert decision["list_versions"] == [[OWN_LIST, 2]]


def test_what_is_sealed_is_exactly_what_was_sent(api: Api) -> None:
    answer = api.screen(content="kept as it is").json()

    def sealed(work: Work) -> Any:  # noqa: ANN401  # the record
        return work.sealed.get(api.acts("content.seal")[0].on)

    assert api.service.vault.open(api.service.works.run(sealed)) == b"kept as it is"
    assert answer["case"]


REFUSED = [
    ({"surface": "message"}, 403, "lapwing.no-basis"),
    ({"surface": "nowhere"}, 404, "lapwing.no-such-surface"),
    ({"kind": "image"}, 422, "lapwing.bad-shape"),
    ({"extra": 1}, 422, "lapwing.bad-shape"),
    ({"reference": ""}, 422, "lapwing.bad-shape"),
    ({"reference": "a\n"}, 422, "lapwing.bad-shape"),
    ({"reference": "é"}, 422, "lapwing.bad-shape"),
    ({"content": 5}, 422, "lapwing.bad-shape"),
    ({"account": ["a"]}, 422, "lapwing.bad-shape"),
]


@pytest.mark.parametrize(("wrong", "status", "code"), REFUSED)
def test_what_cannot_be_screened_is_refused_and_leaves_nothing(
    api: Api, wrong: dict[str, object], status: int, code: str
) -> None:
    before = len(api.acts())
    said = api.screen(**wrong)

    assert (said.status, said.code) == (status, code)
    assert len(api.acts()) == before


def test_a_file_needs_no_kind(api: Api) -> None:
    known(api, "something else")
    body, form = form_of(surface="upload", reference="file/1", file=b"\x00\x01\xff\xfe what is this")

    said = api.ask("POST", "/v1/screen", body, form=form)

    assert said.status == 200
    assert said.json()["action"] == "hide"
    assert said.json()["unknown"][0]["why"] == "unreadable"


@pytest.mark.parametrize("kind", ["film", "document"])
def test_what_nothing_looks_into_is_held_until_somebody_signs_for_it(api: Api, kind: str) -> None:
    known(api, "something else")
    data = FILM if kind == "film" else DOCUMENT
    body, form = form_of(surface="upload", reference="file/1", file=data)
    held = api.ask("POST", "/v1/screen", body, form=form).json()
    assert (held["action"], held["unknown"]) == ("hide", [{"who": kind, "why": "not-looked-at"}])
    assert "only its exact fingerprints were compared" in held["reasons"][0]["says"]

    signed = {"kind": kind, "why": "until films are decoded", "signed_by": "lea", "until": "2026-11-22"}
    place = {**api.ask("GET", "/v1/surfaces/upload").json(), "digests_suffice": [signed]}
    del place["name"]
    assert api.ask("PUT", "/v1/surfaces/upload", place).json()["digests_suffice"] == [signed]
    let_in = api.ask("POST", "/v1/screen", body, form=form).json()
    assert (let_in["action"], let_in["unknown"]) == ("publish", held["unknown"])
    api.clock.forward(timedelta(days=2))
    assert api.ask("POST", "/v1/screen", body, form=form).json()["action"] == "hide"


def test_a_listed_film_is_stopped_whatever_it_is_called(api: Api) -> None:
    known(api, FILM)
    for told in ({}, {"kind": "film"}, {"kind": "document"}, {"kind": "query"}):
        body, form = form_of(surface="upload", reference="holiday.jpg", file=FILM, **told)
        assert api.ask("POST", "/v1/screen", body, form=form).json()["matches"] == 1


@pytest.mark.slow
def test_a_picture_is_measured_by_a_confined_process(api: Api) -> None:
    from tests.picture_material import hills, saved  # noqa: PLC0415  # of use here alone

    known(api, "something else")
    body, form = form_of(surface="upload", reference="pic/1", file=saved(hills(), "JPEG"))

    said = api.ask("POST", "/v1/screen", body, form=form)

    assert (said.status, said.json()["action"], said.json()["unknown"]) == (200, "publish", [])


def gated(home: Path, *, waiting: int, seconds: float = 0.05) -> Any:  # noqa: ANN401  # a context manager
    """Return an API whose long texts are measured only once its gate is open."""

    def change(service: Service) -> Service:
        gate = Gate(service.kit.measurer)
        kit = replace(service.kit, measurer=gate)
        return replace(service, present=FixedKit(kit), in_flight=1)  # type: ignore[arg-type]  # a stand-in

    return open_api(home, serving=Serving(answer_seconds=seconds, waiting=waiting), change=change)


def until(seconds: float, done: Any) -> None:  # noqa: ANN401  # any question
    deadline = monotonic() + seconds
    while not done():
        assert monotonic() < deadline, "it did not come about in time"
        sleep(0.01)


def state_of(api: Api, item: str) -> str:
    return str(api.ask("GET", f"/v1/items/{item}").json()["state"])


def add_destination(api: Api) -> None:
    hook = Destination(name="harbour", url="https://platform.example/", secret_id="harbour")  # noqa: S106  # its name
    api.service.works.run(lambda work: work.destinations.add(hook))


@pytest.mark.slow
def test_over_budget_the_consequence_is_answered_and_the_decision_follows(
    database: Database,  # noqa: ARG001  # it is Django's default one
    tmp_path: Path,
) -> None:
    with gated(tmp_path, waiting=4) as api:
        add_destination(api)
        said = api.screen(content=LONG)
        answer = said.json()
        assert said.status == 202
        assert (answer["state"], answer["action"], answer["decision"]) == ("waiting", "hide", None)
        assert not owed(api)

        api.service.kit.measurer.open.set()
        until(10, lambda: state_of(api, answer["item"]) == "held")

        assert [message.on for message in owed(api)] == [answer["item"]]
        assert [line.on for line in api.acts("item.screen")] == [answer["item"]]
        assert len(api.acts("sealed.erase")) == 1


@pytest.mark.slow
def test_under_load_the_next_is_answered_at_once_and_finished_too(
    database: Database,  # noqa: ARG001  # it is Django's default one
    tmp_path: Path,
) -> None:
    with gated(tmp_path, waiting=1, seconds=20) as api:
        first = [Thread(target=api.screen, kwargs={"content": f"{LONG}{n}"}) for n in range(2)]
        for thread in first:
            thread.start()
        until(5, lambda: not api_places(api))

        began = monotonic()
        said = api.screen(content=LONG)
        assert monotonic() - began < 5
        assert said.status == 202

        api.service.kit.measurer.open.set()
        for thread in first:
            thread.join(timeout=10)
        until(10, lambda: state_of(api, said.json()["item"]) == "held")


def api_places(api: Api) -> int:  # noqa: ARG001  # the desk is that of the process
    from lapwing.service.api.desk import the_desk  # noqa: PLC0415  # it opens with the API

    return the_desk().reception._counter._places._value


def owed(api: Api) -> list[Any]:
    from lapwing.service.store.records.models import MessageRow  # noqa: PLC0415  # after Django is made ready

    ids = MessageRow.objects.exclude(destination="lapwing").values_list("id", flat=True)
    return [api.service.works.run(lambda work, key=key: work.outbox.get(key)) for key in ids]  # type: ignore[misc]  # bound at once


@pytest.mark.slow
def test_what_a_dead_server_left_is_finished_once_by_the_sweep(
    database: Database,  # noqa: ARG001  # it is Django's default one
    tmp_path: Path,
) -> None:
    with gated(tmp_path, waiting=4) as api:
        item = api.screen(content=LONG).json()["item"]
        # The server dies here: what it has in memory is gone, and its threads never come to an end.
        with open_api(tmp_path) as later:
            later.clock.at = api.clock.at
            sweep = Sweep(later.service)
            assert sweep() == 0, "it is left to the server for a while"
            later.clock.forward(10 * MINUTE)

            assert sweep() == 1
            assert sweep() == 0
            assert state_of(later, item) == "held"
            assert len(later.acts("item.screen")) == 1
        # One that was only slow comes too late, and changes nothing.
        api.service.kit.measurer.open.set()
    assert len(api.acts("item.screen")) == 1


def test_what_cannot_be_finished_keeps_nobody_else_waiting(
    sqlite: Database,  # noqa: ARG001  # it is Django's default one
    tmp_path: Path,
) -> None:
    with gated(tmp_path, waiting=4) as api:
        lost, fine = (api.screen(content=f"{LONG}{n}").json()["item"] for n in range(2))
        api.service.works.run(lambda work: api.service.vault.discard(spooled(work, lost)))
        with open_api(tmp_path) as later:
            later.clock.at = api.clock.at + 10 * MINUTE
            sweep = Sweep(later.service)

            assert sweep(most=1) + sweep(most=1) == 1
            assert sweep.refused == {lost: "lapwing.not-in-vault"}
            assert (state_of(later, fine), state_of(later, lost)) == ("held", "waiting")
        api.service.kit.measurer.open.set()


def spooled(work: Work, item: str) -> Any:  # noqa: ANN401  # the record
    from lapwing.model.evidence import Purpose  # noqa: PLC0415  # of use here alone

    content = work.items.get(item).content_id
    return work.sealed.of_content(content, purpose=Purpose.SCREENING)[0]


def test_an_item_that_is_decided_is_not_finished_again(api: Api) -> None:
    item = api.screen().json()["item"]
    with pytest.raises(Exception, match="finished already"):
        finish_item(item, service=api.service)
    assert api.service.works.run(lambda work: work.items.get(item)).state is ItemState.HELD


def test_without_a_vault_nothing_is_kept_and_the_platform_is_told(api: Api, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.chmod(0o500)
    moved = vault.rename(tmp_path / "elsewhere")
    vault.write_text("in its place")

    said = api.screen()

    assert (said.status, said.code) == (503, Unavailable.code)
    assert said.http["Retry-After"]
    assert not api.acts("item.screen")
    moved.chmod(0o700)
