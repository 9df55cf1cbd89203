"""Conditions in CEL, checked when a policy is read: the only module that knows the CEL library.

Source: Common Expression Language specification, https://github.com/google/cel-spec
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from cel_expr_python import cel

from lapwing.model.errors import BadInput
from lapwing.policy.comparisons import comparisons

Value = str | int | bool
MOST_CHARACTERS = 4_000
"""A condition longer than this belongs on a list, not in a rule."""


class BadCondition(BadInput):
    """A condition of the policy cannot be used."""

    code = "lapwing.bad-condition"


class Answer(Enum):
    """What a condition says of some facts; UNKNOWN where it could not be worked out."""

    TRUE = True
    FALSE = False
    UNKNOWN = None


_TYPES: Mapping[type, Any] = {str: cel.Type.STRING, int: cel.Type.INT, bool: cel.Type.BOOL}


class Condition:
    """A compiled condition over named facts of fixed types."""

    __slots__ = ("_env", "_expression", "text")

    def __init__(self, text: str, *, types: Mapping[str, type]) -> None:
        """Compile *text*; *types* gives the name and type (str, int or bool) of every fact it may use.

        Raises:
            BadCondition: it names an unknown fact, compares unlike types, is no condition or does not parse.
        """
        if len(text) > MOST_CHARACTERS:
            raise BadCondition(f"it is longer than {MOST_CHARACTERS} characters")
        self.text = text
        self._env = cel.NewEnv(variables={name: _TYPES[kind] for name, kind in types.items()})
        try:
            self._expression = self._env.compile(text)
        except RuntimeError as refused:  # the library's only way to say why
            raise BadCondition(_first_line(refused)) from refused
        if self._expression.return_type() != cel.Type.BOOL:
            raise BadCondition("it has to be true or false, nothing else")

    def compared(self) -> tuple[tuple[str, str], ...]:
        """Return (fact, text) of each fact that it compares with a text; see policy.comparisons."""
        return tuple(comparisons(self._expression.serialize()))

    def ask(self, facts: Mapping[str, Value]) -> Answer:
        """Return what the condition says of *facts*; an error inside it is UNKNOWN, never FALSE."""
        try:
            answer = self._expression.eval(self._env.Activation(dict(facts)))
        except RuntimeError:  # it cost more steps than a condition may
            return Answer.UNKNOWN
        return Answer(answer.value()) if answer.type() == cel.Type.BOOL else Answer.UNKNOWN


def _first_line(refused: RuntimeError) -> str:
    """Return the part of the library's message that says what and where."""
    return str(refused).splitlines()[0].removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: <input>:")
