"""POST /screen/batch: many short texts at once, each with its own answer, a few hundred to a transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lapwing.flows.admit import Admitted, Arrival, admit_all
from lapwing.flows.screen import Screened, screen
from lapwing.model.answers import Asked, GivenAnswer
from lapwing.model.decision import AgeBand, Context
from lapwing.model.errors import BadInput, LapwingError, NotPermitted
from lapwing.model.people import Actor, Permission
from lapwing.model.works import Works
from lapwing.service.api.access import actor_of
from lapwing.service.api.bodies import JSON, LINES, body_of, form_of, read_json, read_lines
from lapwing.service.api.desk import ApiDesk, the_desk
from lapwing.service.api.metrics import count_decision
from lapwing.service.api.once import Deed, given_or_done, key_of, request_digest
from lapwing.service.api.paper import batch_forms, paper
from lapwing.service.api.problems import TooLarge, problem_of
from lapwing.service.api.screening import arrival_of
from lapwing.service.api.shapes import BatchLine, BatchShape, TextToScreen
from lapwing.service.api.shaping import OK, encoded, screening
from lapwing.service.reception import QUICK_BYTES
from lapwing.service.store.reads.at_hand import find_accounts

router = Router(tags=["screening"])

TOGETHER = 256
"""Items to a transaction: enough that it costs little, and few enough that others do not wait long."""

Line = TextToScreen | BadInput
"""One item as it was asked about, or why it cannot be taken."""

_BY_FORM = {JSON: (b'{"results":[', b",", b"]}"), LINES: (b"", b"\n", b"\n")}


@router.post(
    "/screen/batch",
    operation_id="screen_batch",
    summary="Screen many short texts, URLs, names or queries",
    openapi_extra=paper(answers={200: BatchShape}, takes=batch_forms(), can_repeat=True),
)
def screen_batch(request: HttpRequest) -> HttpResponse:
    """Decide about each item of a JSON list, or of lines of JSON, and answer in the same form and order.

    A list is refused as a whole where a member does not have the right shape; of lines, each is answered for
    itself. Content of over 16 KiB has to be sent alone.
    """
    desk, by = the_desk(), actor_of(request)
    by.require(Permission.SCREEN)
    serving = desk.service.settings.serving
    with body_of(request, serving=serving, room=desk.room, forms=(JSON, LINES)) as body:
        form, key = form_of(request), key_of(request)
        lines = _lines(body, form, most=serving.batch_items)
        batch = Batch(desk=desk, by=by, key=key, digest=request_digest(request, body) if key else b"")
        answers = list(batch.answers(lines))
    opening, between, closing = _BY_FORM[form]
    return HttpResponse(opening + between.join(answers) + closing, content_type=form, status=OK)


def _lines(untrusted_body: bytes, form: str, *, most: int) -> Sequence[Line]:
    if form == LINES:
        return read_lines(untrusted_body, TextToScreen, most=most)
    items = read_json(untrusted_body, list[TextToScreen])
    if len(items) > most:
        raise TooLarge(f"at most {most} items")
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One request's items. key, digest: its idempotency key, and what was asked under it."""

    desk: ApiDesk
    by: Actor
    key: str | None
    digest: bytes

    def answers(self, lines: Sequence[Line]) -> Iterator[bytes]:
        """Yield the answer to each line, as JSON, having kept what it says.

        Raises:
            Unavailable: something did not answer at the first items; nothing was kept.
            OtherRequest: the key was used for another request.
        """
        for first in range(0, len(lines), TOGETHER):
            some = lines[first : first + TOGETHER]
            try:
                yield from self._group(some, first).split(b"\n")
            except LapwingError as refused:
                if not first:
                    raise
                # What was answered before is kept; the caller is told of which that does not hold.
                yield from (encoded(_refused(first + place, refused)) for place in range(len(some)))

    def _group(self, lines: Sequence[Line], first: int) -> bytes:
        """Return the answers to lines that are kept together, one a line."""
        service = self.desk.service
        outcomes: list[Outcome] = []

        def do(works: Works) -> tuple[Admitted, ...]:
            outcomes[:] = self._outcomes(lines)
            decided = [each for each in outcomes if not isinstance(each, LapwingError)]
            kept = admit_all(
                decided, desk=replace(service.desk, works=works), by=self.by, now=service.clock()
            )
            for admitted in kept:
                count_decision(admitted)
            return kept

        deed = Deed(do=do, render=lambda kept: _answer(outcomes, kept, first))
        if self.key is None:
            return deed.render(deed.do(service.works)).body
        # The first items stand for the request. No id of a key has a slash, so nobody else owns the others.
        owner = f"{self.by.id}/{first}" if first else self.by.id
        asked = Asked(owner=owner, key=self.key, digest=self.digest)
        return given_or_done(asked, deed, service=service)[0].body

    def _outcomes(self, lines: Sequence[Line]) -> "list[Outcome]":
        named = {line.account for line in lines if not isinstance(line, BadInput) and line.account}
        accounts = find_accounts(named) if named else {}
        age_bands = {name: account.age_band for name, account in accounts.items()}
        return [self._outcome(line, age_bands) for line in lines]

    def _outcome(self, line: Line, age_bands: Mapping[str, AgeBand]) -> "Outcome":
        if isinstance(line, BadInput):
            return line
        untrusted_data = line.content.encode()
        if len(untrusted_data) > QUICK_BYTES:
            return TooLarge(f"at most {QUICK_BYTES} bytes of content in a batch")
        try:
            age_band = age_bands.get(line.account or "", AgeBand.UNKNOWN)
            context = Context(surface=self.desk.surface(line.surface), age_band=age_band)
            service = self.desk.service
            today = service.clock().date()
            screened = screen(untrusted_data, kind=line.kind, context=context, kit=service.kit, today=today)
            named = screened.measured.content_id
            arrival = arrival_of(line, untrusted_data, desk=self.desk, named=named)
        except (BadInput, NotPermitted) as refused:
            return refused
        return arrival, screened


Outcome = tuple[Arrival, Screened] | LapwingError
"""What was decided about one item, or why nothing was."""


def _answer(outcomes: Sequence[Outcome], kept: Sequence[Admitted], first: int) -> GivenAnswer:
    """Return the answers to some items, one a line; *first* is the place of the first of them."""
    admitted = iter(kept)
    lines = (
        _refused(number, outcome)
        if isinstance(outcome, LapwingError)
        else BatchLine(number=number, result=screening(next(admitted)))
        for number, outcome in enumerate(outcomes, start=first)
    )
    return GivenAnswer(status=OK, body=b"\n".join(map(encoded, lines)))


def _refused(number: int, refused: LapwingError) -> BatchLine:
    return BatchLine(number=number, problem=problem_of(refused))
