"""How the machine stands: what is needed, the worker, room on the disks; with what to do about each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.service.console.office import office
from lapwing.service.people.given import given

ADVICE = {
    "database": "See that it runs and that DATABASE_URL names it; after an update, run lapwing prepare.",
    "vault": "See that the folder or the bucket of LAPWING_VAULT can be reached and written.",
    "room": "Make room: see the disks below. Nothing new is taken in until there is some.",
    "sandbox": "Pictures are read in confined processes; lapwing doctor says what this machine lacks.",
    "lists": "A list is not what was written: run lapwing list verify, and restore the lists folder.",
    "service": "It is starting or stopping. Open this page again in a moment.",
}
"""What to do where something cannot be had."""


def machine(request: HttpRequest) -> HttpResponse:
    """Show the machine."""
    found, now = office().machine(), given().now()
    needed = [
        {"needed": each, "advice": ADVICE.get(each.name, "Run lapwing doctor.")} for each in found.needed
    ]
    context = {"machine": found, "needed": needed, "worker_lives": found.worker_lives(now=now)}
    return render(request, "console/machine.html", context)
