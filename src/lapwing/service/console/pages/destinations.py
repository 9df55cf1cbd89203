"""Where webhooks go: how each takes them; each is added, changed, paused, tried, rotated, removed."""

import os
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.flows import keep_destinations as keep
from lapwing.flows.deliver import TEST_TOPIC, send_all_again
from lapwing.model.platform import Destination, MessageState
from lapwing.model.works import Missing
from lapwing.service.clients.addresses import AddressRefused, read_local_hosts, require_address
from lapwing.service.console import given as console
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import REFUSED, Form, WhyForm, form_page, name_field
from lapwing.service.console.office import office
from lapwing.service.console.pages.shown_once import Told, shown_once
from lapwing.service.people.given import given
from lapwing.service.store.reads.outbox import delivery_to
from lapwing.service.store.reads.outbox import messages as messages_kept

TOPICS = (("item.action", "item.action: what is to be done with an item"),)
MOST_AT_ONCE, MOST_SHOWN, LONGEST_ADDRESS = 500, 20, 2000


class AddressForm(Form):
    """Where it is, and what it gets."""

    url = forms.CharField(
        label="Address",
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text="It begins with https, unless LAPWING_LOCAL_HOSTS names its host.",
        error_messages={"required": "Give the address."},
    )
    topics = forms.MultipleChoiceField(
        label="It gets",
        choices=TOPICS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Everything, also what there will be later, where nothing is chosen.",
    )

    def clean_url(self) -> str:
        """Return the address.

        Raises:
            ValidationError: nothing could be sent there.
        """
        url = str(self.cleaned_data["url"])
        try:
            require_address(url, local_hosts=read_local_hosts(os.environ))
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return url


class AddForm(AddressForm):
    """A destination that is not known yet."""

    name = name_field()
    field_order = ("name",)


def destinations(request: HttpRequest) -> HttpResponse:
    """Show every destination, with how it takes what is sent there."""
    found = given().works.run(lambda work: tuple(work.destinations.every()))
    rows = [{"destination": each, "delivery": delivery_to(each.name)} for each in found]
    return render(request, "console/destinations.html", {"rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """Ask for a destination, keep it, and show its secret once."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if given().works.run(lambda work: work.destinations.find(name)) is None:
            made = office().new_secret(name)
            _put(request, form, Destination(name=name, url="", secret_id=made.id))
            return _secret_shown(request, name, made.secret)
        form.add_error("name", "There is one of that name already.")
    return form_page(request, "console/destination_add.html", form)


def destination(request: HttpRequest, name: str) -> HttpResponse:
    """Show a destination, and keep its new address."""
    found = _found(name)
    if request.method != "POST":
        return _page(request, found)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=REFUSED)
    _put(request, form, found)
    messages.success(request, "Kept. What is owed already goes to the new address too.")
    return _back(name)


def pause(request: HttpRequest, name: str) -> HttpResponse:
    """Send nothing there until it is resumed."""
    keep.pause_destination(name, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, "Paused. What is owed meanwhile is kept.")
    return _back(name)


def resume(request: HttpRequest, name: str) -> HttpResponse:
    """Send what is owed there again."""
    keep.resume_destination(name, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, "Resumed. What is owed is sent within five minutes.")
    return _back(name)


def new_secret(request: HttpRequest, name: str) -> HttpResponse:
    """Make another secret, and show it once."""
    _found(name)
    made = office().new_secret(name)
    keep.rotate_secret(name, made.id, works=given().works, by=actor_of(request), now=given().now())
    return _secret_shown(request, name, made.secret)


def test(request: HttpRequest, name: str) -> HttpResponse:
    """Send a message that asks for nothing."""
    works, new_id = given().works, console.given().new_id
    keep.send_test(name, works=works, new_id=new_id, by=actor_of(request), now=given().now())
    messages.success(request, "A test is on its way. Open this page again in a moment to see how it ended.")
    return _back(name)


def replay_all(request: HttpRequest, name: str) -> HttpResponse:
    """Make what was given up due once more, so many at a time."""
    _found(name)
    dead = messages_kept(state=MessageState.DEAD, destination=name, most=MOST_AT_ONCE)
    ids = [each.id for each in dead if each.topic != TEST_TOPIC]
    count = send_all_again(ids, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, f"To be sent again: {count}.")
    return _back(name)


def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Send nothing there any more."""
    found, form = _found(name), WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, removing=form, status=REFUSED)
    why = form.cleaned_data["why"]
    keep.remove_destination(name, why=why, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, f"{name} is removed. What is still owed to it is given up.")
    return HttpResponseRedirect(reverse("destinations"))


def _put(request: HttpRequest, form: AddressForm, before: Destination) -> None:
    filled = form.cleaned_data
    after = replace(before, url=filled["url"], topics=frozenset(filled["topics"]))
    keep.put_destination(after, works=given().works, by=actor_of(request), now=given().now())


def _page(
    request: HttpRequest,
    found: Destination,
    *,
    form: AddressForm | None = None,
    removing: WhyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {"url": found.url, "topics": sorted(found.topics)}
    newest = messages_kept(destination=found.name, most=MOST_SHOWN)
    context = {
        "destination": found,
        "delivery": delivery_to(found.name),
        "newest": newest,
        "changing": form or AddressForm(initial=initial),
        "removing": removing or WhyForm(),
        "form": form or removing,
        "changes_over": found.former_until is not None and given().now() < found.former_until,
    }
    return render(request, "console/destination.html", context, status=status)


def _secret_shown(request: HttpRequest, name: str, secret: str) -> HttpResponse:
    told = Told(
        title=f"The secret of {name}",
        about="What we send there is signed with it, as Standard Webhooks says; lapwing_client takes it. "
        "It cannot be shown again; another one can be made.",
        secret=secret,
        back=reverse("destination", args=[name]),
        back_title="To the destination",
    )
    return shown_once(request, told)


def _found(name: str) -> Destination:
    found = given().works.run(lambda work: work.destinations.find(name))
    if found is None:
        raise Missing("destination")
    return found


def _back(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("destination", args=[name]))
