"""A small good world, from which the checks' examples are made: in each bad one, one thing is broken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from lapwing.compliance import facts as f
from lapwing.compliance.parts import APPLICABLE
from lapwing.model.attestations import Attestation
from lapwing.model.canary import CanarySort
from lapwing.model.decision import Step
from lapwing.model.lists import ListClass, Threshold, Tier

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = NOW.date()
POLICY = "example+0123456789ab"


def attestation(row: str, *, about: str = "", answer: str = "", at: datetime = NOW - DAY) -> f.Stated:
    """Return a statement about a row that counts for another month."""
    return f.Stated(
        attestation=Attestation(
            id=f"a-{row}-{about}",
            row=row,
            about=about,
            answer=answer,
            by="person:lea",
            at=at,
            expires_at=NOW + 30 * DAY,
            statement="As the board's minutes of May say.",
            policy_version=POLICY,
        )
    )


def surface(name: str = "posts", *, is_public: bool = True) -> f.SurfaceFact:
    """Return a surface that is screened."""
    return f.SurfaceFact(
        name=name,
        is_public=is_public,
        jurisdiction="GB",
        basis="terms of service",
        basis_expires_on=date(2027, 6, 30),
        changed_at=NOW - 10 * DAY,
        items=40,
    )


def reference(name: str, *, kinds: tuple[str, ...], list_class: ListClass = ListClass.CSAM) -> f.ListFact:
    """Return a list that serves, brought two hours ago."""
    return f.ListFact(
        name=name,
        source="a hotline",
        licence="agreement of 2026",
        list_class=list_class,
        tier=Tier.AUTHORITY,
        counts=MappingProxyType(dict.fromkeys(kinds, 1000)),
        before=MappingProxyType(dict.fromkeys(kinds, 990)),
        synced_at=NOW - 2 * HOUR,
        version=3,
        threshold=Threshold(
            exact_bits=4,
            why="the pairs of October",
            signed_by="person:lea",
            signed_on=TODAY - 30 * DAY,
            precision=0.995,
            recall=0.9,
            sample_size=400,
        ),
    )


def canary(sort: CanarySort, where: str) -> f.CanaryFact:
    """Return a canary that was stopped an hour ago."""
    step = Step.HOLD if sort is CanarySort.ALTERED_IMAGE else Step.BLOCK
    return f.CanaryFact(sort=sort, surface=where, at=NOW - HOUR, step=step, matched=True)


_SURFACES = (surface(), surface("messages", is_public=False))

GOOD = f.Facts(
    as_of=NOW,
    read=frozenset(f.Need),
    surfaces=_SURFACES,
    lists=(
        reference("hashes", kinds=("md5", "sha1", "pdq")),
        reference("addresses", kinds=("url", "domain")),
        reference("terms", kinds=("term",)),
        reference("intimate", kinds=("pdq",), list_class=ListClass.NCII),
        reference("terrorist", kinds=("pdq", "url"), list_class=ListClass.TERRORISM),
    ),
    canaries=tuple(canary(sort, each.name) for each in _SURFACES for sort in CanarySort),
    policy=f.PolicyFact(
        version=POLICY,
        decided_at=NOW - HOUR,
        tested=POLICY,
        tested_at=NOW - HOUR,
        blocks=MappingProxyType({"a": True, "b": True, "c": True, "none": True}),
    ),
    recall=f.RecallFact(at=NOW - DAY, found=190, tried=200, engine="0.1.0"),
    gate=f.GateFact(stopped=50, seen=0, newest_at=NOW - HOUR),
    takedowns=f.TakedownsFact(seconds=(2, 3, 5), asked_at=(), newest_at=NOW - HOUR, copies=0),
    look_backs=tuple(
        f.LookBackFact(list_name=name, version=3, changed_at=NOW - 2 * HOUR, done_at=NOW - HOUR)
        for name in ("hashes", "addresses", "intimate", "terrorist")
    ),
    owed=f.OwedFact(delivered=80, overdue=0, dead=0, newest_at=NOW - HOUR),
    learning=f.LearningFact(seconds=(1, 1, 2), late=0, newest_at=NOW - HOUR),
    own_list=f.OwnListFact(entries=12, untraced=0, once=0, newest_at=NOW - HOUR),
    reviews=f.ReviewsFact(decided=9, bare=0, newest_at=NOW - HOUR),
    queues=(f.QueueFact(queue="csam-known", ages_seconds=(600, 1800)),),
    reviewers=(f.ReviewerFact(person="person:ann", last_at=NOW - HOUR, most_a_day=20),),
    ledger=f.LedgerFact(lines=900, uncovered=3, checkpoint_at=NOW - HOUR),
    evidence=f.EvidenceFact(held=30, looks=11, recorded=11, sealed_at=NOW - HOUR, key_since=NOW - 100 * DAY),
    sweep=f.SweepFact(begun_at=NOW - HOUR, opened=31, held=30, flawed=0),
    matches=f.MatchesFact(
        at=NOW - HOUR,
        share=0.05,
        lists=(
            f.ListErrs(
                name="hashes",
                matched=400,
                looked_at=30,
                false=1,
                most_false=0.17,
                ripe=380,
                ripe_looked_at=28,
            ),
        ),
    ),
    lists_read=f.ListsReadFact(
        begun_at=NOW - HOUR,
        whole=frozenset({"hashes", "addresses", "terms", "intimate", "terrorist"}),
        damaged=(),
    ),
    claims=f.ClaimsFact(claims=40, unmeasured=0, graver_seconds=(20,), newest_at=NOW - HOUR),
    kinds=frozenset(
        {
            "image",
            "text",
            "url",
            "name",
            "query",
            "film",
            "film-frames",
            "document",
            "named-victims",
            "links-to-sharers",
            "recorded-reads",
        }
    ),
    attestations=(
        *(attestation("INT.2", about=part, answer="applies") for part in APPLICABLE),
        *(attestation(row) for row in ("INT.7", "P1.A2", "P1.G5e", "OFC.U4", "OSA-S121", "S5.A3")),
        *(attestation(row) for row in ("ICU-C9.list", "ICU-C9.sec", "ICU-C14")),
        *(attestation(row, answer="yes") for row in ("A4.Q2", "A4.Q5a")),
        *(attestation("P1.G7", about=what) for what in ("person:ann",)),
    ),
)
"""Everything that this engine and a later one can show, an hour old."""


def without(row: str) -> f.Facts:
    """Return the good world without the statements about a row."""
    return replace(
        GOOD, attestations=tuple(each for each in GOOD.attestations if each.attestation.row != row)
    )


def with_surfaces(*surfaces: f.SurfaceFact) -> f.Facts:
    """Return the good world with other surfaces."""
    return replace(GOOD, surfaces=surfaces)


def with_lists(*lists: f.ListFact) -> f.Facts:
    """Return the good world with other lists."""
    return replace(GOOD, lists=lists)


def lists_older_by(age: timedelta) -> f.Facts:
    """Return the good world with lists that were brought so much earlier."""
    older = (replace(each, synced_at=each.synced_at - age) for each in GOOD.lists if each.synced_at)
    return with_lists(*older)


def canaries_older_by(age: timedelta) -> f.Facts:
    """Return the good world with canaries that were sent so much earlier."""
    return replace(GOOD, canaries=tuple(replace(each, at=each.at - age) for each in GOOD.canaries))


def canary_through(sort: CanarySort) -> f.Facts:
    """Return the good world in which one canary of a sort came through unseen."""
    first = next(each for each in GOOD.canaries if each.sort is sort)
    rest = tuple(each for each in GOOD.canaries if each is not first)
    return replace(GOOD, canaries=(replace(first, step=Step.ALLOW, matched=False), *rest))
