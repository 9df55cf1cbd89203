"""What a list writes for an address, read strictly and made canonical."""

import ipaddress
import re

from lapwing.model.errors import BadInput
from lapwing.signals.addresses.address import Address, names_a_scheme, parse
from lapwing.signals.addresses.disguise import undisguised
from lapwing.signals.addresses.forms import DOMAIN, PREFIX, URL, prefix_form, url_form
from lapwing.signals.addresses.hosts import has_known_suffix, is_ip, registrable

MOST_CHARACTERS = 2_048
_NOT_IN_A_HOST = re.compile(r"[\s/?#@:\\*%]")
_WILDCARD = re.compile(r"^(?:\*\.|\.)")


def canonical_entry(kind: str, value: str) -> str:
    """Return a list's value in the form in which signals carry it; see forms for what each kind covers.

    Accepted as lists write them: any case, with or without scheme, defanged, international or punycode; a
    domain with `*.` or `.` in front.

    Raises:
        BadInput: it is no address of that kind, or covers everybody's sites under a public suffix.
    """
    text = value.strip()
    if not 0 < len(text) <= MOST_CHARACTERS:
        raise BadInput(f"an address has 1 to {MOST_CHARACTERS} characters, not {len(text)}")
    if kind == DOMAIN:
        return _domain(text)
    if kind == URL:
        return url_form(_address(text))
    if kind == PREFIX:
        return prefix_form(_address(text))
    raise BadInput("addresses are of the kinds url, url-prefix and domain")


def _address(text: str) -> Address:
    """Return the address of a URL on a list, as it stands or with its disguise taken off."""
    for reading in (text, undisguised(text)):
        address = parse(reading) if _looks_like_one(reading) else None
        if address is not None:
            return address
    raise BadInput("this is no web address; write it with its scheme if it is one")


def _looks_like_one(text: str) -> bool:
    """Say whether a text stands for an address: it has a scheme, a path, or a host that cannot be a word."""
    if any(each.isspace() for each in text):
        return False
    if names_a_scheme(text) or "/" in text:
        return True
    address = parse(text)
    return address is not None and (is_ip(address.host) or has_known_suffix(address.host))


def _domain(text: str) -> str:
    """Return the host that a domain entry names.

    Raises:
        BadInput: it is none, or a public suffix.
    """
    host = _host(text) or _host(undisguised(text))
    if host is None:
        raise BadInput("this is no domain; an entry with a path is of the kind url-prefix")
    if not is_ip(host) and registrable(host) is None:
        raise BadInput("this is a public suffix, under which strangers have their sites")
    return host


def _host(text: str) -> str | None:
    """Return the canonical host of a bare host name or IP address, or None."""
    if (six := _ipv6(text)) is not None:
        text = six
    else:
        text = _WILDCARD.sub("", text)
        if _NOT_IN_A_HOST.search(text):
            return None
    address = parse(f"http://{text}/")
    return None if address is None or address.port or address.segments else address.host


def _ipv6(text: str) -> str | None:
    """Return an IPv6 address, written bare or in brackets, in brackets; None for anything else."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return f"[{ipaddress.IPv6Address(bare).compressed}]"
    except ValueError:
        return None
