"""Hosts: which of them belong to one owner, and which entries of a list cover them."""

import ipaddress
import re
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

_DOTS = re.compile(r"\.{2,}")
_REMEMBERED = 65_536
MOST_CHARACTERS = 253  # RFC 1035, section 2.3.4, without the final dot
WWW = "www."


def tidy(host: str) -> str:
    """Return a host as the URL parser gives it with stray dots gone and IPv4 written one way.

    Leading, trailing and repeated dots are dropped, as in Safe Browsing; an IPv4 address inside an IPv6 one
    (`[::ffff:192.0.2.1]`) becomes the IPv4 address it leads to.
    """
    if host.startswith("["):
        inner = ipaddress.IPv6Address(host[1:-1]).ipv4_mapped
        return host if inner is None else str(inner)
    return _DOTS.sub(".", host).strip(".")


def is_ip(host: str) -> bool:
    """Say whether a canonical host is an IP address; no name has a last label of digits alone."""
    return host.startswith("[") or host.rpartition(".")[2].isdecimal()


def has_known_suffix(host: str) -> bool:
    """Say whether a name ends in a suffix of the public suffix list; *host* in ASCII, lower case."""
    return _is_known(host.rpartition(".")[2])


@lru_cache(_REMEMBERED)
def registrable(host: str) -> str | None:
    """Return the domain that somebody registered: the public suffix and one label; None for what has none.

    Suffixes of the private section count (`github.io`), and a last label nobody knows is taken for a suffix.

    Source: https://publicsuffix.org/list/, as the installed package carries it; the network is never asked.
    """
    if is_ip(host):
        return None
    domain: str | None = _suffixes().privatesuffix(host)
    return domain


def parents(host: str) -> tuple[str, ...]:
    """Return the domains above *host*, the nearest first, down to the registrable one."""
    domain = registrable(host)
    if domain is None or host == domain:
        return ()
    above = host[: -len(domain)].rstrip(".").split(".")
    return tuple(".".join((*above[index:], domain)) for index in range(1, len(above) + 1))


def without_www(host: str) -> str:
    """Return *host* without leading `www.` labels, unless that would leave no registrable domain."""
    while host.startswith(WWW) and registrable(host[len(WWW) :]) is not None:
        host = host[len(WWW) :]
    return host


def twin(host: str) -> str | None:
    """Return `www.` and the host, which serve the same pages by custom; None where that makes no sense."""
    if host.startswith(WWW) or registrable(host) is None or len(host) + len(WWW) > MOST_CHARACTERS:
        return None
    return WWW + host


@lru_cache(_REMEMBERED)
def _is_known(label: str) -> bool:
    """Say whether there is a top-level domain of this name."""
    return _suffixes().publicsuffix(label, accept_unknown=False) is not None


@cache
def _suffixes() -> PublicSuffixList:
    """Return the public suffix list that came with the package."""
    return PublicSuffixList()
