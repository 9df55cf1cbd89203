"""How the gate says no: an RFC 9457 problem, which never says what was found or why."""

import json
from http import HTTPStatus

UNREADABLE = HTTPStatus.UNPROCESSABLE_ENTITY
NOT_SHOWN = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
NO_ANSWER = HTTPStatus.SERVICE_UNAVAILABLE

_TITLES = {
    UNREADABLE: "This cannot be read as it was sent.",
    NOT_SHOWN: "This was not accepted.",
    NO_ANSWER: "This cannot be taken at the moment; please try again later.",
}
RETRY_AFTER_SECONDS = 5


class Refusal(Exception):
    """A request does not pass. detail: for whoever sent it; ours, never any of what was sent."""

    def __init__(self, status: HTTPStatus, detail: str = "") -> None:
        super().__init__(f"{status.value} {detail}".strip())
        self.status, self.detail = status, detail

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers of the answer."""
        found = [("content-type", "application/problem+json"), ("cache-control", "no-store")]
        if self.status is NO_ANSWER:
            found.append(("retry-after", str(RETRY_AFTER_SECONDS)))
        return [*found, ("content-length", str(len(self.body())))]

    def body(self) -> bytes:
        """Return the problem as JSON."""
        says: dict[str, object] = {
            "type": "about:blank",
            "title": _TITLES[self.status],
            "status": self.status.value,
        }
        if self.detail:
            says["detail"] = self.detail
        return json.dumps(says).encode()
