"""The style sheet and the mark: all that a page loads beside itself."""

from importlib.resources import files

from django.http import HttpRequest, HttpResponse

from lapwing.service.console.shell import style


def stylesheet(request: HttpRequest) -> HttpResponse:
    """Return the style sheet; its address changes with it, so a browser may keep it."""
    del request
    return _kept(style(), "text/css; charset=utf-8")


def mark(request: HttpRequest) -> HttpResponse:
    """Return Lapwing's mark."""
    del request
    return _kept((files("lapwing.service.console") / "look" / "lapwing.svg").read_bytes(), "image/svg+xml")


def _kept(body: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
