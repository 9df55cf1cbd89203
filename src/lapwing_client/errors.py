"""What can go wrong between a platform and Lapwing, told apart by what the platform should do."""


class ClientError(Exception):
    """Something went wrong. Unless told otherwise, nothing that was asked about may be shown."""


class Down(ClientError):
    """Lapwing did not answer, or not in time; ask again later, and show nothing meanwhile.

    retry_after_seconds: how long Lapwing asked to be left alone, or None.
    """

    def __init__(self, detail: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Odd(ClientError):
    """The answer is not one that this client knows: see that both are of versions that go together."""


class OnlyATest(ClientError):
    """The webhook is Lapwing's and asks for nothing: a person tries whether it arrives; answer 204."""


class Refused(ClientError):
    """Lapwing would not do it; the same request will be refused again until something is changed.

    status: of HTTP. code: Lapwing's name for it, such as `lapwing.bad-input`. detail: its words for it.
    """

    advice = "Correct the request; docs/api.md says what each field may hold."

    def __init__(self, *, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail} {self.advice}")
        self.status, self.code, self.detail = status, code, detail


class KeyRefused(Refused):
    """The API key is not known, has ended, or does not reach so far."""

    advice = "Make another key with the scopes that are needed: `lapwing key make --help`."


class NotThere(Refused):
    """There is nothing of that name."""

    advice = "Look at the id; for a surface, put it first."


class AtOdds(Refused):
    """Something else was done under the same name meanwhile, such as another request with the same key."""

    advice = "Read what is there now; use a new idempotency key for a new request."


class TooMuch(Refused):
    """It is larger than Lapwing takes."""

    advice = "Send less at a time, or raise `[service] body_bytes` in lapwing.toml."


class Forged(ClientError):
    """The webhook is not from Lapwing, or is old; answer 401, and do nothing of what it says."""
