"""How sign-in is done here, told to allauth: who may try, what is recorded, and where nobody is sent."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from lapwing.service.people import cipher, ledger, sessions
from lapwing.service.people.given import given
from lapwing.service.people.lockout import MOST_FROM_ONE, NETWORK, PASSWORD, forget, may_try
from lapwing.service.people.models import Person
from lapwing.service.people.networks import network_of

RECENT_SECONDS = 600
"""Who signed in longer ago shows who they are once more before changing a second factor."""

SAME_ANSWER = "The name or the password is not right, or too many attempts were made. Try again, or later."
"""Whatever was wrong: an answer that told more would tell who has an account."""

TOO_MANY_HERE = "Too many attempts to sign in came from your network. Try again in a quarter of an hour."
"""It tells nothing of any account."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Names and passwords."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Let nobody register."""
        return False

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Return an error in words; of a refused sign-in, always the same ones."""
        if code in {"too_many_login_attempts", "username_password_mismatch"}:
            return ValidationError(SAME_ANSWER, code="refused")
        error: ValidationError = super().validation_error(code, *args)
        return error

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Count the attempt, from its network and for its account, or refuse it.

        Raises:
            ValidationError: there were too many.
        """
        works, now = given().works, given().now()
        if not may_try(NETWORK, network_of(request), works=works, now=now, most=MOST_FROM_ONE):
            raise ValidationError(TOO_MANY_HERE, code="refused")
        if not may_try(PASSWORD, _name(credentials), works=given().works, now=given().now()):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:  # noqa: ANN401
        """Return who that is; None if the password is wrong or they are kept out, which is recorded."""
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if person is not None and not person.is_active:
            self.authentication_failed(request, **credentials)
            return None
        if person is not None:
            forget(PASSWORD, _name(credentials), works=given().works, now=given().now())
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401, ARG002
        """Record the failure."""
        ledger.sign_in_failed(_name(credentials))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Record that they sign in, then begin a session of a new id."""
        if isinstance(user, Person):
            ledger.signed_in(user, by_code=sessions.has_second_factor(request, user))
        super().login(request, user)
        sessions.begin(request, now=given().now())

    def logout(self, request: HttpRequest) -> None:
        """Record that they sign out, and end the session."""
        if isinstance(request.user, Person):
            ledger.signed_out(request.user)
        super().logout(request)

    def is_safe_url(self, url: str) -> bool:
        """Say whether somebody may be sent there after signing in: within this site, by path."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None) and urlsplit(url).path.startswith("/")

    def is_reauthentication_required(self, *, app: str, **_: object) -> bool:  # noqa: ARG002  # allauth's signature
        """Say whether they have to show who they are once more."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(given().now().timestamp() - latest > RECENT_SECONDS)

    def add_message(self, *_: object, **__: object) -> None:
        """Say nothing; our own pages do."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return from where they come, as far as the server knows."""
        return str(request.META.get("REMOTE_ADDR") or "local")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the same
    """Codes of authenticator apps, and recovery codes."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return cipher.encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was kept."""
        return cipher.decrypted(encrypted_text)

    def send_notification_mail(self, *_: object, **__: object) -> None:
        """Send nothing: no mail leaves this machine."""


def _name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", ""))
