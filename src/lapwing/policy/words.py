"""Reasons in words: which entry of which version of which list, how near, found by what and where."""

from lapwing.model.content import Gap, Layer, Why
from lapwing.model.lists import PERCEPTUAL_KINDS, Closeness, Match
from lapwing.model.signals import Region, Turn, Where

_REGIONS = {
    Region.WHOLE: "",
    Region.TRIMMED: "with its borders cut off",
    Region.INNER: "as a picture inside the picture",
    Region.PANEL: "as one panel of a collage",
}
_LAYERS = {
    Layer.SHOWN: "",
    Layer.ON_BLACK: "as seen on black",
    Layer.OPAQUE: "with its transparency removed",
    Layer.STORED: "as seen without its colour profile",
}
_WHYS = {
    Why.DAMAGED: "the file is damaged",
    Why.TOO_LARGE: "it is larger than the limits allow",
    Why.TOO_SLOW: "it took longer than the limits allow",
    Why.DIED: "the process that read it ended",
    Why.UNREADABLE: "it is of no kind that can be read",
    Why.NOT_WHOLE: "only part of it could be measured",
    Why.NOT_LOOKED_AT: "only its exact fingerprints were compared",
    Why.SAMPLED: "frames were drawn from its whole length, not all of them measured",
    Why.FAILED: "the measurement failed",
    Why.UNCLEAR: "something in it can be told from the full picture only",
    Why.NO_LIST: "there is no list to compare it with",
}

NO_KIND = "unknown"
"""Stands in a gap for the kind of bytes that no kind reads."""


def describe(match: Match) -> str:
    """Return one sentence about a match, without anything of the content."""
    entry = match.entry
    category = "" if entry.category == "none" else f", category {entry.category.value.upper()}"
    found = ", ".join(part for part in (f"by {match.signal.detector}", _place(match.signal.where)) if part)
    return (
        f"{_nearness(match)} entry {entry.entry_id} of list {entry.list_name} version {entry.list_version} "
        f"({entry.list_class.value}{category}, {entry.tier.value} tier), found {found}."
    )


def describe_gap(gap: Gap) -> str:
    """Return one sentence about a gap."""
    if gap.why is Why.NOT_LOOKED_AT:
        return f"What the {gap.who} shows was not looked at: {_WHYS[gap.why]}."
    says = "Nothing reads it" if gap.who == NO_KIND else f"{gap.who} gave no answer"
    if gap.why is Why.UNREADABLE and gap.detail:  # which says more exactly why there was nothing to read
        return f"{says}: {gap.detail}."
    detail = f" ({gap.detail})" if gap.detail else ""
    return f"{says}: {_WHYS[gap.why]}{detail}."


def _nearness(match: Match) -> str:
    """Return how the match stands to the entry."""
    match match.closeness:
        case Closeness.EXACT if match.entry.kind in PERCEPTUAL_KINDS:
            return (
                f"Counts as the same by the list's review ({match.distance_bits} of at most "
                f"{match.exact_bits} bits apart) as"
            )
        case Closeness.EXACT:
            return "The same as"
        case Closeness.WEAK if match.entry.kind in PERCEPTUAL_KINDS:
            return f"The same {match.entry.kind.upper()}, a fingerprint of looks that can be forged, as"
        case Closeness.WEAK:
            return f"The same {match.entry.kind.upper()}, an exact digest that can be forged, as"
        case Closeness.NEAR:
            return f"Near ({match.distance_bits} of at most {match.near_bits} bits apart) to"


def _place(where: Where) -> str:
    """Return where in the content it was found, empty for the content as it is."""
    frame = f"in frame {where.frame + 1}" if where.frame else ""
    turn = "" if where.turn is Turn.UPRIGHT else f"{where.turn.value.replace('-', ' ')}"
    return ", ".join(part for part in (frame, _REGIONS[where.region], turn, _LAYERS[where.layer]) if part)
