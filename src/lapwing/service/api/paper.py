"""The API's description of itself (OpenAPI 3.1): every answer that an operation can give stands in it."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from lapwing.service.api import shapes
from lapwing.service.api.bodies import JSON, LINES
from lapwing.service.api.once import HEADER
from lapwing.service.api.problems import MEDIA_TYPE, Problem

_REFERENCE = "#/components/schemas/{name}"
_SHAPES: tuple[type, ...] = (
    shapes.TextToScreen,
    shapes.FileToScreen,
    shapes.Removed,
    shapes.AccountTold,
    shapes.SurfaceTold,
    shapes.Screening,
    shapes.BatchLine,
    shapes.BatchShape,
    shapes.DecisionShape,
    shapes.ItemShape,
    shapes.AccountShape,
    shapes.SurfaceShape,
    shapes.SurfacesShape,
    Problem,
)
# Of what any operation can answer.
_ALWAYS = (401, 403, 421, 429, 500, 503)
_WITH_BODY = (400, 408, 411, 413, 415, 422)


def paper(
    *,
    answers: Mapping[int, type],
    takes: Mapping[str, Any] | None = None,
    needs_body: bool = True,
    can_repeat: bool = False,
    refuses: Iterable[int] = (),
) -> dict[str, Any]:
    """Return what is written of an operation beside its path.

    Args:
        answers: shapes by status.
        takes: schemas of its body by media type; none for no body.
        needs_body: whether the body may be left out.
        can_repeat: it takes an idempotency key.
        refuses: statuses of its own, beside those of every operation.
    """
    statuses = sorted(
        {*_ALWAYS, *refuses, *(_WITH_BODY if takes else ()), *((409, 422) if can_repeat else ())}
    )
    written: dict[str, Any] = {
        "responses": {
            **{status: _answer(status, {JSON: {"schema": ref(shape)}}) for status, shape in answers.items()},
            **{status: _answer(status, {MEDIA_TYPE: {"schema": ref(Problem)}}) for status in statuses},
        }
    }
    if takes:
        content = {form: {"schema": schema} for form, schema in takes.items()}
        written["requestBody"] = {"required": needs_body, "content": content}
    if can_repeat:
        written["parameters"] = [_IDEMPOTENCY_KEY]
    return written


def ref(shape: type) -> dict[str, str]:
    """Return the reference to a shape."""
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


def form_of_file() -> dict[str, Any]:
    """Return the schema of a form with a file and what is told beside it."""
    schema = msgspec.json.schema_components([shapes.FileToScreen], ref_template=_REFERENCE)[1]["FileToScreen"]
    properties = {name: _without_null(each) for name, each in schema["properties"].items()}
    return {
        "type": "object",
        "properties": {**properties, "file": {"type": "string", "format": "binary"}},
        "required": [*schema["required"], "file"],
        "additionalProperties": False,
    }


def batch_forms() -> dict[str, Any]:
    """Return the schemas of a batch by media type. A line of NDJSON has the shape of a member of the list."""
    return {JSON: {"type": "array", "items": ref(shapes.TextToScreen)}, LINES: {"type": "string"}}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field that a form states or leaves out, for it has no null."""
    some = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if some:
        return dict(some[0])
    return {
        name: [each for each in value if each is not None] if name == "enum" else value
        for name, value in schema.items()
        if name != "default"
    }


def _answer(status: int, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": content}


_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "The same key and request within 24 hours get the same answer, and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


class WrittenApi(NinjaAPI):
    """An API whose components are the shapes."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        _, components = msgspec.json.schema_components(_SHAPES, ref_template=_REFERENCE)
        for shape in components.values():
            shape["description"] = " ".join(shape.get("description", "").split())
        schema["components"] = {**schema["components"], "schemas": components}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = _by_status(operation["responses"])
        return schema


def _by_status(responses: Mapping[Any, Any]) -> dict[str, Any]:
    """Return answers by status as text, as JSON has it; one that has no content was not written by us."""
    return {str(status): answer for status, answer in responses.items() if "content" in answer}
