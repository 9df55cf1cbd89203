"""How a command ends: the exit codes that scripts can rely on, and problems told to people and machines."""

from enum import IntEnum

from lapwing.model.errors import (
    BadInput,
    BadSource,
    IntegrityLost,
    LapwingError,
    NotPermitted,
    Unavailable,
)


class Exit(IntEnum):
    """The exit codes; 0 and 1 as with grep, but the other way round: 1 is something found."""

    DONE = 0  # done; `screen`: all was measured and nothing found; `doctor`: nothing needs attention
    FOUND = 1  # `screen`: a match asks for more than allow; `doctor`: something needs attention
    USAGE = 2  # the command line is wrong
    BAD_INPUT = 3  # what was given cannot be used
    BAD_SOURCE = 4  # a list is not as it should be; nothing of it was taken
    UNAVAILABLE = 5  # something that is needed does not answer; try again
    NOT_PERMITTED = 6  # this may not be done, for instance because there is no legal basis
    INTEGRITY_LOST = 7  # stored data is not what was written
    UNKNOWN = 8  # `screen`: nothing found, but something could not be measured
    WAITING = 9  # `list import`: the new version waits for a person


# As shells count them: 128 and the number of the signal. Neither is told, for the person knows.
INTERRUPTED = 130  # SIGINT: Ctrl-C
READER_GONE = 141  # SIGPIPE: whoever read the answer, say `head`, has gone

_BY_FAMILY: tuple[tuple[type[LapwingError], Exit], ...] = (
    (BadInput, Exit.BAD_INPUT),
    (BadSource, Exit.BAD_SOURCE),
    (Unavailable, Exit.UNAVAILABLE),
    (NotPermitted, Exit.NOT_PERMITTED),
    (IntegrityLost, Exit.INTEGRITY_LOST),
)


def exit_for(error: LapwingError) -> Exit:
    """Return the exit code of an error's family."""
    for family, code in _BY_FAMILY:
        if isinstance(error, family):
            return code
    return Exit.INTEGRITY_LOST


def problem(error: LapwingError) -> dict[str, object]:
    """Return the error as RFC 9457 problem details."""
    title = " ".join((type(error).__doc__ or "").split())
    code = type(error).code
    return {"type": f"urn:lapwing:problem:{code}", "title": title, "code": code, "detail": error.detail}
