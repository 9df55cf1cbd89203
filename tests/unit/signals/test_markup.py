"""Where markup is shown as what it means, a word that it parts is whole; other text stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.markup import MARKS, shown, untagged
from lapwing.signals.rewriting import Rewritten

SHOWN = [
    ("a<b>b</b>c", "abc"),
    ("a<B class='x'>b</B >c", "abc"),
    ("a<!-- b -->c", "ac"),
    ("a<br>b<br/>c", "a\nb\nc"),
    ("<td>a</td><td>b</td>", " a  b "),
    ("<tdx>a", "a"),
    ("a&#98;&#x63;&shy;d&amp;e", "abc\u00add&e"),
    ("&lt;b&gt;", "<b>"),
    ("a**b**c *d* e_f g~~h~~i j||k||l", "abc *d* ef ghi jkl"),
    ("a\ue000b\ufffdc\x00d", "abcd"),
    ("\U0001f1e6\U0001f1e7\U0001f1e8", "abc"),
    ("x\U0001f1e6y \U0001f1e6\u200b\U0001f1e7\u200b\U0001f1e8", "xay abc"),
]


@pytest.mark.parametrize(("text", "seen"), SHOWN)
def test_markup_is_shown(text: str, seen: str) -> None:
    assert shown(Rewritten(text)).text == seen


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "a<3 b>2",
        "R&D; AT&T",
        "2 * 3 = 6, __init__ (*)",
        "a|b",
        "\U0001f1ec\U0001f1e7",
        "\U0001f1ec\U0001f1e7 \U0001f1eb\U0001f1f7",
        "\ue000 \ufffd",
        "<" + "a" * 502 + ">",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    as_is = Rewritten(text)
    assert shown(as_is) is as_is


def test_an_address_loses_tags_and_stars_alone() -> None:
    assert untagged(Rewritten("a<b>b</b>**c**.d_e_f &amp; *g*")).text == "abc.d_e_f &amp; *g*"


@given(st.text(alphabet="".join(set(map(chr, range(128))) - set(MARKS)), max_size=60))
def test_without_a_mark_there_is_nothing_to_show(text: str) -> None:
    assert shown(Rewritten(text)).text == text


@given(st.text(alphabet="ab<>/!-& #1;*_~|\x00\ue000\U0001f1e6 br", max_size=60))
def test_every_place_lies_inside_the_text(text: str) -> None:
    seen = shown(Rewritten(text))
    for place in range(len(seen.text)):
        start, end = seen.span(place, place + 1)
        assert 0 <= start < end <= len(text)
