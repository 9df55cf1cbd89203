"""From JSON to records and back: what is missing or not known is an odd answer, never a default."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from lapwing_client.errors import Odd

T = TypeVar("T")
_KNOWN: dict[type, dict[str, Any]] = {}


def read(kind: type[T], untrusted_body: bytes) -> T:
    """Return the record of that kind which a body states.

    Raises:
        Odd: it does not.
    """
    try:
        return record(kind, json.loads(untrusted_body))
    except (ValueError, RecursionError) as refused:
        raise Odd(f"no {kind.__name__} can be read in the answer") from refused


def record(kind: type[T], value: object) -> T:
    """Return the record of that kind which a value of JSON states.

    Raises:
        Odd: it does not.
    """
    if not isinstance(value, dict):
        raise Odd(f"the answer is no {kind.__name__}")
    given: dict[str, Any] = {}
    for name, hint in _hints(kind).items():
        if name not in value:
            raise Odd(f"the answer has no {kind.__name__}.{name}")
        try:
            given[name] = _value(hint, value[name])
        except (TypeError, ValueError) as refused:
            raise Odd(f"{kind.__name__}.{name} is not what this client knows") from refused
    return kind(**given)


def write(told: Mapping[str, object]) -> bytes:
    """Return what is told as JSON; dates as RFC 3339 writes them."""
    return json.dumps(told, default=_written).encode()


def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a record's fields by name; they are worked out once."""
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = {each.name: hints[each.name] for each in fields(kind)}
    return _KNOWN[kind]


def _value(hint: Any, value: object) -> object:  # noqa: ANN401 - what a type hint may be has no name
    """Return a value as a field's type has it; raises TypeError or ValueError."""
    if get_origin(hint) in {types.UnionType, Union}:
        inner = next(each for each in get_args(hint) if each is not types.NoneType)
        return None if value is None else _value(inner, value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError(type(value).__name__)
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if is_dataclass(hint):
        return record(hint if isinstance(hint, type) else type(hint), value)
    return _plain(hint, value)


def _plain(hint: type, value: object) -> object:
    if hint is int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(type(value).__name__)
        return value
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return hint(value) if issubclass(hint, Enum) else value


def _written(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(type(value).__name__)
