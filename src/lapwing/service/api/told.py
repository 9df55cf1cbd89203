"""What the platform tells: that an item was published or removed, and what it knows of an account."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from lapwing.flows.tell_us import published, removed, tell_account
from lapwing.model.answers import GivenAnswer
from lapwing.model.people import Permission
from lapwing.model.platform import Account, Item
from lapwing.model.works import Missing, Works
from lapwing.service.api.access import actor_of
from lapwing.service.api.bodies import JSON, body_of, form_of, read_json
from lapwing.service.api.desk import the_desk
from lapwing.service.api.once import Deed, http_answer, once, request_digest
from lapwing.service.api.paper import paper, ref
from lapwing.service.api.shapes import AccountShape, AccountTold, DecisionShape, ItemShape, Removed
from lapwing.service.api.shaping import account_shape, decision_shape, item_shape, ok
from lapwing.service.store.reads.at_hand import find_decision, find_item

router = Router(tags=["items"])

Id = Annotated[str, Path(min_length=1, max_length=64, pattern="^[!-~]+$")]
PlatformId = Annotated[str, Path(min_length=1, max_length=512, pattern="^[!-~]+$")]


@router.get(
    "/decisions/{decision_id}",
    operation_id="get_decision",
    summary="A decision and its reasons",
    openapi_extra=paper(answers={200: DecisionShape}, refuses=(404, 422)),
)
def get_decision(request: HttpRequest, decision_id: Id) -> HttpResponse:
    """Return a decision, with the versions that it replays with."""
    actor_of(request).require(Permission.DECISION_READ)
    kept = find_decision(decision_id)
    if kept is None:
        raise Missing("decision")
    return http_answer(ok(decision_shape(kept)))


@router.get(
    "/items/{item_id}",
    operation_id="get_item",
    summary="An item as it stands",
    openapi_extra=paper(answers={200: ItemShape}, refuses=(404, 422)),
)
def get_item(request: HttpRequest, item_id: Id) -> HttpResponse:
    """Return an item: what is to be done with it now, and what was done."""
    actor_of(request).require(Permission.DECISION_READ)
    item = find_item(item_id)
    if item is None:
        raise Missing("item")
    return http_answer(ok(item_shape(item)))


@router.post(
    "/items/{item_id}/published",
    operation_id="item_published",
    summary="An item was published",
    openapi_extra=paper(answers={200: ItemShape}, can_repeat=True, refuses=(404,)),
)
def item_published(request: HttpRequest, item_id: Id) -> HttpResponse:
    """Note that the platform shows an item. That it was held or blocked is noted too, for a person."""
    desk, by = the_desk(), actor_of(request)

    def do(works: Works) -> Item:
        return published(item_id, works=works, by=by, now=desk.service.clock())

    deed = Deed(do=do, render=_item_answer)
    return once(request, deed, by=by, digest=request_digest(request), service=desk.service)


@router.post(
    "/items/{item_id}/removed",
    operation_id="item_removed",
    summary="An item was removed, or never shown",
    openapi_extra=paper(
        answers={200: ItemShape},
        takes={JSON: ref(Removed)},
        needs_body=False,
        can_repeat=True,
        refuses=(404, 409),
    ),
)
def item_removed(request: HttpRequest, item_id: Id) -> HttpResponse:
    """Note that the platform does not show an item, and how often it had been seen."""
    desk, by = the_desk(), actor_of(request)
    told = Removed()
    if form_of(request) or request.META.get("CONTENT_LENGTH") not in {None, "", "0"}:
        with body_of(request, serving=desk.service.settings.serving, room=desk.room, forms=(JSON,)) as body:
            told = read_json(body, Removed)
    views = None if told.views is None else int(told.views)

    def do(works: Works) -> Item:
        return removed(item_id, views=views, works=works, by=by, now=desk.service.clock())

    deed = Deed(do=do, render=_item_answer)
    return once(request, deed, by=by, digest=request_digest(request, views), service=desk.service)


@router.put(
    "/accounts/{path:account_id}",
    operation_id="put_account",
    summary="What the platform knows of an account",
    openapi_extra=paper(answers={200: AccountShape}, takes={JSON: ref(AccountTold)}, refuses=(409,)),
)
def put_account(request: HttpRequest, account_id: PlatformId) -> HttpResponse:
    """Keep an account's age band and when it was opened, in the place of what was told before."""
    desk, by = the_desk(), actor_of(request)
    by.require(Permission.ACCOUNT_TELL)
    with body_of(request, serving=desk.service.settings.serving, room=desk.room, forms=(JSON,)) as body:
        told = read_json(body, AccountTold)
    account = Account(id=account_id, age_band=told.age_band, opened_at=told.opened_at)
    kept = tell_account(account, works=desk.service.works, by=by, now=desk.service.clock())
    return http_answer(ok(account_shape(kept)))


def _item_answer(item: Item) -> GivenAnswer:
    return ok(item_shape(item))
