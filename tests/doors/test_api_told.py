"""What the platform tells: publications, removals, accounts and surfaces."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api_material import HOUR, Api, open_api
from tests.django_world import Database


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path) as opened:
        yield opened


def test_what_was_published_and_removed_is_kept_with_its_time_and_views(api: Api) -> None:
    item = api.screen().json()["item"]
    published = api.ask("POST", f"/v1/items/{item}/published")
    api.clock.forward(HOUR)
    removed = api.ask("POST", f"/v1/items/{item}/removed", {"views": 7})

    assert (published.status, published.json()["removed_at"]) == (200, None)
    answer = removed.json()
    assert (answer["published_at"], answer["removed_at"]) == ("2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z")
    assert (answer["views"], answer["version"]) == (7, 3)
    assert [line.act for line in api.acts("item.published", "item.removed")] == [
        "item.published",
        "item.removed",
    ]


@pytest.mark.parametrize("deed", ["published", "removed"])
def test_of_what_is_not_known_nothing_can_be_told(api: Api, deed: str) -> None:
    said = api.ask("POST", f"/v1/items/i-{0:032x}/{deed}")
    assert (said.status, said.code) == (404, "lapwing.missing")


@pytest.mark.parametrize("views", [-1, 1.5, "7", 10**15 + 1])
def test_views_are_a_count(api: Api, views: object) -> None:
    item = api.screen().json()["item"]
    assert api.ask("POST", f"/v1/items/{item}/removed", {"views": views}).code == "lapwing.bad-shape"


def test_what_is_told_of_an_account_counts_from_then_on(api: Api) -> None:
    told = {"age_band": "13-15", "opened_at": "2026-01-02T03:04:05+01:00"}
    first = api.ask("PUT", "/v1/accounts/users/7", told)
    again = api.ask("PUT", "/v1/accounts/users/7", told)
    later = api.ask("PUT", "/v1/accounts/users/7", {"age_band": "adult"})

    assert first.json() == {
        "id": "users/7",
        "age_band": "13-15",
        "opened_at": "2026-01-02T03:04:05+01:00",
        "version": 1,
    }
    assert (again.json()["version"], later.json()["version"]) == (1, 2)
    assert len(api.acts("account.tell")) == 2
    assert "users/7" not in "".join(line.text.decode() for line in api.acts())


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"age_band": "old"},
        {"age_band": "adult", "opened_at": "2026-01-02T03:04:05"},
        {"age_band": "adult", "x": 1},
    ],
)
def test_what_cannot_be_said_of_an_account_is_refused(api: Api, wrong: dict[str, object]) -> None:
    assert api.ask("PUT", "/v1/accounts/a", wrong).code == "lapwing.bad-shape"


def test_a_surface_is_screened_from_when_it_has_a_basis_until_it_has_none(api: Api) -> None:
    surface = {"audience": "private", "jurisdiction": "GB", "on_unknown": "limit"}
    assert api.screen(surface="message").status == 403

    said = api.ask(
        "PUT", "/v1/surfaces/message", {**surface, "basis": {"name": "an order", "expires_on": "2026-11-21"}}
    )
    assert said.status == 200
    answer = api.screen(surface="message")
    assert (answer.status, answer.json()["action"]) == (200, "limit")

    api.clock.forward(24 * HOUR)
    assert api.screen(surface="message").code == "lapwing.no-basis"
    api.ask("PUT", "/v1/surfaces/message", surface)
    assert api.screen(surface="message").code == "lapwing.no-basis"
    assert [line.on for line in api.acts("surface.put")][-2:] == ["message", "message"]


def test_surfaces_are_told_in_the_order_of_their_names(api: Api) -> None:
    names = [each["name"] for each in api.ask("GET", "/v1/surfaces").json()["surfaces"]]
    assert names == ["message", "search", "upload"]
    assert api.ask("GET", "/v1/surfaces/search").json()["on_unknown"] == "deter"


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "all", "jurisdiction": "GB"},
        {"audience": "public", "jurisdiction": "gb"},
        {"audience": "public", "jurisdiction": "GB\n"},
        {"audience": "public", "jurisdiction": "GB", "basis": {"name": "..."}},
        {"audience": "public", "jurisdiction": "GB", "basis": {"name": "x", "extra": 1}},
        {"audience": "public", "jurisdiction": "GB", "digests_suffice": [{"kind": "film", "why": "x"}]},
        {
            "audience": "public",
            "jurisdiction": "GB",
            "digests_suffice": [{"kind": "image", "why": "x", "signed_by": "l", "until": "2027-01-01"}],
        },
    ],
)
def test_what_cannot_be_said_of_a_surface_is_refused(api: Api, wrong: dict[str, object]) -> None:
    assert api.ask("PUT", "/v1/surfaces/new", wrong).code == "lapwing.bad-shape"
    assert api.ask("GET", "/v1/surfaces/new").status == 404


@pytest.mark.parametrize("name", ["New", "-new", "n" * 65, "n%0a"])
def test_a_surface_has_a_plain_name(api: Api, name: str) -> None:
    said = api.ask("PUT", f"/v1/surfaces/{name}", {"audience": "public", "jurisdiction": "GB"})
    assert said.status in {404, 422}
