"""An address is found however it is written, at the place where it stands, in linear time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.addresses import spot as spotting
from lapwing.signals.addresses.forms import url_form
from lapwing.signals.addresses.spot import MOST_ADDRESSES, spot


def found(text: str) -> dict[str, str]:
    """Canonical URL: the stretch of text where it stands."""
    return {url_form(each.address): text[each.start : each.end] for each in spot(text).spotted}


WRITTEN = [
    ("see example.org/a.", "example.org/a", "example.org/a"),
    ("(see www.example.org/a)", "example.org/a", "www.example.org/a"),
    ("Example.Co.UK, yes", "example.co.uk/", "Example.Co.UK"),
    ("hxxp://example[.]org/a", "example.org/a", "hxxp://example[.]org/a"),
    ("hXXps[:]//example(.)org", "example.org/", "hXXps[:]//example(.)org"),
    ("hxxps[://]example{.}org/a", "example.org/a", "hxxps[://]example{.}org/a"),
    ("h**p://example[dot]org", "example.org/", "h**p://example[dot]org"),
    ("example dot org is it", "example.org/", "example dot org"),
    ("example (DOT) org is it", "example.org/", "example (DOT) org"),
    ("at example . org now", "example.org/", "example . org"),
    ("example[[.]]org", "example.org/", "example[[.]]org"),
    ("example[(.)]org", "example.org/", "example[(.)]org"),
    ("example[ . ]org", "example.org/", "example[ . ]org"),
    ("example[.org", "example.org/", "example[.org"),
    ("example\\.org", "example.org/", "example\\.org"),
    ("exa\u200bmple.o\u2060rg/a", "example.org/a", "exa\u200bmple.o\u2060rg/a"),
    ("\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45\uff0e\uff4f\uff52\uff47", "example.org/", None),
    ("example\u3002org", "example.org/", "example\u3002org"),
    ("\u24d4\u24e7\u24d0\u24dc\u24df\u24db\u24d4.\u24de\u24e1\u24d6", "example.org/", None),
    ("[here](http://example.org/a_(b))", "example.org/a_(b)", "http://example.org/a_(b)"),
    ("[http://example.org/a](http://example.com)", "example.org/a", "http://example.org/a"),
    ("**http://example.org/a**", "example.org/a", "http://example.org/a"),
    ('<a href="http://example.org/a?b&amp;c">', "example.org/a?b&c", "http://example.org/a?b&amp;c"),
    ("<a href='//example.org/a'>", "example.org/a", "example.org/a"),
    ("http&#58;//example&#x2e;org/", "example.org/", "http&#58;//example&#x2e;org/"),
    ('{"u":"http:\\/\\/example.org\\/a"}', "example.org/a", "http:\\/\\/example.org\\/a"),
    ("{'u':'http://example.org/a','v':1}", "example.org/a", "http://example.org/a"),
    ("http://a.example/x,http://example.org/a", "a.example/x", "http://a.example/x"),
    ("\u8bf7\u770bexample.org\u5427", "example.org/", "example.org"),
    ("http://example.org/a\u8bf7\u770b", "example.org/a", "http://example.org/a"),
    ("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "xn--e1afmkfd.xn--p1ai/", None),
    ("http://user:pw@example.org/", "example.org/", "http://user:pw@example.org/"),
    ("http://good.example@example.org/", "example.org/", "http://good.example@example.org/"),
    ("bob@example.org", "example.org/", "example.org"),
    ("192.0.2.1:8080/a", "192.0.2.1:8080/a", "192.0.2.1:8080/a"),
    ("http://3221225985", "192.0.2.1/", "http://3221225985"),
    ("[2001:db8::1]/a", "[2001:db8::1]/a", "[2001:db8::1]/a"),
    ("http://r.example/?u=http%253A%252F%252Fexample.org%252Fa", "example.org/a", None),
    ("https%3A%2F%2Fexample.org%2Fa", "example.org/a", "https%3A%2F%2Fexample.org%2Fa"),
    ("web.example/2020/http://example.org/a", "example.org/a", "http://example.org/a"),
    ("http://r.example/?to=example.org/a", "example.org/a", "example.org/a"),
    ("http://unheard-of.zzzz/a", "unheard-of.zzzz/a", "http://unheard-of.zzzz/a"),
    ("\ud800http://example.org/\udfff", "example.org/", "http://example.org/"),
    ("_http://host.example/_", "host.example/", "http://host.example/"),
    ("_http://host.example_", "host.example/", "http://host.example"),
    ("**_http://host.example/a_**.", "host.example/a", "http://host.example/a"),
    ("_**http://host.example/a**_", "host.example/a", "http://host.example/a"),
    ("http://host.example/a_b_", "host.example/a_b_", "http://host.example/a_b_"),
    ("_example.org_", "example.org/", "example.org"),
    ("so __example.org/a__, yes", "example.org/a", "example.org/a"),
    ("**_example.org_**", "example.org/", "example.org"),
    ("_192.0.2.1_", "192.0.2.1/", "192.0.2.1"),
    ("ex<b>am</b>ple.org/a", "example.org/a", "ex<b>am</b>ple.org/a"),
    ("ex**am**ple.org", "example.org/", "ex**am**ple.org"),
    ("http://**example**.org/a", "example.org/a", None),
    ("_dmarc.example.org", "_dmarc.example.org/", "_dmarc.example.org"),
    ("bu\u0308cher.org/a", "xn--bcher-kva.org/a", "bu\u0308cher.org/a"),
    ("e\u0301tude.org", "xn--tude-9oa.org/", "e\u0301tude.org"),
    (
        "\u0926\u0947\u0916\u094b \u0939\u093f\u0928\u094d\u0926\u0940.com\u0964",
        "xn--j2bd4cyah0f.com/",
        "\u0939\u093f\u0928\u094d\u0926\u0940.com",
    ),
    (
        "\u0939\u093f\u0928\u094d\u0926\u0940.\u092d\u093e\u0930\u0924",
        "xn--j2bd4cyah0f.xn--h2brj9c/",
        None,
    ),
    ("\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48.\u0e44\u0e17\u0e22", "xn--o3ce7fb7gc.xn--o3cw4h/", None),
    ("\u0645\u064e\u0631.com/a", "xn--wgb3b1a.com/a", "\u0645\u064e\u0631.com/a"),
]


@pytest.mark.parametrize(("text", "url", "stretch"), WRITTEN)
def test_it_is_found_where_it_stands(text: str, url: str, stretch: str | None) -> None:
    assert found(text)[url] == (stretch or found(text)[url])
    assert found(text)[url]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No address.",
        "3.14 and v1.2.3",
        "report.pdf",
        "http://",
        "http://localhost/",
        "a..b",
        "...",
        "//",
        "1:2:3",
        "_a_._b_",
        "a\u0301.b\u0301",
        "_._",
    ],
)
def test_there_is_none_where_there_is_none(text: str) -> None:
    assert found(text) == {}


ALPHABET = "htps:/.w[](){}%@#?&;xn-a1 dot\u0435\u200b\u3002\\\ud800'\""


@pytest.mark.slow
@given(st.text(alphabet=ALPHABET, max_size=120))
def test_every_place_lies_inside_the_text(text: str) -> None:
    for each in spot(text).spotted:
        assert 0 <= each.start < each.end <= len(text)


PADDING = st.text(alphabet="ab \n,;!()\u200b\u3002", max_size=40)


@pytest.mark.slow
@given(PADDING, PADDING)
def test_words_around_it_do_not_hide_it(before: str, after: str) -> None:
    text = f"{before} http://example.org/zz-17 {after}"
    assert "example.org/zz-17" in found(text)


def test_the_limit_is_told_and_what_was_found_is_kept() -> None:
    at_most = " ".join(f"a{number}.example.org" for number in range(MOST_ADDRESSES))
    assert spot(at_most).limit == ""
    assert len(spot(at_most).spotted) == MOST_ADDRESSES
    spots = spot(at_most + " one.more.example.org")
    assert "over 1000 addresses" in spots.limit
    assert len(spots.spotted) >= MOST_ADDRESSES


HOSTILE = {
    "dots": ".",
    "percents": "%",
    "nested escapes": "%25",
    "schemes": "http://",
    "addresses in addresses": "http://a.co/",
    "hosts in paths": "a.com/",
    "labels": "a.",
    "one label": "a",
    "brackets": "[",
    "closing brackets": ")",
    "mixed brackets": "[({<",
    "dots in brackets": "[.]",
    "defanged": "hxxp",
    "zero width": "a\u200b",
    "entities": "&#x2e;",
    "half entities": "&#",
    "spelt dots": "a dot ",
    "letters": "\u00e9",
    "dotted letters": "\u00e9.",
    "lone surrogates": "\ud800",
    "spaces": " ",
    "at signs": "@",
    "credentials": "http://a:b@",
    "quotes": "'",
    "hyphens": "xn--",
    "colons": "[:",
    "underscores": "_",
    "dotted underscores": "_.",
    "stress": "_a.org_ ",
    "marks": "\u0301",
    "marked letters": "a\u0301.",
}


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("around", [("", ""), ("http://example.org/", ""), ("", ".org")])
def test_a_long_line_of_anything_ends(unit: str, around: tuple[str, str]) -> None:
    text = unit * (200_000 // len(unit))
    for each in spot(around[0] + text + around[1]).spotted:
        assert each.start < each.end


def test_an_address_longer_than_any_is_a_limit_and_its_domain_is_found() -> None:
    spots = spot("http://example.org/" + "a" * 20_000)
    assert "longer" in spots.limit
    assert spots.spotted[0].address.host == "example.org"


PIECES = [
    "a",
    "com",
    "org",
    "dot",
    "d0t",
    "DOT",
    ".",
    "[",
    "]",
    "(",
    ")",
    "<",
    "{",
    "}",
    "/",
    "\\",
    ":",
    "h",
    "xx",
]
PIECES += [
    "http",
    "tp",
    "s",
    "&#46;",
    "&period;",
    "%2f",
    " ",
    "*",
    "_",
    "1",
    "\u3002",
    "\u200b",
    "punkt",
    "@",
    "?",
    "#",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_not_looked_at_closely_holds_none(text: str) -> None:
    with pytest.MonkeyPatch.context() as closely:
        closely.setattr(spotting, "_SIGN", re.compile(""))
        every = spot(text)
    assert spot(text) == every
