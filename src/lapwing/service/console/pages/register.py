"""The code register: every row of the code, how it stands now, and what that is drawn from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.compliance.facts import Need
from lapwing.compliance.parts import PARTS
from lapwing.compliance.port import Status
from lapwing.compliance.register import RowStatus, all_checks
from lapwing.model.people import Permission
from lapwing.service.console.access import actor_of
from lapwing.service.console.given import given
from lapwing.service.people.given import given as people_given

ACTS: Mapping[Need, str] = MappingProxyType(
    {
        Need.SURFACES: "surface.put",
        Need.CANARIES: "canary.run",
        Need.POLICY: "policy.try",
        Need.RECALL: "recall.run",
        Need.TAKEDOWNS: "item.step",
        Need.LOOK_BACKS: "look-back.done",
        Need.OWED: "message.give-up",
        Need.OWN_LIST: "list.learn",
        Need.REVIEWS: "case.decide",
        Need.EVIDENCE: "evidence.view",
        Need.ATTESTATIONS: "attestation.state",
    }
)
"""By what a check looks at, the act of whose lines that is the sum."""


def register(request: HttpRequest) -> HttpResponse:
    """Show all rows, or those of a part and a status."""
    part, status = (request.GET.get(name, "") for name in ("part", "status"))
    found = given().assess()
    chosen = bool(part or status)
    shown = [each for each in found.rows if part in {"", each.part} and status in {"", each.status.value}]
    context = {
        "as_of": found.as_of,
        "counts": [(each, found.counts[each]) for each in Status],
        "every": len(found.rows),
        "chosen": chosen,
        "parts": _parts(shown, found.rows),
        "all_parts": PARTS,
        "statuses": tuple(Status),
        "asked": {"part": part, "status": status},
    }
    return render(request, "console/register.html", context)


def register_row(request: HttpRequest, row: str) -> HttpResponse:
    """Show one row in full, with what it rests on."""
    found = next((each for each in given().assess().rows if each.requirement.id == row), None)
    if found is None:
        raise Http404
    check = all_checks().get(found.check)
    stated = people_given().works.run(lambda work: tuple(work.attestations.of_row(row)))
    may = actor_of(request).may
    context = {
        "row": found,
        "manifest": check.manifest if check else None,
        "acts": sorted({ACTS[need] for need in check.needs if need in ACTS}) if check else [],
        "reads_ledger": Permission.LEDGER_READ in may,
        "attests": Permission.ATTEST in may,
        "stated": stated,
        "now": people_given().now(),
    }
    return render(request, "console/register_row.html", context)


def _parts(shown: Sequence[RowStatus], every: Sequence[RowStatus]) -> list[dict[str, object]]:
    """Return the parts that have rows to show, each with how many of all its rows are met."""
    met = Counter(each.part for each in every if each.status is Status.MET)
    asked = Counter(each.part for each in every if each.status is not Status.CONTEXT)
    failing = Counter(each.part for each in every if each.status is Status.FAILING)
    return [
        {
            "part": part,
            "rows": rows,
            "met": met[part.key],
            "asked": asked[part.key],
            "failing": failing[part.key],
        }
        for part in PARTS
        if (rows := [each for each in shown if each.part == part.key])
    ]
