"""Two ways through the framework: pages have sessions and forms, the API has neither and pays for neither."""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler

from lapwing.service.api.edge import Edge
from lapwing.service.site.slowness import Application, Environment, StartResponse

API = "/v1/"


class ApiHandler(WSGIHandler):
    """Answers with nothing but the API's edge between the server and the operation."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # as it is there
        """Put the edge before the operations, as the framework does with whatever is in its settings."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        operations: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]  # it is
        self._middleware_chain: Any = convert_exception_to_response(Edge(operations))


def both_handlers() -> Application:
    """Return the application: the API under API, pages everywhere else."""
    api, pages = ApiHandler(), WSGIHandler()

    def answer(environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        handler = api if environ.get("PATH_INFO", "").startswith(API) else pages
        return handler(environ, start_response)

    return answer
