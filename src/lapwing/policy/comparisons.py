"""Which texts a condition compares with which facts, read from the tree that CEL itself makes of it.

The library gives that tree only in its stored form. What is read of it is small, and the numbers of its
fields never change their meaning.

Source: https://github.com/google/cel-spec, proto/cel/expr/checked.proto and syntax.proto
"""

from collections.abc import Iterator

from lapwing.policy.wire import Message, inside, read, texts

_EQUALITIES = frozenset({"_==_", "_!=_"})
_IN = "@in"

_ANY_VALUE, _CHECKED_EXPRESSION = 2, 4
# What an expression is: a constant, a name, a call and so on; one of these fields is there.
_CONSTANT, _NAME, _FIELD, _CALL, _LIST, _TABLE, _LOOP = 3, 4, 5, 6, 7, 8, 9
_TEXT, _NAME_TEXT, _FUNCTION, _ARGUMENTS, _ELEMENTS, _ENTRIES = 6, 1, 2, 3, 1, 2
# Where expressions stand inside one: what a field is of; a call's target and arguments; a list's elements; a
# loop's range, start, condition, step and result.
_PARTS = {_FIELD: (1,), _CALL: (1, _ARGUMENTS), _LIST: (_ELEMENTS,), _LOOP: (2, 4, 5, 6, 7)}
_KEY_AND_VALUE = (3, 4)


def comparisons(stored: bytes) -> Iterator[tuple[str, str]]:
    """Yield (fact, text) for each `fact == "text"`, `!=`, either turned round, and `fact in ["text", ...]`.

    Args:
        stored: a checked expression as the library serialises it.
    """
    (checked,) = inside(read(stored), _ANY_VALUE)
    (expression,) = inside(checked, _CHECKED_EXPRESSION)
    yield from _of_expression(expression)


def _of_expression(expression: Message) -> Iterator[tuple[str, str]]:
    """Yield the comparisons in an expression and in all that stands inside it."""
    for call in inside(expression, _CALL):
        yield from _of_call(call)
    for part in _parts(expression):
        yield from _of_expression(part)


def _parts(expression: Message) -> Iterator[Message]:
    """Yield the expressions that stand directly inside one."""
    for sort, fields in _PARTS.items():
        for made in inside(expression, sort):
            for field in fields:
                yield from inside(made, field)
    for table in inside(expression, _TABLE):
        for entry in inside(table, _ENTRIES):
            for field in _KEY_AND_VALUE:
                yield from inside(entry, field)


def _of_call(call: Message) -> Iterator[tuple[str, str]]:
    """Yield the comparisons that one call makes."""
    (function,) = texts(call, _FUNCTION)
    arguments = inside(call, _ARGUMENTS)
    compared = arguments
    if function == _IN:
        compared = [each for made in inside(arguments[1], _LIST) for each in inside(made, _ELEMENTS)]
    elif function not in _EQUALITIES:
        return
    for fact in _said(arguments, _NAME, _NAME_TEXT):
        for text in _said(compared, _CONSTANT, _TEXT):
            yield fact, text


def _said(expressions: list[Message], sort: int, field: int) -> list[str]:
    """Return what those of *expressions* say that are of one sort: names, or texts."""
    return [text for each in expressions for made in inside(each, sort) for text in texts(made, field)]
