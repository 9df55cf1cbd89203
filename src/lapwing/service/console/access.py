"""Who may open which page: every page says so itself, and what no page says is not to be had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import wraps
from typing import TypeAlias
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from lapwing.model.acts import Act
from lapwing.model.errors import LapwingError, NotPermitted
from lapwing.model.people import Actor, Permission
from lapwing.service.console.headers import protect
from lapwing.service.console.refusals import refusal
from lapwing.service.people import sessions
from lapwing.service.people.given import given
from lapwing.service.people.models import Person

View: TypeAlias = Callable[..., HttpResponse]


class Who(Enum):
    """Whom a page is for, where that is not a question of a permission."""

    ANYBODY = auto()
    SIGNED_IN = auto()  # with a password, if not yet with a second factor
    ENROLLED = auto()  # with both


Access: TypeAlias = Who | Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address of the console.

    path: as Django writes it, without the first slash. may: by method, who may; a method that is not there
        cannot be used. embeds_images: see headers.protect. keeps: the browser may keep the answer.
    """

    name: str
    path: str
    view: View
    may: Mapping[str, Access] = field(default_factory=dict)
    embeds_images: bool = False
    keeps: bool = False


def opened(page: Page) -> View:
    """Return the view of a page with everything around it: who may, what is refused, the headers."""

    @wraps(page.view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _answer(page, request, *args, **kwargs)
        return protect(response, embeds_images=page.embeds_images, keeps=page.keeps)

    return answer


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks.

    Raises:
        NotPermitted: nobody is signed in; pages for nobody in particular do not ask.
    """
    return person_of(request).actor


def person_of(request: HttpRequest) -> Person:
    """Return who asks; raises as actor_of."""
    if not isinstance(request.user, Person):
        raise NotPermitted("nobody is signed in")
    return request.user


def is_enrolled(request: HttpRequest) -> bool:
    """Say whether somebody is signed in with a second factor."""
    return isinstance(request.user, Person) and sessions.has_second_factor(request, request.user)


def _answer(page: Page, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in page.may:
        return HttpResponseNotAllowed(sorted(page.may))
    access = page.may[method]
    elsewhere = _elsewhere_first(request, access)
    if elsewhere is not None:
        return elsewhere
    try:
        if isinstance(access, Permission):
            _require(request, access, page)
        return page.view(request, *args, **kwargs)
    except ReauthenticationRequired:
        return _again_first(request)
    except LapwingError as error:
        return refusal(request, error)


def _again_first(request: HttpRequest) -> HttpResponse:
    """Return where somebody shows once more who they are; from there they go on with what they wanted."""
    methods = get_adapter().get_reauthentication_methods(person_of(request))
    where = methods[0]["url"] if methods else reverse("account_login")
    response: HttpResponse = suspend_request(request, where)
    return response


def _elsewhere_first(request: HttpRequest, access: Access) -> HttpResponse | None:
    """Return where somebody has to go before this page: to sign in, or to set up a second factor."""
    if access is Who.ANYBODY:
        return None
    if not isinstance(request.user, Person):
        back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return HttpResponseRedirect(reverse("account_login") + back)
    if access is not Who.SIGNED_IN and not is_enrolled(request):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return None


def _require(request: HttpRequest, permission: Permission, page: Page) -> None:
    """Do nothing where they may; else keep that they tried.

    Raises:
        NotPermitted: they may not.
    """
    by = actor_of(request)
    try:
        by.require(permission)
    except NotPermitted:
        now = given().now()
        act = Act(
            act="access.refuse",
            on=f"page:{page.name}",
            by=by.id,
            at=now,
            facts={"permission": permission, "method": str(request.method)},
        )
        given().works.run(lambda work: work.record(act))
        raise
