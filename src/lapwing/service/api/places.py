"""The platform's surfaces: what is screened, on what legal basis, and what unknown means there."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from lapwing.flows.tell_us import put_surface
from lapwing.model.people import Permission
from lapwing.model.works import Missing
from lapwing.service.api.access import actor_of
from lapwing.service.api.bodies import JSON, body_of, read_json
from lapwing.service.api.desk import the_desk
from lapwing.service.api.once import http_answer
from lapwing.service.api.paper import paper, ref
from lapwing.service.api.shapes import SurfaceShape, SurfacesShape, SurfaceTold
from lapwing.service.api.shaping import ok, surface_of, surface_shape
from lapwing.service.store.reads.at_hand import every_surface, find_surface

router = Router(tags=["surfaces"])

Name = Annotated[str, Path(min_length=1, max_length=64, pattern="^[a-z0-9][a-z0-9-]*$")]


@router.get(
    "/surfaces",
    operation_id="get_surfaces",
    summary="All surfaces",
    openapi_extra=paper(answers={200: SurfacesShape}),
)
def get_surfaces(request: HttpRequest) -> HttpResponse:
    """Return every surface, in name order."""
    actor_of(request).require(Permission.SURFACE_READ)
    return http_answer(ok(SurfacesShape(surfaces=tuple(map(surface_shape, every_surface())))))


@router.get(
    "/surfaces/{name}",
    operation_id="get_surface",
    summary="One surface",
    openapi_extra=paper(answers={200: SurfaceShape}, refuses=(404, 422)),
)
def get_surface(request: HttpRequest, name: Name) -> HttpResponse:
    """Return a surface."""
    actor_of(request).require(Permission.SURFACE_READ)
    surface = find_surface(name)
    if surface is None:
        raise Missing("surface")
    return http_answer(ok(surface_shape(surface)))


@router.put(
    "/surfaces/{name}",
    operation_id="put_surface",
    summary="Make or change a surface",
    openapi_extra=paper(answers={200: SurfaceShape}, takes={JSON: ref(SurfaceTold)}),
)
def change_surface(request: HttpRequest, name: Name) -> HttpResponse:
    """Keep a surface, in the place of the one of that name if there is one."""
    desk, by = the_desk(), actor_of(request)
    by.require(Permission.SURFACE_WRITE)
    with body_of(request, serving=desk.service.settings.serving, room=desk.room, forms=(JSON,)) as body:
        told = read_json(body, SurfaceTold)
    surface = surface_of(name, told)
    kept = put_surface(surface, works=desk.service.works, by=by, now=desk.service.clock())
    desk.surfaces.forget()
    return http_answer(ok(surface_shape(kept)))
