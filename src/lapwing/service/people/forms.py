"""The forms of signing in: a code, once; a new password, twice."""

from datetime import timedelta
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms import ValidationError

from lapwing.model.works import AlreadyThere
from lapwing.service.people import ledger
from lapwing.service.people.cipher import code_digest
from lapwing.service.people.given import given
from lapwing.service.people.lockout import CODE, PASSWORD, forget, may_try
from lapwing.service.people.models import Person, UsedCode

WRONG = "This code is not right, was used before, or too many were tried. Wait for the next one, or longer."
WRONG_PASSWORD = "This is not your password, or too many were tried. Wait a while before you try again."  # noqa: S105  # what is said of one
KEEP_USED_FOR = timedelta(minutes=10)
"""Longer than any code of an authenticator app is good for."""


class _Once:
    """Tries a code within the limit, and takes each only once, whichever process is asked."""

    user: Person

    def clean_code(self) -> str:
        """Return the code.

        Raises:
            ValidationError: it is wrong or used, or too many were tried.
        """
        works, now = given().works, given().now()
        if not may_try(CODE, self.user.username, works=works, now=now):
            raise ValidationError(WRONG)
        try:
            code = str(super().clean_code())  # type: ignore[misc]  # of the form that this is mixed into
            _use_up(self.user, code)
        except (ValidationError, AlreadyThere):
            ledger.code_failed(self.user)
            raise ValidationError(WRONG) from None
        forget(CODE, self.user.username, works=works, now=now)
        return code


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The code that ends a sign-in."""


class CodeAgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]  # the same
    """The code of somebody who is signed in."""


class EnrolForm(_Once, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of a new authenticator app."""


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label="New password",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same again",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        """Ask for a password of *person*."""
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        """Return the password.

        Raises:
            ValidationError: it is too short, too common, or too much like the person's name.
        """
        password = str(self.cleaned_data["password"])
        validate_password(password, self._person)
        return password

    def clean(self) -> dict[str, Any]:
        """Return what was typed; twice the same, or there is an error."""
        typed = super().clean() or {}
        if "password" in typed and typed.get("again") != typed["password"]:
            self.add_error("again", "This is not the same as above.")
        return typed


class ChangePasswordForm(PasswordForm):
    """The password that somebody has, and a new one, twice."""

    old = forms.CharField(
        label="Password that you have now",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old",)

    def clean_old(self) -> str:
        """Return the password; tries are counted with those of signing in.

        Raises:
            ValidationError: it is wrong, or too many were tried.
        """
        works, now = given().works, given().now()
        if not may_try(PASSWORD, self._person.username, works=works, now=now):
            raise ValidationError(WRONG_PASSWORD)
        old = str(self.cleaned_data["old"])
        if not self._person.check_password(old):
            ledger.password_failed(self._person)
            raise ValidationError(WRONG_PASSWORD)
        forget(PASSWORD, self._person.username, works=works, now=now)
        return old

    def clean(self) -> dict[str, Any]:
        """Return what was typed; the new password is another one, or there is an error."""
        typed = super().clean()
        if "password" in typed and typed["password"] == typed.get("old"):
            self.add_error("password", "This is the one that you have now.")
        return typed


def _use_up(person: Person, code: str) -> None:
    """Note that a code was used.

    Raises:
        AlreadyThere: it was used before.
    """
    now = given().now()
    digest = code_digest(person.pk, "".join(code.split()))

    def write(_: object) -> None:
        UsedCode.objects.filter(at__lt=now - KEEP_USED_FOR).delete()
        if UsedCode.objects.filter(digest=digest).exists():
            raise AlreadyThere("code")
        UsedCode.objects.create(digest=digest, at=now)

    given().works.run(write)
