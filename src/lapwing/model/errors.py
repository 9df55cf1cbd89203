"""The five ways in which something goes wrong, told apart by what the caller should do."""

from typing import ClassVar


class LapwingError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "lapwing.error"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """Join the class's sentence, written for a person, with *detail* (never content or personal data)."""
        says = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{says} {detail}".strip())
        self.detail = detail


class BadInput(LapwingError):
    """What was sent cannot be used as it is; the sender has to correct it."""

    code = "lapwing.bad-input"


class BadSource(LapwingError):
    """An outside list or service is not what it was; it is stopped until a person has looked."""

    code = "lapwing.bad-source"


class Unavailable(LapwingError):
    """Something that is needed does not answer; the same call may be made again later."""

    code = "lapwing.unavailable"
    retryable = True


class NotPermitted(LapwingError):
    """This may not be done, by this caller or on this surface."""

    code = "lapwing.not-permitted"


class IntegrityLost(LapwingError):
    """Stored data is not what was written; everything that relies on it stops."""

    code = "lapwing.integrity-lost"
