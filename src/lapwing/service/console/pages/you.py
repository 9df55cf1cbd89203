"""One's own sign-in: the second factor, recovery codes, and the ways out."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.service.console.access import person_of
from lapwing.service.people import sessions
from lapwing.service.people.enrol import codes_left, enrol, has_factor, renew_codes
from lapwing.service.people.settings import IDLE, LONGEST_SESSION


def you(request: HttpRequest) -> HttpResponse:
    """Show how one signs in."""
    context = {
        "codes_left": codes_left(person_of(request)),
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


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # the same
    """Shows recovery codes, once."""

    template_name = "signing_in/recovery_codes.html"


def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    renew_codes(person_of(request))
    return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
