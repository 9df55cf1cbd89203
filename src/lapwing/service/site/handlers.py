"""Two ways through the framework: pages have sessions and forms, the API has neither and pays for neither."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, get_script_name
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, set_script_prefix

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
        # By path, of operations whose path has no id in it, so that there are only so many.
        self._known: dict[str, ResolverMatch] = {}

    def __call__(  # type: ignore[override]  # a server asks for no more than this
        self, environ: Environment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer in one piece, without the framework's signals: all they are of use for here is done here."""
        set_script_prefix(get_script_name(environ))
        request = self.request_class(environ)
        answer: Any = self.get_response(request)
        start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        request.close()
        close_old_connections()
        return [answer.content]

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return the operation that a request asks for."""
        known = self._known.get(request.path_info)
        if known is not None:
            request.resolver_match = known
            return known
        found: ResolverMatch = super().resolve_request(request)
        if not found.args and not found.kwargs:
            self._known[request.path_info] = found
        return found

    def make_view_atomic(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        """Return an operation as it is: what belongs together is written together by the works."""
        return view


def both_handlers() -> Application:
    """Return the application: the API under API, pages everywhere else."""
    api, pages = ApiHandler(), WSGIHandler()

    def answer(environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        handler = api if environ.get("PATH_INFO", "").startswith(API) else pages
        return handler(environ, start_response)

    return answer
