"""POST /screen: one piece of content, and what is to be done with it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lapwing.flows.admit import Admitted, Arrival
from lapwing.flows.measure import UNKNOWN
from lapwing.model.content import ContentId, content_id
from lapwing.model.people import Permission
from lapwing.model.works import Works
from lapwing.service.api.access import actor_of
from lapwing.service.api.bodies import JSON, MULTIPART, body_of, form_of, read_json
from lapwing.service.api.desk import ApiDesk, the_desk
from lapwing.service.api.metrics import count_decision
from lapwing.service.api.once import Deed, key_of, once, request_digest
from lapwing.service.api.paper import form_of_file, paper, ref
from lapwing.service.api.parts import read_form
from lapwing.service.api.problems import TooLarge
from lapwing.service.api.shapes import FileToScreen, Screening, TextToScreen
from lapwing.service.api.shaping import screening_answer
from lapwing.service.serving import Serving

router = Router(tags=["screening"])
FILE = "file"


@router.post(
    "/screen",
    operation_id="screen",
    summary="Screen one piece of content",
    openapi_extra=paper(
        answers={200: Screening, 202: Screening},
        takes={JSON: ref(TextToScreen), MULTIPART: form_of_file()},
        can_repeat=True,
        refuses=(404,),
    ),
)
def screen(request: HttpRequest) -> HttpResponse:
    """Decide about a file (multipart) or a text, URL, name or query (JSON), inside the time budget.

    202 says that there is no decision yet: do what the action says; a webhook follows.
    """
    desk, by = the_desk(), actor_of(request)
    by.require(Permission.SCREEN)
    with body_of(
        request, serving=desk.service.settings.serving, room=desk.room, forms=(JSON, MULTIPART)
    ) as body:
        told, untrusted_data = _asked(request, body)
        del body  # what is asked about has been taken out of it, and may be large
        arrival = arrival_of(told, untrusted_data, desk=desk)
        _require_size(arrival, desk.service.settings.serving)
        age_band = desk.age_band(told.account)

        def do(works: Works) -> Admitted:
            admitted = desk.reception.receive(arrival, age_band, works=works, by=by)
            count_decision(admitted)
            return admitted

        parts = (told.surface, told.reference, told.kind, told.account, untrusted_data)
        digest = request_digest(request, *parts) if key_of(request) else b""
        deed = Deed(do=do, render=screening_answer)
        return once(request, deed, by=by, digest=digest, service=desk.service)


def _require_size(arrival: Arrival, serving: Serving) -> None:
    """Do nothing where content of its kind may be so large.

    Raises:
        TooLarge: it may not.
    """
    most = serving.most_bytes(arrival.kind)
    if len(arrival.untrusted_data) > most:
        raise TooLarge(f"at most {most} bytes of kind {arrival.kind}")


def arrival_of(
    told: TextToScreen | FileToScreen,
    untrusted_data: bytes,
    *,
    desk: ApiDesk,
    named: ContentId | None = None,
) -> Arrival:
    """Return what is asked about. *named* is the content's id, if it is known already.

    Raises:
        NoSuchSurface: there is no such surface.
    """
    kind = told.kind or desk.service.recognise(untrusted_data) or UNKNOWN
    return Arrival(
        reference=told.reference,
        surface=desk.surface(told.surface),
        account=told.account,
        kind=kind,
        content_id=content_id(kind, untrusted_data) if named is None else named,
        untrusted_data=untrusted_data,
    )


def _asked(request: HttpRequest, untrusted_body: bytes) -> tuple[TextToScreen | FileToScreen, bytes]:
    """Return what is told, and the content itself.

    Raises:
        Malformed: the body cannot be read.
        BadShape: it does not have the shape that it should have.
    """
    if form_of(request) == JSON:
        text = read_json(untrusted_body, TextToScreen)
        return text, text.content.encode()
    content_type = str(request.META["CONTENT_TYPE"])
    told, files = read_form(
        untrusted_body, content_type=content_type, files=frozenset({FILE}), shape=FileToScreen
    )
    return told, files[FILE]
