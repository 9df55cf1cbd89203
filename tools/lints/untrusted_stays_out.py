"""What came from outside never goes into a message: untrusted_ names stay out of f-strings."""

import ast
from collections.abc import Iterator

from tools.lints.rule import Fault, Rule

_SAFE_CALLS = {"len", "type"}


def find(text: str) -> Iterator[Fault]:
    """Give a fault for every untrusted_ name inside an f-string, unless only its length or type is told."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FormattedValue):
            for name in _untrusted(node.value):
                yield Fault(line=node.lineno, says=f"{name} would put content into a message")


def _untrusted(node: ast.AST) -> Iterator[str]:
    """Give the untrusted names of an expression that its value can carry."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAFE_CALLS:
        return
    if isinstance(node, ast.Name) and node.id.startswith("untrusted_"):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _untrusted(child)


RULE = Rule(
    name="untrusted-stays-out",
    because="content in an exception ends up in a log, and content never enters logs",
    applies=lambda path: path.endswith(".py") and path.startswith("src/"),
    find=find,
    good=('raise BadInput(f"{len(untrusted_data)} bytes")\n',),
    bad=('raise BadInput(f"cannot read {untrusted_data!r}")\n', 'f"{untrusted_name}"\n'),
)
