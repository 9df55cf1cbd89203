"""From rows to records, and from what a database refuses to what a caller can act on."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import Error, connections
from django.db.models import QuerySet

from lapwing.service.store.form import is_key, read
from lapwing.service.store.records.faults import Fault, fault_of, told

P = ParamSpec("P")
T = TypeVar("T")


def question(ask: Callable[P, T]) -> Callable[P, T]:
    """Make a question raise Unavailable where there is no answer, IntegrityLost where there is damage."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return ask(*args, **kwargs)
        except Error as refused:
            match fault_of(refused):
                case Fault.DAMAGED:
                    raise told(refused) from refused
                case Fault.GONE | Fault.CONFLICT:
                    connections[str(kwargs.get("using", "default"))].close()
                    raise told(refused) from refused
                case Fault.REFUSED:
                    raise

    return asked


def records(rows: QuerySet[Any], kind: type[T]) -> list[T]:
    """Return the records of that kind that rows hold, in the rows' order."""
    return [read(body, kind) for body in rows.values_list("body", flat=True)]


def by_key(rows: QuerySet[Any], **key: str) -> QuerySet[Any]:
    """Return the rows of which a key column has that value; none if no key can have it."""
    return rows.filter(**key) if all(map(is_key, key.values())) else rows.none()
