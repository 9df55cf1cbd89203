"""A day on Harbour: one command runs the service, people post, a moderator decides, Harbour obeys."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from lapwing.model.cases import FindingKind
from lapwing.service.demo.harbour import Berth, Day, Pace, run
from lapwing.service.demo.harbour.desk import Desk
from lapwing.service.demo.harbour.moderator import Moderator
from lapwing.service.demo.harbour.mooring import harbour_world
from lapwing.service.demo.harbour.platform import VISIBLE, Harbour
from lapwing.service.demo.harbour.post import Standing, Told
from lapwing.service.demo.harbour.receiver import HOST, free_port
from lapwing_client import Kind, Lapwing
from tests.client_material import Site, form, part

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

PASSWORD = "a long and odd one, 1876"  # noqa: S105  # of nobody
START_SECONDS, SOON_SECONDS = 60.0, 60.0
LAPWING = "from lapwing.service.cli.main import run; run()"
MOOR = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from lapwing.service.cli.with_service import opened
from lapwing.service.demo.harbour.mooring import moor
with opened(Path(sys.argv[1])) as service:
    print(json.dumps(asdict(moor(service, base_url=sys.argv[2], port=int(sys.argv[3])))))
"""


@dataclass
class Town:
    """A service that runs in a home of its own, with Harbour in front of it."""

    home: Path
    base_url: str
    stop: Event = field(default_factory=Event)
    harbour: Harbour | None = None
    day: "Future[Day] | None" = None
    moored: Berth | None = None

    def lapwing(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  # our own command
            [sys.executable, "-c", LAPWING, "--home", str(self.home), *arguments],
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def link_of(self, name: str) -> str:
        told = self.lapwing("person", "add", name, "--role", "moderator", "--by", "test", "--json")
        link: str = json.loads(told)["link"]
        return link

    def berth(self) -> Berth:
        asked = [sys.executable, "-c", MOOR, str(self.home), self.base_url, str(free_port())]
        return Berth(**json.loads(subprocess.check_output(asked)))  # noqa: S603  # our own

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        kept = sqlite3.connect(f"file:{self.home}/lapwing.sqlite?mode=ro", uri=True)
        try:
            return kept.execute(sql).fetchall()
        finally:
            kept.close()

    def bodies(self, table: str) -> list[dict[str, Any]]:
        return [json.loads(body) for (body,) in self.rows(f"SELECT body FROM {table}")]  # noqa: S608  # our own


def soon(holds: Any) -> bool:  # noqa: ANN401  # any question
    """Say whether something comes to hold."""
    until = time.monotonic() + SOON_SECONDS
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def answers(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/ready", timeout=5).is_success
    except httpx.HTTPError:
        return False


def is_busy(harbour: Harbour | None) -> bool:
    """Say whether much has been shared, a known picture among it."""
    if harbour is None:
        return False
    posts = harbour.posts()
    pictures = [post for post in posts if post.content.kind is Kind.IMAGE]
    return len(posts) > 80 and any(post.content.is_known for post in pictures)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder, port = tmp_path_factory.mktemp("town"), free_port()
    made = Town(home=folder / "home", base_url=f"http://{HOST}:{port}")
    command = [sys.executable, "-c", LAPWING, "--home", str(made.home), "up", "--port", str(port)]
    with (folder / "up.log").open("wb") as log:
        service = subprocess.Popen(  # noqa: S603  # our own command
            command, env={**os.environ, "LAPWING_LOCAL_HOSTS": HOST}, stdout=log, stderr=log
        )
    try:
        assert soon(lambda: answers(made.base_url)), (folder / "up.log").read_text()
        yield made
    finally:
        made.stop.set()
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=90) == 0


@pytest.fixture(scope="module")
def played(town: Town) -> Town:
    """Give the town after a day: people have posted, a moderator has decided, everything is obeyed."""

    def meet(harbour: Harbour) -> None:
        town.harbour = harbour

    links = {name: town.link_of(name) for name in ("ann", "ben")}
    listed: dict[str, str] = {}
    town.moored = town.berth()
    with ThreadPoolExecutor(1) as thread:
        town.day = thread.submit(
            run,
            town.moored,
            world=harbour_world(town.home)[0],
            pace=Pace(seconds=0.02),
            stop=town.stop,
            meet=meet,
            note=listed.__setitem__,
        )
        try:
            assert soon(lambda: is_busy(town.harbour))
            assert town.harbour is not None
            with Moderator(town.base_url) as ann, Moderator(town.base_url) as ben:
                for name, person in (("ann", ann), ("ben", ben)):
                    person.set_password(links[name], PASSWORD)
                    person.sign_in(name, PASSWORD)
                desk = Desk(
                    people=(ann, ben),
                    list_of=lambda reference: listed.get(reference, ""),
                    is_hard=lambda _: False,
                    pause=lambda: False,
                )
                desk.work(most=20)
            assert desk.found[FindingKind.SECOND] >= desk.found[FindingKind.CSAM] > 0
            unsent = "SELECT count(*) FROM records_message WHERE state = 'due'"
            assert soon(lambda: town.rows(unsent) == [(0,)])
        finally:
            town.stop.set()
        town.day.result(timeout=SOON_SECONDS)
    return town


def test_nobody_ever_saw_what_is_known(played: Town) -> None:
    assert played.day is not None
    assert played.harbour is not None
    day = played.day.result()
    known = [post for post in played.harbour.posts() if post.content.is_known]
    assert any(post.content.kind is Kind.IMAGE for post in known)
    assert {post.standing for post in known} <= {Standing.REMOVED, Standing.HIDDEN}
    assert (day.known_shown, day.unanswered) == (0, 0)
    assert day.posts[Standing.SHOWN] > day.posts[Standing.REMOVED] > 0


def test_every_action_was_obeyed_and_told(played: Town) -> None:
    assert played.harbour is not None
    posts = {post.item: post for post in played.harbour.posts()}
    items = [each for each in played.bodies("records_item") if each["id"] in posts]
    assert len(items) == len(posts)
    wrong = [
        (item["step"], posts[item["id"]].standing)
        for item in items
        if (item["step"] in {"allow", "deter", "limit"}) is not (posts[item["id"]].standing in VISIBLE)
    ]
    assert wrong == []
    decided = [item for item in items if (item["decided_by"] or "").startswith("f-")]
    assert decided
    for item in items:
        is_out = item["published_at"] is not None and item["removed_at"] is None
        assert is_out is (posts[item["id"]].told is Told.PUBLISHED)
        assert is_out is (posts[item["id"]].standing in VISIBLE)


def test_the_outbox_is_empty_and_something_was_in_it(played: Town) -> None:
    states = dict(played.rows("SELECT state, count(*) FROM records_message GROUP BY state"))
    assert set(states) == {"delivered"}
    topics = {each["topic"] for each in played.bodies("records_message")}
    assert "item.action" in topics


def test_cases_were_opened_sealed_and_decided(played: Town) -> None:
    cases = played.bodies("records_case")
    assert {"decided"} <= {case["state"] for case in cases}
    sealed = {each["content_id"] for each in played.bodies("records_sealed")}
    assert all(set(case["contents"]) <= sealed for case in cases)


def test_the_ledger_verifies_and_knows_of_no_publication_against_a_decision(played: Town) -> None:
    played.lapwing("ledger", "checkpoint")
    played.lapwing("ledger", "verify")
    lines = [
        json.loads(line)
        for line in played.lapwing("ledger", "show", "--most", "10000", "--json").splitlines()
    ]
    assert [line for line in lines if line.get("facts", {}).get("against_decision")] == []


def test_the_gate_asks_the_running_service(played: Town) -> None:
    def through(key: str, content: bytes) -> str:
        with Lapwing(played.base_url, key, tries=1) as lapwing:
            site = Site()
            site.lapwing = lapwing  # type: ignore[assignment]  # the real one in the place of the fake
            return site.post(form(part(content)))

    assert played.moored is not None
    assert played.harbour is not None
    pictures = [post for post in played.harbour.posts() if post.content.kind is Kind.IMAGE]
    known = next(post for post in pictures if post.content.is_known)
    everyday = next(
        post for post in pictures if post.standing is Standing.SHOWN and not post.content.is_listed
    )
    assert through(played.moored.key, everyday.content.untrusted_data) == "201 Created"
    assert through(played.moored.key, known.content.untrusted_data) == "451 Unavailable For Legal Reasons"
    assert through("lw_0000000000000000_wrong", everyday.content.untrusted_data) == "503 Service Unavailable"
