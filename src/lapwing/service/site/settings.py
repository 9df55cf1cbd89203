"""Django's settings, made of the few things that differ between one installation and another."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from lapwing.service.people.settings import people_settings
from lapwing.service.site.databases import database
from lapwing.service.site.secret import secret_key

KEYS_FOLDER = "keys"
DATABASE_FILE = "lapwing.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What differs between installations.

    home: the folder of everything that is kept here. database_url: `sqlite:///PATH` or
        `postgres://NAME:PASSWORD@HOST:PORT/DATABASE`; empty for lapwing.sqlite in the home folder.
    allowed_hosts: the names under which the site may be asked for.
    proxies: the networks of proxies that are believed where somebody comes from.
    https: it is reached by HTTPS alone, so that browsers send its cookies by nothing else.
    """

    home: Path
    database_url: str = ""
    debug: bool = False
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    https: bool = False
    proxies: tuple[str, ...] = ()


def start_django(site: SiteSettings) -> None:
    """Make Django ready for use in this process. It can be done once.

    Raises:
        BadSettings: the database address cannot be used.
        Unavailable: the key folder cannot be read or written.
    """
    settings.configure(**django_settings(site, key=secret_key(site.home / KEYS_FOLDER)))
    django.setup(set_prefix=False)


def django_settings(site: SiteSettings, *, key: str) -> dict[str, Any]:
    """Return every setting that is not Django's own default. key: what signs sessions and tokens.

    Raises:
        BadSettings: the database address cannot be used.
    """
    return {
        "SECRET_KEY": key,
        "DEBUG": site.debug,
        "ALLOWED_HOSTS": list(site.allowed_hosts),
        # Whoever speaks HTTPS for us talks plainly to us; forms still come from pages that came by it.
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in site.allowed_hosts] if site.https else [],
        "LAPWING_PROXIES": site.proxies,
        "DATABASES": {"default": database(site.database_url, file=site.home / DATABASE_FILE)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "ROOT_URLCONF": "lapwing.service.site.urls",
        "LOGGING_CONFIG": None,
        **_apps(),
        **people_settings(secure=site.https),
    }


def _apps() -> dict[str, Any]:
    """Return what the site is made of."""
    return {
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "lapwing.service.store.records",
            "lapwing.service.people",
            "lapwing.service.console",
            "allauth",
            "allauth.account",
            "allauth.mfa",
        ],
        "MIDDLEWARE": [
            "lapwing.service.api.edge.Edge",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "lapwing.service.people.middleware.SessionLimit",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "lapwing.service.console.shell.shell",
                    ]
                },
            }
        ],
    }
