"""What allauth tells of second factors becomes ledger lines, and is noted in the session."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from lapwing.service.people import ledger, sessions
from lapwing.service.people.models import Person


def begin() -> None:
    """Listen from now on."""
    signals.authenticator_used.connect(_used, dispatch_uid="lapwing.used")


def _used(request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any) -> None:  # noqa: ANN401
    sessions.note_second_factor(request, user)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        ledger.recovery_code_used(user)
