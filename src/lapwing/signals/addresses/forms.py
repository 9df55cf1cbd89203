"""The forms in which lists hold addresses, and which of them an address meets.

What an entry covers, for the authors of lists:

- `url` covers one page: the same host (a leading `www.` is the same host), port, path and query, whatever the
  scheme, credentials, fragment, case of the host, percent-encoding, or slash at the end.
- `url-prefix` covers a place and everything below it: `example.org/a/` covers `/a`, `/a/b/c`, `/a?page=2`, on
  example.org, on its sub-domains and on every port, but not `/ab`. With a query, `example.org/view/?id=7`
  covers `/view?id=7` and `/view?id=7&page=2`. With a port it covers that port of that very host.
- `domain` covers a host and its sub-domains, at every port and path. An IP address covers itself.

An entry for `www.example.org` covers example.org itself too, but none of its other sub-domains.
"""

from collections.abc import Iterator

from lapwing.model.errors import BadInput
from lapwing.signals.addresses.address import Address
from lapwing.signals.addresses.hosts import is_ip, parents, registrable, twin, without_www

URL = "url"
PREFIX = "url-prefix"
DOMAIN = "domain"
KINDS = frozenset({URL, PREFIX, DOMAIN})

# Safe Browsing tries four parents of a host and four leading paths. Lists of pages go deeper: so do paths.
MOST_PARENTS = 4
MOST_SEGMENTS = 16
MOST_PARAMETERS = 8


def forms(address: Address) -> Iterator[tuple[str, str]]:
    """Give (kind, value) for every entry that would cover *address*; at most 180 and the host's parents.

    Source: Safe Browsing v4, "Suffix/Prefix Expressions", for the manner of it.
    """
    yield URL, url_form(address)
    for place in _places(address):
        for way in _ways(address):
            yield PREFIX, place + way
    for host in _domains(address.host):
        yield DOMAIN, host


def url_form(address: Address) -> str:
    """Return the value of the `url` entry that covers *address*."""
    host = without_www(address.host)
    port = f":{address.port}" if address.port else ""
    query = f"?{address.query}" if address.query else ""
    return f"{host}{port}{address.path}{query}"


def prefix_form(address: Address) -> str:
    """Return *address*, an entry, as a `url-prefix`.

    Raises:
        BadInput: it is deeper than what is measured, or covers all of a public suffix.
    """
    if len(address.segments) > MOST_SEGMENTS:
        raise BadInput(f"a url-prefix has at most {MOST_SEGMENTS} segments; use the kind url")
    if len(_parameters(address)) > MOST_PARAMETERS:
        raise BadInput(f"a url-prefix has at most {MOST_PARAMETERS} parameters; use the kind url")
    if not (is_ip(address.host) or address.segments or registrable(address.host)):
        raise BadInput("this is a public suffix, under which strangers have their sites")
    query = f"?{address.query}" if address.query else ""
    return f"{address.authority}{_folder(address.segments)}{query}"


def _places(address: Address) -> Iterator[str]:
    """Give the hosts, with a port last, under which a prefix can be listed."""
    yield address.host
    if (www := twin(address.host)) is not None:
        yield www
    yield from parents(address.host)[-MOST_PARENTS:]
    if address.port:
        yield address.authority


def _ways(address: Address) -> Iterator[str]:
    """Give the paths that lead to *address*, from the root down, then the queries, parameter by parameter."""
    for depth in range(min(len(address.segments), MOST_SEGMENTS) + 1):
        yield _folder(address.segments[:depth])
    if len(address.segments) <= MOST_SEGMENTS:
        parameters = _parameters(address)
        for count in range(1, min(len(parameters), MOST_PARAMETERS) + 1):
            yield f"{_folder(address.segments)}?{'&'.join(parameters[:count])}"


def _folder(segments: tuple[str, ...]) -> str:
    """Return a path with a slash in front and behind."""
    return "/" + "".join(f"{segment}/" for segment in segments)


def _parameters(address: Address) -> list[str]:
    """Return the parts of the query between ampersands."""
    return address.query.split("&") if address.query else []


def _domains(host: str) -> Iterator[str]:
    """Give the domains that cover *host*; a public suffix covers nothing."""
    if is_ip(host):
        yield host
    elif registrable(host) is not None:
        yield host
        if (www := twin(host)) is not None:
            yield www
        yield from parents(host)
