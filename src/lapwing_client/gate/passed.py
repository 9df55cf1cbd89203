"""What the platform's code finds beside a request that passed."""

from dataclasses import dataclass

from lapwing_client.answers import Answer

KEY = "lapwing.passed"
"""Where it is found: in the WSGI environ or the ASGI scope. No header of a request can put anything there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One file or text of the request, and what Lapwing answered.

    field: the name under which it was sent; empty for a body without fields. kind: what it was taken for;
        None where Lapwing recognised it by its bytes.
    reference: what Lapwing knows it by: keep it with the item, for its webhooks name it.
    """

    field: str
    kind: str | None
    reference: str
    answer: Answer
