"""Signing in: name and password, then a code; and signing out, here or everywhere."""

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapwing.service.console.access import is_enrolled, person_of
from lapwing.service.people.given import given
from lapwing.service.people.keeping import end_sessions


class SignIn(LoginView):  # type: ignore[misc]  # allauth publishes no types
    """Asks for name and password."""

    template_name = "signing_in/sign_in.html"


class Code(AuthenticateView):  # type: ignore[misc]  # the same
    """Asks for the code that ends a sign-in."""

    template_name = "signing_in/code.html"


class PasswordAgain(ReauthenticateView):  # type: ignore[misc]  # the same
    """Asks somebody who is signed in for their password once more."""

    template_name = "signing_in/again.html"


class CodeAgain(CodeAgainView):  # type: ignore[misc]  # the same
    """Asks somebody who is signed in for a code once more."""

    template_name = "signing_in/again.html"


def sign_in_anew(request: HttpRequest) -> HttpResponse:
    """End a session in which no second factor was shown, of somebody who has one by now."""
    if is_enrolled(request):
        return HttpResponseRedirect(reverse("home"))
    get_adapter().logout(request)
    return HttpResponseRedirect(reverse("account_login"))


def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    get_adapter().logout(request)
    return HttpResponseRedirect(reverse("account_login"))


def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of whoever asks."""
    end_sessions(person_of(request), works=given().works, now=given().now())
    logout(request)
    return HttpResponseRedirect(reverse("account_login"))
