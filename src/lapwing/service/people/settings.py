"""What Django and its sign-in are told: how passwords, second factors and sessions are kept."""

from datetime import timedelta
from typing import Any

IDLE = timedelta(minutes=30)
"""A session that nobody used for so long is over."""

LONGEST_SESSION = timedelta(hours=12)
"""After so long everybody signs in again."""

LEAST_PASSWORD_LETTERS = 12

_CHECKS = "django.contrib.auth.password_validation."


def people_settings(*, secure: bool) -> dict[str, Any]:
    """Return Django's settings of people and sessions. secure: the site is reached by HTTPS alone."""
    return {
        "AUTH_USER_MODEL": "people.Person",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        # Memory-hard, in the standard library; the other reads what was made before.
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_CHECKS}MinimumLengthValidator", "OPTIONS": {"min_length": LEAST_PASSWORD_LETTERS}},
            {
                "NAME": f"{_CHECKS}UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("username", "display_name")},
            },
            {"NAME": f"{_CHECKS}CommonPasswordValidator"},
            {"NAME": f"{_CHECKS}NumericPasswordValidator"},
        ],
        **_sessions(secure=secure),
        **_allauth(),
    }


def _sessions(*, secure: bool) -> dict[str, Any]:
    """Return how sessions are kept: in the database, no longer than needed, out of reach of scripts."""
    return {
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": "lapwing_session",
        "SESSION_COOKIE_AGE": int(IDLE.total_seconds()),
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_NAME": "lapwing_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_USE_SESSIONS": False,
        "CSRF_FAILURE_VIEW": "lapwing.service.console.refusals.forged",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
    }


def _allauth() -> dict[str, Any]:
    """Return how sign-in is done: by name and password, then a code; nobody registers, no mail is sent."""
    return {
        "ACCOUNT_ADAPTER": "lapwing.service.people.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        # We count attempts ourselves, in the database: see lockout.py.
        "ACCOUNT_RATE_LIMITS": False,
        "MFA_ADAPTER": "lapwing.service.people.adapter.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_FORMS": {
            "authenticate": "lapwing.service.people.forms.CodeForm",
            "reauthenticate": "lapwing.service.people.forms.CodeAgainForm",
            "activate_totp": "lapwing.service.people.forms.EnrolForm",
        },
        "MFA_TOTP_ISSUER": "Lapwing",
        # A clock that is half a minute off, or a slow typist.
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    }
