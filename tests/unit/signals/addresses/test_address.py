"""An address is where a URL leads; every spelling of it is the same address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.addresses.address import parse
from lapwing.signals.addresses.forms import forms, url_form


def url(text: str) -> str | None:
    address = parse(text)
    return None if address is None else url_form(address)


# Safe Browsing v4, Canonicalization. Where we differ the remark says how; the scheme is never kept.
SAFE_BROWSING = [
    ("http://www.google.com/", "google.com/"),  # www. is dropped
    ("http://3279880203/blah", "195.127.0.11/blah"),
    ("http://www.google.com/blah/..", "google.com/"),
    ("www.google.com/", "google.com/"),
    ("www.google.com", "google.com/"),
    ("http://www.evil.com/blah#frag", "evil.com/blah"),
    ("http://www.GOOgle.com/", "google.com/"),
    ("http://www.google.com.../", "google.com/"),
    ("http://www.google.com/foo\tbar\rbaz\n2", "google.com/foobarbaz2"),
    ("http://www.google.com/q?", "google.com/q"),  # an empty query is dropped
    ("http://www.google.com/q?r?", "google.com/q?r?"),
    ("http://www.google.com/q?r?s", "google.com/q?r?s"),
    ("http://evil.com/foo#bar#baz", "evil.com/foo"),
    ("http://evil.com/foo;", "evil.com/foo;"),
    ("http://evil.com/foo?bar;", "evil.com/foo?bar;"),
    ("http://notrailingslash.com", "notrailingslash.com/"),
    ("http://www.gotaport.com:1234/", "gotaport.com:1234/"),  # a port of its own stays
    ("  http://www.google.com/  ", "google.com/"),
    ("https://www.securesite.com/", "securesite.com/"),
    ("http://host.com/ab%23cd", "host.com/ab%23cd"),
    ("http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"),
    (
        "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79/",
        "168.188.99.26/.secure/www.ebay",  # shortened; no slash at the end
    ),
    (
        "http://195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdata-x=h/",
        "195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdata-x=h",
    ),
    ("http://host/%25%32%35", None),  # a host without a dot leads nowhere outside
    ("http://\x01\x80.com/", None),  # no host, says the URL standard
]

# https://url.spec.whatwg.org, section 4.2 and its host tests.
WHATWG = [
    ("https:example.org", "example.org/"),
    ("https://////example.com///", "example.com/"),
    ("https://example.com/././foo", "example.com/foo"),
    ("https://example.com/[]?[]#[]", "example.com/[]?[]"),
    ("https://EXAMPLE.com/../x", "example.com/x"),
    ("https://example%.com/", None),
    ("https://ex%41mple.com/", "example.com/"),
    ("https://example.com:demo", None),
    ("http://www.example.com:70000", None),
    ("http://192.0.2.0x1/", "192.0.2.1/"),
    ("http://0300.0.02.01/", "192.0.2.1/"),
    ("http://0xC0.0x00.0x02.0x01/", "192.0.2.1/"),
    ("http://192.0.513/", "192.0.2.1/"),
    ("http://256.0.0.1/", None),
    ("http://192.0.2.1.", "192.0.2.1/"),
    ("http://[1:2::3]:80/", "[1:2::3]/"),
    ("http://[0:0::0:0]/", "[::]/"),
    ("http://[::1", None),
    ("http://[::ffff:192.0.2.1]/a", "192.0.2.1/a"),
    ("http://user@/www.example.com", None),
    ("https://example.org:443/", "example.org/"),
    ("http://example.org:80/", "example.org/"),
    ("ftp://example.org:21/a", "example.org/a"),
    ("http://example.org:443/", "example.org:443/"),
    ("http://fa\u00df.example.org/", "xn--fa-hia.example.org/"),
    ("http://\uff45\uff58.example.org", "ex.example.org/"),
    ("http:\\\\example.org\\a\\b", "example.org/a/b"),
]


@pytest.mark.parametrize(("text", "canonical"), SAFE_BROWSING + WHATWG)
def test_the_published_examples(text: str, canonical: str | None) -> None:
    assert url(text) == canonical


# What a comparison by == misses, and so would a digest of the lower-cased text.
SAME = [
    ("http://example.org/a", "https://example.org/a"),
    ("http://EXAMPLE.org/a", "http://example.org/a"),
    ("http://example.org", "http://example.org/"),
    ("http://example.org/a/", "http://example.org/a"),
    ("http://www.example.org/a", "http://example.org/a"),
    ("http://example.org/a#b", "http://example.org/a"),
    ("http://b\u00fccher.example/a", "http://xn--bcher-kva.example/a"),
    ("http://user:pw@example.org/a", "http://example.org/a"),
    ("http://example.org./a", "http://example.org/a"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("http://example.org/%61", "http://example.org/a"),
    ("http://example.org/%2561", "http://example.org/a"),
    ("http://%65xample.org/a", "http://example.org/a"),
    ("http://%2565xample.org/a", "http://example.org/a"),
    ("http://example.org/x/../a", "http://example.org/a"),
    ("http://example.org/x/%2e%2E/a", "http://example.org/a"),
    ("http://example.org/x%2f..%2fa", "http://example.org/a"),
    ("http://example.org/x%5c..%5ca", "http://example.org/a"),
    ("http://example.org/a?", "http://example.org/a"),
    ("http://example.org/a?&b&&c&", "http://example.org/a?b&c"),
    ("http://1.2.0.3/", "http://0x1.02.3/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_every_spelling_is_the_same_address(one: str, other: str) -> None:
    assert url(one) == url(other) is not None


DIFFERENT = [
    ("http://example.org/A", "http://example.org/a"),
    ("http://example.org/a", "http://example.com/a"),
    ("http://example.org:8080/a", "http://example.org/a"),
    ("http://example.org/a?b", "http://example.org/a?c"),
    ("http://example.org/a%3Fb", "http://example.org/a?b"),
    ("http://www.co.uk/", "http://co.uk/"),
    ("http://example.org/ab", "http://example.org/a/b"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_places_stay_different(one: str, other: str) -> None:
    assert url(one) != url(other)


URLISH = st.text(alphabet="htps:/.w[]()%@#?&=xn-a1\u0435\u200b\u3002\\ \ud800", max_size=60)


@pytest.mark.slow
@given(URLISH)
def test_a_canonical_url_is_its_own_canonical_form(text: str) -> None:
    canonical = url(text)
    assert canonical is None or url(canonical) == canonical


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_none(text: str) -> None:
    address = parse(text)
    assert address is None or all(value.isascii() for _, value in forms(address))
