"""One's own sign-in: password, second factor, recovery codes, sessions, and the ways out."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.service.console.access import person_of
from lapwing.service.people import keeping, sessions
from lapwing.service.people.enrol import codes_left, enrol, has_factor, renew_codes, renew_factor
from lapwing.service.people.forms import ChangePasswordForm
from lapwing.service.people.given import given
from lapwing.service.people.open_sessions import end_session, open_sessions
from lapwing.service.people.settings import IDLE, LEAST_PASSWORD_LETTERS, LONGEST_SESSION


def you(request: HttpRequest) -> HttpResponse:
    """Show how one signs in."""
    person = person_of(request)
    context = {
        "codes_left": codes_left(person),
        "sessions": open_sessions(person, now=given().now(), this=request.session.session_key),
        "idle_minutes": int(IDLE.total_seconds()) // 60,
        "longest_hours": int(LONGEST_SESSION.total_seconds()) // 3600,
    }
    return render(request, "signing_in/you.html", context)


class SecondFactor(ActivateTOTPView):  # type: ignore[misc]  # allauth publishes no types
    """Sets up an authenticator app; whoever has one goes home, or proves it first."""

    template_name = "signing_in/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer, unless there is nothing to set up."""
        person = person_of(request)
        if sessions.has_second_factor(request, person):
            return HttpResponseRedirect(reverse("home"))
        if has_factor(person):  # set up in another session, and not shown in this one
            return HttpResponseRedirect(reverse("sign_in_anew"))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Keep it, and show the recovery codes."""
        person = person_of(self.request)
        enrol(person, form.secret)
        clear_totp_secret(self.request)
        sessions.note_second_factor(self.request, person)
        self.request.session.cycle_key()
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


class RenewFactor(SecondFactor):
    """Puts another authenticator app in the place of the one that somebody has, who shows that one first."""

    template_name = "signing_in/renew_factor.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer whoever showed who they are a short while ago."""
        raise_if_reauthentication_required(request, app="allauth.mfa")
        # Past allauth's own, which sets up a first one only.
        answer: HttpResponse = super(ActivateTOTPView, self).dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Keep it, and show the new recovery codes."""
        person = person_of(self.request)
        renew_factor(person, form.secret)
        clear_totp_secret(self.request)
        self.request.session.cycle_key()
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # the same
    """Shows recovery codes, once."""

    template_name = "signing_in/recovery_codes.html"


def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    renew_codes(person_of(request))
    return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


def change_password(request: HttpRequest) -> HttpResponse:
    """Ask for the password and for a new one; every other session ends."""
    person = person_of(request)
    form = ChangePasswordForm(
        request.POST if request.method == "POST" else None, person=person, label_suffix=""
    )
    if not form.is_valid():
        context = {"form": form, "least": LEAST_PASSWORD_LETTERS}
        return render(request, "signing_in/password.html", context, status=422 if form.is_bound else 200)
    changed = keeping.change_password(
        person, form.cleaned_data["password"], works=given().works, now=given().now()
    )
    update_session_auth_hash(request, changed)
    messages.success(request, "Your password is changed. Every other session of yours has ended.")
    return HttpResponseRedirect(reverse("mfa_index"))


def end_one_session(request: HttpRequest) -> HttpResponse:
    """End one session of whoever asks."""
    name = request.POST.get("session", "")
    end_session(person_of(request), name, works=given().works, now=given().now())
    messages.success(request, "That session has ended.")
    return HttpResponseRedirect(reverse("mfa_index"))
