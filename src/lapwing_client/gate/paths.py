"""Which rule a path falls under, whichever way it is spelt."""

from collections.abc import Sequence
from urllib.parse import unquote

from lapwing_client.gate.refusal import UNREADABLE, Refusal
from lapwing_client.gate.rules import GateRule

_DOTS = frozenset({".", ".."})


def rule_for(path: str, rules: Sequence[GateRule]) -> GateRule | None:
    """Return the rule with the most segments that *path* falls under, or None.

    What reads a path twice, or takes its case or parameters for nothing, is in front of many platforms; so
    the path is compared in the form in which the most spellings are the same.

    Raises:
        Refusal: there are dots for segments in it, which some readers take for other paths.
    """
    segments = _segments(path)
    if not _DOTS.isdisjoint(segments):
        raise Refusal(UNREADABLE, "the path has dots for segments")
    under = [rule for rule in rules if _falls_under(segments, _segments(rule.path))]
    return max(under, key=lambda rule: len(_segments(rule.path)), default=None)


def _segments(path: str) -> list[str]:
    plain = unquote(path).replace("\\", "/").casefold()
    return [name for each in plain.split("/") if (name := each.partition(";")[0].strip())]


def _falls_under(segments: Sequence[str], of_rule: Sequence[str]) -> bool:
    if len(segments) < len(of_rule):
        return False
    return all(want in {"*", have} for have, want in zip(segments, of_rule, strict=False))
