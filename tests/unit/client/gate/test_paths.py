"""However a path is spelt, it falls under its rule."""

import pytest

from lapwing_client import Step
from lapwing_client.gate import GateRule
from lapwing_client.gate.paths import rule_for
from lapwing_client.gate.refusal import Refusal
from lapwing_client.gate.rules import GateLimits

RULES = (
    GateRule(path="/photos", surface="upload"),
    GateRule(path="/photos/private", surface="message"),
    GateRule(path="/groups/*/posts", surface="post"),
)


@pytest.mark.parametrize(
    "path",
    [
        "/photos",
        "/photos/",
        "//photos",
        "/photos//7",
        "/PHOTOS",
        "/photos;v=1",
        "/photos ",
        "/%70hotos",
        "\\photos",
        "photos",
        "/photos/7/edit",
    ],
)
def test_spellings_of_a_path_are_one(path: str) -> None:
    rule = rule_for(path, RULES)
    assert rule is not None
    assert rule.surface == "upload"


@pytest.mark.parametrize(
    ("path", "surface"),
    [
        ("/photos/private", "message"),
        ("/groups/7/posts", "post"),
        ("/groups/7/posts/9", "post"),
        ("/groups/7", None),
        ("/groups/posts", None),
        ("/photosharing", None),
        ("/", None),
    ],
)
def test_the_longest_rule_counts_and_a_star_is_one_segment(path: str, surface: str | None) -> None:
    rule = rule_for(path, RULES)
    assert (rule.surface if rule else None) == surface


@pytest.mark.parametrize("path", ["/other/../photos", "/./photos", "/photos/..", "/other/%2e%2e/photos"])
def test_dots_for_segments_are_refused(path: str) -> None:
    with pytest.raises(Refusal):
        rule_for(path, RULES)


def test_a_rule_cannot_show_what_is_held() -> None:
    with pytest.raises(ValueError, match="hold"):
        GateRule(path="/photos", surface="upload", shown=frozenset({Step.ALLOW, Step.HOLD}))
    with pytest.raises(ValueError, match="slash"):
        GateRule(path="photos", surface="upload")
    with pytest.raises(ValueError, match="answer_seconds"):
        GateLimits(answer_seconds=0)
