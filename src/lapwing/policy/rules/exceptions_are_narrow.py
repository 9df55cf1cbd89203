"""An exception clears the false match it was made for, and never a verified one."""

from dataclasses import replace

from lapwing.model.decision import Step
from lapwing.model.lists import Closeness, ListClass, Match, Tier
from lapwing.model.plugins import Manifest
from lapwing.policy.facts import INDICATORS, is_confirmed
from lapwing.policy.port import Ask, Draft, Invariant, Settles

OF_THE_FILE = frozenset({"md5", "sha1", "sha256", "pdq"})
"""Kinds that are fingerprints of the whole file; an exception for the very file clears these."""


class ExceptionsAreNarrow:
    """Lowers to ALLOW the reasons that an exact entry of an allow-list speaks of, verified ones excepted."""

    manifest = Manifest(
        name="exceptions_are_narrow",
        title="Exceptions are narrow",
        about="An allow-list entry for the same SHA-256 clears other matches of that file, one for a URL or "
        "term clears what was found in the same place; an exact or confirmed fingerprint or address in an "
        "authority-verified list, or in the operator's own, always stands.",
    )

    settles = Settles.STEPS

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with the reasons that an exception clears lowered to ALLOW, saying which one."""
        exceptions = [
            match
            for match in draft.matches
            if match.entry.list_class is ListClass.ALLOW and match.closeness is Closeness.EXACT
        ]
        if not exceptions:
            return draft
        return replace(draft, asks=tuple(_cleared(ask, draft, exceptions) for ask in draft.asks))


def _cleared(ask: Ask, draft: Draft, exceptions: list[Match]) -> Ask:
    """Return *ask*, lowered to ALLOW where one of *exceptions* speaks of its match."""
    if ask.reason.match is None or ask.step is Step.ALLOW:
        return ask
    match = draft.matches[ask.reason.match]
    for exception in exceptions:
        if not _stands(match, draft) and _speaks_of(exception, match):
            entry = exception.entry
            because = f"Entry {entry.entry_id} of allow-list {entry.list_name} makes an exception."
            return ask.lowered(Step.ALLOW, because=because)
    return ask


def _stands(match: Match, draft: Draft) -> bool:
    """Say whether no exception may clear *match*."""
    verified = match.entry.tier is Tier.AUTHORITY or match.entry.list_class is ListClass.OWN
    firm = match.closeness is not Closeness.NEAR and is_confirmed(match, draft.matches)
    return verified and firm and match.entry.kind not in INDICATORS


def _speaks_of(exception: Match, match: Match) -> bool:
    """Say whether *exception* was made for what *match* found."""
    if exception.entry.kind == "sha256":
        return match.entry.kind in OF_THE_FILE
    return exception.signal.where == match.signal.where


RULE: Invariant = ExceptionsAreNarrow()
