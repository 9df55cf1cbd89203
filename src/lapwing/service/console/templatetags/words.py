"""Filters by which templates say things in words."""

from datetime import datetime
from enum import Enum

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lapwing.service.console import wording
from lapwing.service.people.given import given

register = template.Library()

SHORT_TAIL = 6


@register.filter
def named(value: Enum) -> str:
    """Return what a value is called."""
    return wording.name_of(value)


@register.filter
def act(name: str) -> str:
    """Return what an act is called."""
    return wording.act_of(name)


@register.filter
def urgency(priority: int) -> str:
    """Return a priority in a word."""
    return wording.urgency(priority)


@register.filter
def moment(at: datetime) -> SafeString:
    """Return a time for people, with the exact one for machines."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), wording.moment(at))


@register.filter
def ago(at: datetime) -> SafeString:
    """Return how long ago a time was, with the exact one for machines and on asking."""
    words = wording.ago(at, now=given().now())
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), wording.moment(at), words)


@register.filter
def gibibytes(size_bytes: int) -> str:
    """Return a size in words."""
    return wording.gibibytes(size_bytes)


@register.filter
def browser(untrusted_name: str) -> str:
    """Return what a browser calls itself, in two words."""
    return wording.browser(untrusted_name)


@register.filter
def share(value: float | None) -> str:
    """Return a share in percent."""
    return "not measured" if value is None else f"{value:.2%}"


@register.filter
def short(long_id: str) -> SafeString:
    """Return an id by its prefix and its end, with all of it on asking."""
    prefix, _, rest = long_id.rpartition("-")
    return format_html('<code title="{}">{}…{}</code>', long_id, f"{prefix}-", rest[-SHORT_TAIL:])


@register.filter
def tail(long_id: str) -> SafeString:
    """Return the end of an id, with all of it on asking."""
    return format_html('<code title="{}">…{}</code>', long_id, long_id[-SHORT_TAIL:])
