"""A one-time link: whoever has it sets the password."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.service.people.forms import PasswordForm
from lapwing.service.people.given import given
from lapwing.service.people.keeping import take_link
from lapwing.service.people.links import person_of
from lapwing.service.people.settings import LEAST_PASSWORD_LETTERS


def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a new password, twice, and keep it."""
    person = person_of(token, now=given().now())
    form = PasswordForm(request.POST if request.method == "POST" else None, person=person, label_suffix="")
    if not form.is_valid():
        context = {"form": form, "whose": person, "least": LEAST_PASSWORD_LETTERS}
        return render(request, "signing_in/link.html", context, status=422 if form.is_bound else 200)
    take_link(token, password=form.cleaned_data["password"], works=given().works, now=given().now())
    logout(request)
    messages.success(request, "Your password is set. Sign in with it now.")
    return HttpResponseRedirect(reverse("account_login"))
