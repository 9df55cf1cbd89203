"""Where an outgoing request may go: to a public address, looked up once and then held on to.

A webhook's address is written by an administrator, but what it resolves to is not: without this, a name that
points inside would let whoever controls the name talk to our own network (SSRF). The address that was checked
is the one that is connected to, so a name that answers differently the second time gains nothing.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lapwing.model.errors import NotPermitted, Unavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) to the addresses, as text; raises OSError where there are none."""

LOCAL_HOSTS = "LAPWING_LOCAL_HOSTS"
"""The environment variable with names that webhooks may go to though they are on this machine or network."""

_INSIDE = f"it is on this machine or network; if that is meant, name its host in {LOCAL_HOSTS}"

HTTPS, HTTP = 443, 80
MOST_LETTERS = 2_000
_LETTERS = re.compile(r"[!-~]+")
"""Printable ASCII without spaces, as RFC 3986 has it: `urlsplit` drops line breaks and takes the rest."""
_HOST = re.compile(r"[a-z0-9._:-]+")
_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)\.?")
"""A host that systems read as an IPv4 address, in whatever parts (URL Standard, "ends in a number")."""
# NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address inside.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(NotPermitted):
    """Nothing is sent to that address."""

    code = "lapwing.address-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that was checked. host: the name as it was written; ip: what to connect to."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str

    @property
    def url(self) -> str:
        """Return the address to connect to, with the IP in the place of the name."""
        ip = f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"{self.scheme}://{ip}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        """Return the name as HTTP wants it."""
        usual = HTTPS if self.scheme == "https" else HTTP
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host as the system knows them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def target(url: str, *, local_hosts: frozenset[str] = frozenset(), resolve: Resolve = resolve) -> Target:
    """Return where a request to *url* goes.

    local_hosts: names that may be on this machine or network, and may be asked without TLS.

    Raises:
        AddressRefused: it is no address to send to, carries a password, or leads inside.
        Unavailable: the name has no address now.
    """
    scheme, host, port, path = _parts(url)
    is_local = host in local_hosts
    _require_outside(scheme, host, is_local=is_local)
    try:
        found = [ipaddress.ip_address(each.partition("%")[0]) for each in resolve(host, port)]
    except (OSError, UnicodeError) as refused:
        raise Unavailable("the name has no address") from refused
    if not found:
        raise Unavailable("the name has no address")
    # All of them: a name with one address outside and one inside is a trick.
    if not is_local and not all(map(is_public, found)):
        raise AddressRefused(_INSIDE)
    return Target(scheme=scheme, host=host, port=port, path=path, ip=str(found[0]))


def require_address(url: str, *, local_hosts: frozenset[str]) -> None:
    """Do nothing where `target` would send to an address, as far as can be told without looking its name up.

    Raises:
        AddressRefused: as `target`.
    """
    scheme, host, *_ = _parts(url)
    _require_outside(scheme, host, is_local=host in local_hosts)


def read_local_hosts(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the names that LOCAL_HOSTS in *environment* gives."""
    return frozenset(filter(None, map(str.strip, environment.get(LOCAL_HOSTS, "").split(","))))


def _require_outside(scheme: str, host: str, *, is_local: bool) -> None:
    """Refuse what leads inside already as it is written.

    Raises:
        AddressRefused: it does, and no operator has said that it may.
    """
    if is_local:
        return
    if f".{host.removesuffix('.')}".endswith(".localhost"):
        raise AddressRefused(_INSIDE)
    try:
        written: Address | None = ipaddress.ip_address(host)
    except ValueError:
        written = None
    if written is None and _NUMBER.fullmatch(host):
        raise AddressRefused("write its number in four parts, as 192.0.2.1")
    if written is not None and not is_public(written):
        raise AddressRefused(_INSIDE)
    if scheme != "https":
        raise AddressRefused("it has to begin with https://")


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open internet, also where another one is written inside it."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > MOST_LETTERS:
        raise AddressRefused(f"it is longer than {MOST_LETTERS:,} letters")
    if not _LETTERS.fullmatch(url):
        raise AddressRefused("write its name as xn--… and the rest percent-encoded, without spaces")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as refused:
        raise AddressRefused("it cannot be read") from refused
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressRefused("it has to begin with https:// and a name")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("it must not carry a name or password")
    if not _HOST.fullmatch(parts.hostname) or port == 0:
        raise AddressRefused("it cannot be read")
    path = parts.path or "/"
    usual = HTTPS if parts.scheme == "https" else HTTP
    return parts.scheme, parts.hostname, port or usual, f"{path}?{parts.query}" if parts.query else path
