"""Matches, gaps and contexts for the policy's tests, as records and as Hypothesis strategies."""

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from lapwing.model.content import ContentId, Gap, Why, content_id
from lapwing.model.decision import AgeBand, Audience, Context, Decision, LegalBasis, Step, Surface
from lapwing.model.lists import Category, Closeness, EntryRef, ListClass, Match, Matched, Tier
from lapwing.model.signals import Measured, Region, Signal, Turn, Where
from lapwing.policy.book import Book, read_book
from lapwing.policy.decide import all_invariants, decide

DEFAULT_POLICY = Path(__file__).parents[1] / "src/lapwing/policy/default.toml"
BOOK = read_book(DEFAULT_POLICY.read_text())
KINDS = ("md5", "sha1", "sha256", "pdq", "url", "url-prefix", "domain", "term")
WEAK = ("md5", "sha1")


def surface(*, audience: Audience = Audience.PUBLIC, on_unknown: Step = Step.HOLD) -> Surface:
    return Surface(
        name="upload",
        audience=audience,
        jurisdiction="GB",
        basis=LegalBasis(name="terms", expires_on=date(2027, 1, 1)),
        on_unknown=on_unknown,
    )


def match(
    *,
    kind: str = "sha256",
    closeness: Closeness = Closeness.EXACT,
    tier: Tier = Tier.AUTHORITY,
    list_class: ListClass = ListClass.CSAM,
    item: str = "item-1",
    where: Where | None = None,
    exact_bits: int | None = None,
) -> Match:
    distance = 7 if closeness is Closeness.NEAR else 0
    return Match(
        signal=Signal(kind=kind, value="00", detector=kind, where=where or Where()),
        entry=EntryRef(
            list_name=f"{list_class.value}-{tier.value}",
            list_version=3,
            list_class=list_class,
            tier=tier,
            entry_id=f"{item}-{kind}",
            item=item,
            kind=kind,
            category=Category.NONE,
        ),
        closeness=closeness,
        distance_bits=distance,
        near_bits=31,
        exact_bits=exact_bits,
    )


def decided(
    *matches: Match,
    gaps: tuple[Gap, ...] = (),
    kind: str = "image",
    context: Context | None = None,
    book: Book = BOOK,
    data: bytes = b"x",
) -> Decision:
    return decide(
        Measured(content_id=content_id(kind, data), kind=kind, size_bytes=1, signals=(), gaps=gaps),
        Matched(matches=matches),
        context=context or Context(surface=surface()),
        book=book,
        invariants=all_invariants(),
        list_versions=(("csam-authority", 3),),
        engine_version="0",
    )


@st.composite
def matches(draw: st.DrawFn, *, allowing: bool = False) -> Match:
    kind = draw(st.sampled_from(KINDS))
    closeness = Closeness.WEAK if kind in WEAK else Closeness.EXACT
    if kind == "pdq":
        closeness = draw(st.sampled_from(Closeness))
    classes = [each for each in ListClass if allowing or each is not ListClass.ALLOW]
    return match(
        kind=kind,
        closeness=closeness,
        tier=draw(st.sampled_from(Tier)),
        list_class=draw(st.sampled_from(classes)),
        item=draw(st.sampled_from(("item-1", "item-2"))),
        where=Where(
            region=draw(st.sampled_from(Region)) if kind == "pdq" else Region.WHOLE,
            turn=draw(st.sampled_from(Turn)) if kind == "pdq" else Turn.UPRIGHT,
        ),
        exact_bits=draw(st.sampled_from((None, 0, 4))),
    )


GAPS = st.builds(Gap, who=st.sampled_from(("image", "pdq", "terms")), why=st.sampled_from(Why))
CONTEXTS = st.builds(
    Context,
    surface=st.builds(surface, audience=st.sampled_from(Audience), on_unknown=st.sampled_from(Step)),
    age_band=st.sampled_from(AgeBand),
)
CONTENT_ID: ContentId = content_id("image", b"x")
