"""What watches over the service asks: whether it lives, whether it can answer, and what it has counted."""

import os
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge

from lapwing.model.errors import IntegrityLost, LapwingError, NotPermitted, Unavailable
from lapwing.service.api.bodies import JSON
from lapwing.service.api.desk import ApiDesk, the_desk
from lapwing.service.api.metrics import MEDIA_TYPE, MULTIPROCESS, exposition
from lapwing.service.api.problems import Refusal, problem_answer
from lapwing.service.store.reads.at_hand import count_waiting, is_answering
from lapwing.service.wiring.sweeping import newest_sweep

READY, NOT_READY = 200, 503
# A proxy on the same machine asks for others, who would all seem to be here.
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one thing that is needed can be had; code: of the fault, where it cannot."""

    name: str
    ok: bool
    code: str = ""


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # as the framework calls it
    """Say that the process lives; nothing else is looked at."""
    return HttpResponse(b'{"status":"alive"}', content_type=JSON)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # as the framework calls it
    """Say whether everything that is needed can be had: database, vault, room on disks, sandbox, lists."""
    checks = tuple(checked())
    is_ready = all(check.ok for check in checks)
    body = msgspec.json.encode({"ready": is_ready, "checks": checks})
    if is_ready:
        return HttpResponse(body, content_type=JSON, status=READY)
    answer = Refusal(body, content_type=JSON, status=NOT_READY)
    answer.why = ", ".join(f"{check.name}: {check.code}" for check in checks if not check.ok)
    return answer


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return what was counted, to those networks that may ask."""
    try:
        desk = the_desk()
        _require_near(request, desk.service.settings.serving.metrics_from)
        registry = _standing(desk)
    except LapwingError as refused:
        return problem_answer(refused)
    body = exposition(registry, is_shared=MULTIPROCESS in os.environ)
    return HttpResponse(body, content_type=MEDIA_TYPE)


def checked() -> Iterable[Check]:
    """Yield what is needed, and whether it can be had."""
    try:
        desk = the_desk()
    except Unavailable as refused:
        yield Check(name="service", ok=False, code=refused.code)
        return
    yield _check("database", _database)
    yield _check("vault", desk.service.vault_answers)
    yield _check("room", desk.service.require_room)
    yield _check("sandbox", desk.service.pool.confinement)
    yield _check("lists", lambda: _lists(desk))


def _check(name: str, look: Callable[[], object]) -> Check:
    try:
        look()
    except LapwingError as refused:
        return Check(name=name, ok=False, code=refused.code)
    except OSError:
        return Check(name=name, ok=False, code=Unavailable.code)
    return Check(name=name, ok=True)


def _database() -> None:
    if not is_answering():
        raise Unavailable("it has not been migrated")


def _lists(desk: ApiDesk) -> None:
    trouble = desk.service.present.trouble
    if isinstance(trouble, LapwingError):
        raise trouble
    if trouble is not None:
        raise IntegrityLost("a list cannot be read")


def _require_near(request: HttpRequest, networks: Iterable[str]) -> None:
    """Refuse whoever is not in one of *networks*, or may not be.

    Raises:
        NotPermitted: so it is.
    """
    address = str(request.META.get("REMOTE_ADDR", "")).strip("[]")
    try:
        near = any(ip_address(address) in ip_network(each) for each in networks)
    except ValueError:
        near = False
    if not near or any(name in request.META for name in _FORWARDED):
        raise NotPermitted("ask from one of the networks in service.metrics_from, without a proxy")


def _standing(desk: ApiDesk) -> CollectorRegistry:
    """Return what stands in the database and on the disk at this moment."""
    registry = CollectorRegistry()
    waiting = Gauge("lapwing_waiting_items", "Items whose screening is not finished.", registry=registry)
    waiting.set(count_waiting())
    serving = Gauge(
        "lapwing_list_version", "The version of each list that serves.", ("list",), registry=registry
    )
    for name, number in desk.service.kit.matcher.versions:
        serving.labels(name).set(number)
    swept = newest_sweep()
    flawed = Gauge(
        "lapwing_vault_flawed", "Sealed objects that the newest round found flawed.", registry=registry
    )
    flawed.set(0 if swept is None else swept.faults)
    trouble = Gauge("lapwing_lists_in_trouble", "1 where a list cannot be read.", registry=registry)
    trouble.set(desk.service.present.trouble is not None)
    return registry
