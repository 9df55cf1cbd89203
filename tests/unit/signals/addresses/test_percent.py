"""However often an address was percent-encoded, one form of it is left."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.addresses.percent import escape_path, escape_query, unescape

ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")


def again_and_again(text: bytes) -> bytes:
    """The published rule, word for word: unescape the whole until nothing changes."""
    after = ESCAPE.sub(lambda each: bytes([int(each[0][1:], 16)]), text)
    return text if after == text else again_and_again(after)


# Safe Browsing v4, "URLs and Hashing", Canonicalization: the path before and after.
PUBLISHED = [
    (b"%25%32%35", "%25"),
    (b"%25%32%35%25%32%35", "%25%25"),
    (b"%2525252525252525", "%25"),
    (b"asdf%25%32%35asd", "asdf%25asd"),
    (b"%%%25%32%35asd%%", "%25%25%25asd%25%25"),
    (
        b"%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
        "~a!b@c%23d$e%25f^00&11*22(33)44_55+",
    ),
    (b"ab%23cd", "ab%23cd"),
]


@pytest.mark.parametrize(("before", "after"), PUBLISHED)
def test_the_published_examples(before: bytes, after: str) -> None:
    assert escape_path(unescape(before)) == after


@given(st.text(alphabet="%0125aAfFgz", max_size=40).map(str.encode))
def test_one_pass_ends_where_again_and_again_ends(text: bytes) -> None:
    assert unescape(text) == again_and_again(text)


@given(st.binary(max_size=60))
def test_what_was_escaped_once_stays_as_it_is(text: bytes) -> None:
    path = escape_path(unescape(text))
    assert escape_path(unescape(path.encode())) == path
    query = escape_query(unescape(text))
    assert escape_query(unescape(query.encode())) == query


@pytest.mark.slow
def test_a_million_nested_escapes_take_linear_time() -> None:
    assert unescape(b"%" + b"25" * 500_000 + b"41") == b"A"
