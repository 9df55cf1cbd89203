"""What the environment says of the site: where records and evidence are kept, and what its names are."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from lapwing.service.settings import BadSettings
from lapwing.service.site.settings import SiteSettings

DATABASE_URL = "DATABASE_URL"
"""`sqlite:///PATH` or `postgres://...`; empty for the home folder's own database."""

HOSTS = "LAPWING_HOSTS"
"""The names under which the site may be asked for, separated by commas."""

HTTPS = "LAPWING_HTTPS"
"""`1` where browsers reach the site by HTTPS and by nothing else, as behind a server that speaks it."""

VAULT = "LAPWING_VAULT"
"""`s3://BUCKET/PREFIX`; empty for the home folder's vault."""

PROXIES = "LAPWING_PROXIES"
"""Networks of the proxies before the site, separated by commas: they are believed who comes from where."""

LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was found there. vault: the address, or empty."""

    site: SiteSettings
    vault: str


def read_surroundings(home: Path, environment: Mapping[str, str]) -> Surroundings:
    """Return what *environment* says of an installation in *home*.

    Raises:
        BadSettings: it says something that cannot be.
    """
    https = environment.get(HTTPS, "")
    if https not in {"", "0", "1"}:
        raise BadSettings(f"{HTTPS} is 1 or 0")
    named = tuple(each.strip() for each in environment.get(HOSTS, "").split(",") if each.strip())
    proxies = tuple(each.strip() for each in environment.get(PROXIES, "").split(",") if each.strip())
    _require_networks(proxies)
    site = SiteSettings(
        home=home,
        database_url=environment.get(DATABASE_URL, ""),
        allowed_hosts=tuple(dict.fromkeys((*LOCAL, *named))),
        https=https == "1",
        proxies=proxies,
    )
    return Surroundings(site=site, vault=environment.get(VAULT, ""))


def _require_networks(proxies: tuple[str, ...]) -> None:
    """Do nothing where each is a network.

    Raises:
        BadSettings: one is none.
    """
    for each in proxies:
        try:
            ip_network(each)
        except ValueError as refused:
            raise BadSettings(f"{PROXIES}: {each!r} is no network") from refused
