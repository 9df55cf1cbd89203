"""The stored form of a protocol buffer, read as far as a condition's tree needs it.

Source: https://protobuf.dev/programming-guides/encoding/
"""

Message = list[tuple[int, bytes]]
"""(field number, content) of each text or message in a message, in the order in which they are stored."""

_VARINT, _EIGHT_BYTES, _LONG, _FOUR_BYTES = 0, 1, 2, 5
_SORT_BITS = 3
_SEVEN_BITS = 0x7F


def inside(message: Message, field: int) -> list[Message]:
    """Return each message stored in a field."""
    return [read(stored) for number, stored in message if number == field]


def texts(message: Message, field: int) -> list[str]:
    """Return each text stored in a field."""
    return [stored.decode() for number, stored in message if number == field]


def read(stored: bytes) -> Message:
    """Return the long fields of one stored message; numbers are passed over.

    Raises:
        ValueError: it is no message.
    """
    fields: Message = []
    at = 0
    while at < len(stored):
        tag, at = _number(stored, at)
        sort = tag & (1 << _SORT_BITS) - 1
        if sort == _LONG:
            size, at = _number(stored, at)
            fields.append((tag >> _SORT_BITS, stored[at : at + size]))
            at += size
        elif sort == _VARINT:
            _, at = _number(stored, at)
        elif sort in {_EIGHT_BYTES, _FOUR_BYTES}:
            at += 8 if sort == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"a stored field of sort {sort}")
    return fields


def _number(stored: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place, seven bits a byte and the lowest first, and the place behind it."""
    value = shift = 0
    while True:
        byte = stored[at]
        value |= (byte & _SEVEN_BITS) << shift
        at, shift = at + 1, shift + 7
        if byte <= _SEVEN_BITS:
            return value, at
