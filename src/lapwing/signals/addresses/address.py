"""One web address in canonical form, by the WHATWG URL standard and a few steps more."""

import re
from dataclasses import dataclass

import ada_url

from lapwing.signals.addresses.hosts import MOST_CHARACTERS, is_ip, tidy
from lapwing.signals.addresses.percent import escape_path, escape_query, unescape

_WEB = re.compile(r"[\s\x00-\x20]*(?:https?|ftp|wss?):", re.IGNORECASE)
_LONE = re.compile("[\ud800-\udfff]")
_AUTHORITY = re.compile(r"([^:]*:[/\\]*)([^/\\?#]*)")
_AMPERSANDS = re.compile("&{2,}")
_PARTS = ("hostname", "port", "pathname", "search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a URL leads, without how: no scheme, no credentials, no fragment.

    host: in ASCII and lower case, without a final dot; IPv6 in brackets.
    port: digits where it is not the scheme's own; otherwise empty.
    segments: of the path, unescaped as far as that goes and escaped once; none of them is empty, "." or "..".
    query: likewise; empty where there is none.
    """

    host: str
    port: str
    segments: tuple[str, ...]
    query: str

    @property
    def authority(self) -> str:
        """Return the host, and the port where there is one."""
        return f"{self.host}:{self.port}" if self.port else self.host

    @property
    def path(self) -> str:
        """Return the path, with a slash in front and none behind; "/" for the root."""
        return "/" + "/".join(self.segments)


def names_a_scheme(untrusted_url: str) -> bool:
    """Say whether a URL begins with the scheme of a web address; other schemes are no web addresses."""
    return _WEB.match(untrusted_url) is not None


def parse(untrusted_url: str) -> Address | None:
    """Return the address that a browser would go to, or None where it would go nowhere.

    A URL without a scheme is read as http. The steps beyond the URL standard, each to make spellings of one
    address equal: (1) percent-encoding is undone until nothing is left of it, in the host too, then put back
    where it has to be; (2) empty segments and a slash at the end of the path are dropped, and dots resolved
    again after (1); (3) empty parts of the query are dropped; (4) stray dots of the host are dropped; (5) a
    host needs a dot or has to be an IP address.

    Source: https://url.spec.whatwg.org; (1), (2), (4) after Safe Browsing v4, Canonicalization.
    """
    url = _LONE.sub("\ufffd", untrusted_url)
    url = url if names_a_scheme(url) else f"http://{url}"
    parts = _parts(url) or _parts(_with_plain_host(url))
    if parts is None:
        return None
    host, port, path, query = parts
    return Address(host=host, port=port, segments=_segments(path), query=_query(query))


def _parts(url: str) -> tuple[str, str, str, str] | None:
    """Return host, port, path and query as the standard has them, the host tidied; None if it has none."""
    try:
        parts = ada_url.parse_url(url, _PARTS)
    except ValueError:
        return None
    host = tidy(parts["hostname"])
    if host != parts["hostname"] and not host.startswith("["):
        host = _again(host)
    if not _leads_somewhere(host):
        return None
    return host, parts["port"], parts["pathname"], parts["search"]


def _again(host: str) -> str:
    """Return a tidied host as the standard has it: without its stray dots it can be an IPv4 address."""
    try:
        return str(ada_url.parse_url(f"http://{host}/", ("hostname",))["hostname"])
    except ValueError:
        return ""


def _leads_somewhere(host: str) -> bool:
    """Say whether a host can be reached from outside: a name of at least two labels, or an IP address."""
    return len(host) <= MOST_CHARACTERS and (is_ip(host) or "." in host)


def _with_plain_host(url: str) -> str:
    """Return *url* with every percent sign of its host undone, (1)."""
    found = _AUTHORITY.match(url)
    if found is None or "%" not in found[2]:
        return url
    host = unescape(found[2].encode()).decode("utf-8", "replace")
    return found[1] + host + url[found.end() :]


def _segments(path: str) -> tuple[str, ...]:
    """Return the segments of a path, (1) and (2)."""
    kept: list[str] = []
    for segment in unescape(path.encode()).replace(b"\\", b"/").split(b"/"):
        if segment == b"..":
            del kept[-1:]
        elif segment not in {b"", b"."}:
            kept.append(escape_path(segment))
    return tuple(kept)


def _query(search: str) -> str:
    """Return the query without its question mark, (1) and (3)."""
    plain = escape_query(unescape(search.removeprefix("?").encode()))
    return _AMPERSANDS.sub("&", plain).strip("&")
