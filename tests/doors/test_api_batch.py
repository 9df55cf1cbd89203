"""POST /screen/batch: each item has its own answer, in order; groups are kept whole, and once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from lapwing.model.errors import Unavailable
from lapwing.service.api.batch import TOGETHER
from lapwing.service.reception import QUICK_BYTES
from lapwing.service.serving import Serving
from tests.api_material import TEXT, Api, Said, open_api
from tests.django_world import Database

LINES = "application/x-ndjson"


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path, serving=Serving(batch_items=2 * TOGETHER + 10)) as opened:
        yield opened


def items(count: int) -> list[dict[str, Any]]:
    return [{**TEXT, "reference": f"post/{n}", "content": f"text {n}"} for n in range(count)]


def batch(api: Api, wanted: list[dict[str, Any]], **headers: str) -> Said:
    return api.ask("POST", "/v1/screen/batch", wanted, **headers)


def test_each_item_has_its_own_answer_in_order(api: Api) -> None:
    wanted = items(3)
    wanted[1]["surface"] = "message"

    results = batch(api, wanted).json()["results"]

    assert [result["number"] for result in results] == [0, 1, 2]
    assert results[1]["problem"]["code"] == "lapwing.no-basis"
    assert [results[n]["result"]["reference"] for n in (0, 2)] == ["post/0", "post/2"]
    assert len(api.acts("item.screen")) == 2
    item = results[2]["result"]["item"]
    assert api.ask("GET", f"/v1/items/{item}").json()["reference"] == "post/2"


def test_more_than_go_together_are_all_answered(api: Api) -> None:
    results = batch(api, items(TOGETHER + 3)).json()["results"]
    assert [result["result"]["reference"] for result in results] == [f"post/{n}" for n in range(TOGETHER + 3)]


def test_lines_are_answered_in_lines_and_a_bad_one_for_itself(api: Api) -> None:
    body = b"\n".join([json.dumps(TEXT).encode(), b"", b"{", b'{"surface": 1}', json.dumps(TEXT).encode()])

    said = api.ask("POST", "/v1/screen/batch", body, form=LINES)

    assert said.http["Content-Type"] == LINES
    answers = [json.loads(line) for line in said.body.splitlines()]
    codes = [answer.get("problem", {}).get("code") for answer in answers]
    assert codes == [None, "lapwing.malformed", "lapwing.bad-shape", None]


def test_a_list_with_a_wrong_member_is_refused_as_a_whole(api: Api) -> None:
    said = batch(api, [*items(2), {**TEXT, "extra": 1}])
    assert (said.status, said.code) == (422, "lapwing.bad-shape")
    assert not api.acts("item.screen")


def test_nothing_is_answered_with_nothing(api: Api) -> None:
    assert batch(api, []).json() == {"results": []}
    assert api.ask("POST", "/v1/screen/batch", b"\n\n", form=LINES).status == 200


def test_too_many_and_too_long_are_refused(api: Api) -> None:
    said = batch(api, items(2 * TOGETHER + 11))
    assert (said.status, said.code) == (413, "lapwing.too-large")
    long = batch(api, [{**TEXT, "content": "x" * (QUICK_BYTES + 1)}]).json()["results"]
    assert long[0]["problem"]["status"] == 413
    assert not api.acts("item.screen")


def test_the_age_of_an_account_is_known(api: Api) -> None:
    api.ask("PUT", "/v1/accounts/a-1", {"age_band": "13-15"})
    result = batch(api, [{**TEXT, "account": "a-1"}]).json()["results"][0]["result"]
    from lapwing.service.store.reads.at_hand import find_decision  # noqa: PLC0415  # after Django is made ready

    kept = find_decision(result["decision"])
    assert kept is not None
    assert kept.decision.context.age_band == "13-15"


def test_a_batch_that_broke_off_is_taken_up_where_it_was(api: Api) -> None:
    wanted = items(TOGETHER + 5)
    works = api.service.works
    runs: list[int] = []

    def breaks(self: object, write: Any) -> Any:  # noqa: ANN401, ARG001  # as the works have it
        runs.append(1)
        if len(runs) > 1:
            raise Unavailable
        return real(write)

    real = works.run
    with patch.object(type(works), "run", breaks):
        first = batch(api, wanted, idempotency_key="b").json()["results"]
    again = batch(api, wanted, idempotency_key="b").json()["results"]

    assert [result.get("problem", {}).get("status") for result in first[TOGETHER:]] == [503] * 5
    assert again[:TOGETHER] == first[:TOGETHER]
    assert all("result" in result for result in again)
    assert len(api.acts("item.screen")) == len(wanted)


def test_a_batch_of_which_nothing_is_kept_is_unavailable(api: Api) -> None:
    with patch.object(type(api.service.works), "run", side_effect=Unavailable):
        said = batch(api, items(2))
    assert said.status == 503


def test_another_batch_under_the_same_key_is_refused(api: Api) -> None:
    batch(api, items(2), idempotency_key="b")
    assert batch(api, items(3), idempotency_key="b").code == "lapwing.idempotency-key-reused"
