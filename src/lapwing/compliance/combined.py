"""Several outcomes make one: all have to hold, and the gravest says why it does not."""

from lapwing.compliance.port import Outcome, Status, met

_GRAVEST_FIRST = (Status.FAILING, Status.NOT_BUILT, Status.DUE)


def combined(*outcomes: Outcome) -> Outcome:
    """Return the one outcome of several: met where all are, as of the oldest record of any."""
    figure = "; ".join(dict.fromkeys(each.figure for each in outcomes if each.figure))
    for status in _GRAVEST_FIRST:
        told = [each for each in outcomes if each.status is status]
        if told:
            why = " ".join(dict.fromkeys(each.why for each in told))
            oldest = min((each.as_of for each in told if each.as_of), default=None)
            return Outcome(status=status, why=why, figure=figure, as_of=oldest)
    times = [each.as_of for each in outcomes if each.as_of]
    why = " ".join(dict.fromkeys(each.why for each in outcomes if each.why))
    return met(why, figure=figure, as_of=min(times, default=None))
