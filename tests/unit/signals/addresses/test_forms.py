"""An entry covers what its author was told it covers, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.errors import BadInput
from lapwing.signals.addresses.address import parse
from lapwing.signals.addresses.entries import canonical_entry
from lapwing.signals.addresses.forms import DOMAIN, MOST_SEGMENTS, PREFIX, URL, forms


def covers(kind: str, entry: str, url: str) -> bool:
    address = parse(url)
    assert address is not None
    return (kind, canonical_entry(kind, entry)) in set(forms(address))


# Kind, entry, what it covers, what it does not.
MEANING = [
    (
        PREFIX,
        "example.org/a/",
        [
            "http://example.org/a",
            "http://example.org/a/",
            "https://example.org/a/b/c.html",
            "http://example.org/a?page=2",
            "http://www.example.org/a/b",
            "http://sub.example.org/a/b",
            "http://example.org:8080/a/b",
        ],
        ["http://example.org/ab", "http://example.org/", "http://example.org/A/", "http://example.net/a/"],
    ),
    (
        PREFIX,
        "example.org/view?id=7",
        ["http://example.org/view?id=7", "http://example.org/view/?id=7&page=2"],
        ["http://example.org/view", "http://example.org/view?id=77", "http://example.org/view?page=2&id=7"],
    ),
    (
        PREFIX,
        "example.org:8080/a/",
        ["http://example.org:8080/a/b"],
        ["http://example.org/a/b", "http://sub.example.org:8080/a/b"],
    ),
    (
        PREFIX,
        "www.example.org/a/",
        ["http://www.example.org/a/", "http://example.org/a/"],
        ["http://other.example.org/a/"],
    ),
    (
        DOMAIN,
        "example.org",
        ["http://example.org/", "http://a.b.c.d.e.f.g.example.org:81/x", "http://user@EXAMPLE.org./"],
        ["http://example.org.example.com/", "http://notexample.org/"],
    ),
    (
        DOMAIN,
        "*.b.example.org",
        ["http://b.example.org/", "http://a.b.example.org/"],
        ["http://example.org/", "http://ab.example.org/"],
    ),
    (
        DOMAIN,
        "www.example.org",
        ["http://example.org/", "http://www.example.org/"],
        ["http://other.example.org/"],
    ),
    (DOMAIN, "someone.github.io", ["https://someone.github.io/a"], ["https://other.github.io/a"]),
    (DOMAIN, "192.0.2.1", ["http://3221225985/", "http://[::ffff:c000:201]/"], ["http://192.0.2.2/"]),
    (DOMAIN, "2001:db8::1", ["http://[2001:DB8:0::1]/"], ["http://[2001:db8::2]/"]),
    (
        URL,
        "http://www.example.org/a?b",
        ["https://example.org/a/?b#c"],
        ["http://example.org/a", "http://sub.example.org/a?b", "http://example.org/a?b&c"],
    ),
]


@pytest.mark.parametrize(("kind", "entry", "covered", "left"), MEANING)
def test_an_entry_covers_exactly_this(kind: str, entry: str, covered: list[str], left: list[str]) -> None:
    assert [url for url in covered if not covers(kind, entry, url)] == []
    assert [url for url in left if covers(kind, entry, url)] == []


# Safe Browsing v4, "Suffix/Prefix Expressions": the same places, in our notation.
def test_the_published_expressions_are_all_there() -> None:
    for entry in ("a.b.example.com/1/2.html?param=1", "a.b.example.com/1/2.html", "a.b.example.com/"):
        assert covers(PREFIX, entry, "http://a.b.example.com/1/2.html?param=1")
    for entry in ("b.example.com/1/", "example.com/1/2.html", "b.example.com/", "example.com/1/"):
        assert covers(PREFIX, entry, "http://a.b.example.com/1/2.html?param=1")


@pytest.mark.parametrize("value", ["co.uk", "*.co.uk", "github.io", "blogspot.com.", "com", "\u0440\u0444"])
def test_a_public_suffix_is_refused_and_told_so(value: str) -> None:
    with pytest.raises(BadInput, match=r"public suffix|no domain"):
        canonical_entry(DOMAIN, value)


RUBBISH = [
    "",
    " ",
    "word",
    "two words",
    "javascript:alert(1)",
    "mailto:a",
    "http://",
    "/a/b",
    "a" * 3000,
]


@pytest.mark.parametrize("value", RUBBISH)
@pytest.mark.parametrize("kind", [URL, PREFIX, DOMAIN])
def test_rubbish_is_refused_without_being_repeated(kind: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        canonical_entry(kind, value)
    assert len(value) < 3 or value not in str(refused.value)


def test_entries_deeper_than_what_is_measured_are_refused_and_the_deepest_measured_is_not() -> None:
    deepest = "example.org" + "/a" * MOST_SEGMENTS
    assert covers(PREFIX, deepest, f"http://{deepest}/b/c/d")
    with pytest.raises(BadInput, match="at most"):
        canonical_entry(PREFIX, deepest + "/a")


LABELS = st.text(alphabet="abw-", min_size=1, max_size=4)
URLS = st.builds(
    lambda labels, path, query: f"http://{'.'.join(labels)}.example.org/{'/'.join(path)}?{'&'.join(query)}",
    st.lists(LABELS, max_size=4).filter(bool),
    st.lists(LABELS, max_size=20),
    st.lists(LABELS, max_size=10),
)


@pytest.mark.slow
@given(URLS)
def test_every_form_is_canonical_and_their_number_is_bounded(url: str) -> None:
    address = parse(url)
    assert address is not None
    found = list(forms(address))
    assert len(found) <= 180 + 127
    assert len(found) == len(set(found))
    for kind, value in found:
        if len(value) < 2000:
            assert canonical_entry(kind, value) == value
