"""The API is as it describes itself: whatever is sent, the answer is one that stands in its description."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

import tests.django_world  # noqa: F401  # it makes Django ready
from lapwing.service.serving import Serving
from tests.api_material import TEXT, Api, open_api
from tests.django_world import Database

OPERATIONS = {
    ("POST", "/v1/screen"),
    ("POST", "/v1/screen/batch"),
    ("GET", "/v1/decisions/{decision_id}"),
    ("GET", "/v1/items/{item_id}"),
    ("POST", "/v1/items/{item_id}/published"),
    ("POST", "/v1/items/{item_id}/removed"),
    ("PUT", "/v1/accounts/{account_id}"),
    ("GET", "/v1/surfaces"),
    ("GET", "/v1/surfaces/{name}"),
    ("PUT", "/v1/surfaces/{name}"),
}
FEW = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@pytest.fixture
def api(sqlite: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path, serving=Serving(answer_seconds=20)) as opened:
        yield opened


def application() -> Any:  # noqa: ANN401  # a WSGI application
    from lapwing.service.site.handlers import both_handlers  # noqa: PLC0415  # after Django is made ready

    return both_handlers()


def description(api: Api) -> dict[str, Any]:
    written: dict[str, Any] = api.ask("GET", "/v1/openapi.json").json()
    return written


def test_every_operation_is_described(api: Api) -> None:
    written = description(api)
    found = {(method.upper(), path) for path, each in written["paths"].items() for method in each}
    assert found == OPERATIONS
    assert written["openapi"].startswith("3.1")


def test_every_operation_says_what_a_foreign_name_gets(api: Api) -> None:
    """The site answers to its own names alone, whatever is asked."""
    for path in description(api)["paths"].values():
        assert all("421" in each["responses"] for each in path.values())


def test_every_operation_can_be_generated_from_its_description(api: Api) -> None:
    written = description(api)
    operations = [each for path in written["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    for each in operations:
        assert each["security"] == [{"ApiKeyBearer": []}]
        assert {"401", "403", "429", "500", "503"} <= set(each["responses"])
    text = json.dumps(written)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in written["components"]["schemas"]


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), sorted(OPERATIONS))
def test_whatever_is_sent_the_answer_is_described(
    api: Api, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", application())
    operation = schema[path][method]

    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:  # noqa: ANN401  # a case of the library
        case.call_and_validate(headers={"Authorization": f"Bearer {api.token}"})

    api.screen(**TEXT)
    answers()
