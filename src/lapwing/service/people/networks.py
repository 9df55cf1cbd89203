"""From which network somebody comes: told by the server, or by a proxy that the operator trusts."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# A household or an office has a network of that size, and any number of addresses in it.
_IPV6_BITS = 64
UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from: an IPv4 address, or an IPv6 network of 64 bits.

    Behind proxies that are trusted it is the last address that none of them has, for what stands before it in
    the header anybody can have written.
    """
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    chain = [each for each in (*told, str(request.META.get("REMOTE_ADDR", ""))) if each.strip()]
    while len(chain) > 1 and _is_proxy(chain[-1]):
        chain.pop()
    return _network(chain[-1]) if chain else UNKNOWN


def _network(written: str) -> str:
    try:
        address = ip_address(written.strip().strip("[]"))
    except ValueError:
        return UNKNOWN
    if address.version == 4:  # noqa: PLR2004  # of IP
        return str(address)
    inside = address.ipv4_mapped
    return str(inside or ip_network((int(address), _IPV6_BITS), strict=False))


def _is_proxy(written: str) -> bool:
    try:
        address = ip_address(written.strip().strip("[]"))
    except ValueError:
        return False
    return any(address in ip_network(each) for each in getattr(settings, "LAPWING_PROXIES", ()))
