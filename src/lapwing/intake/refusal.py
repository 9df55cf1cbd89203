"""Why a kind could not read what it was given."""

from lapwing.model.content import Why
from lapwing.model.errors import BadInput


class Refused(BadInput):
    """The content could not be read as what it was taken for."""

    code = "lapwing.bad-input.refused"

    def __init__(self, why: Why, detail: str = "") -> None:
        """Keep *why*, which becomes the gap; *detail* is numbers and names of ours, never content."""
        super().__init__(detail)
        self.why = why
